import type { ReactElement } from 'react';

/** Line icons on a 20 × 20 grid, named by the kinds; NAME-ROLE wins where a source and a sink share a name. */
const PATHS: Record<string, string> = {
  'topic-SOURCE': 'M4 5h5.5M4 10h3.5M4 15h5.5M10 10h7M14 7l3 3-3 3',
  'topic-SINK': 'M10.5 5H16M12.5 10H16M10.5 15H16M3 10h7M7 7l3 3-3 3',
  topic: 'M4 5h12M4 10h12M4 15h12',
  demo: 'M2.5 10c2-6.5 4-6.5 6 0s4 6.5 6 0c.8-2.5 1.7-4 3-4',
  filter: 'M3.5 4.5h13l-5 6v5l-3-1.7v-3.3z',
  map: 'M3.5 4.5h4.5v11H3.5zM12 4.5h4.5v4H12zM12 11.5h4.5v4H12zM8 10h1.5M9.5 6.5v7M9.5 6.5H12M9.5 13.5H12',
  router: 'M3 10h4.5l5-5H17M7.5 10H17M7.5 10l5 5H17M15 3l2 2-2 2M15 8l2 2-2 2M15 13l2 2-2 2',
  union: 'M3 4.5h4l5 5.5h5M3 15.5h4l5-5.5M14.5 7.5L17 10l-2.5 2.5',
  tumbling: 'M2.5 6h4.5v8H2.5zM7.75 6h4.5v8h-4.5zM13 6h4.5v8H13z',
  hopping: 'M2.5 8.5h7v7h-7zM6.5 6h7v7M10.5 3.5h7v7',
  session: 'M2.5 7h5v6h-5zM11 7h3v6h-3zM16.5 7h1M16.5 13h1M16.5 7v6',
  cumulating: 'M3 4h4v3H3zM3 8.5h9v3H3zM3 13h14v3H3z',
  join: 'M8 10a4.5 4.5 0 1 1-.01-.1M12.5 5.8a4.5 4.5 0 1 1-3 4.2',
  group: 'M3 4.5h6M3 10h6M3 15.5h6M11 4.5h1.5v11H11M12.5 10H17',
  previous: 'M9 5l-5 5 5 5M4 10h12M16 6v8',
  over: 'M3 15.5h14M3 4.5v7h6v-4h6v4',
  'to-append': 'M3 4.5h5M3 10h5M3 15.5h5M8 4.5c3 0 2 5.5 5 5.5h4M14.5 7.5L17 10l-2.5 2.5M10 15.5h7',
  'to-changelog': 'M3 10h4M5 7.5L7.5 10L5 12.5M10 5h7M10 10h7M10 15h7M13.5 3v4',
  distinct: 'M4 4h8v8H4zM8 12v4h8V8h-4',
  top: 'M4 16V9M8 16V5M12 16v-4M16 16v-2',
  pattern: 'M3 10h3M8 10a1.5 1.5 0 1 0 .01 0M11.5 10h2M15.5 10a1.5 1.5 0 1 0 .01 0',
  sample: 'M4 5h.1M8 5h.1M12 5h.1M16 5h.1M4 10h.1M8 10h.1M12 10h.1M16 10h.1M4 15h4M12 15h4',
  mask: 'M3 10h14M4.5 10V6.5A5.5 5.5 0 0 1 10 3a5.5 5.5 0 0 1 5.5 3.5V10M7 13.5h.1M10 13.5h.1M13 13.5h.1M4.5 10v6.5h11V10',
  clock: 'M10 17a7 7 0 1 1 .01 0M10 6v4.2l2.8 1.8',
  unnest: 'M3.5 7.5h4v5h-4zM7.5 10h2.5M10 4.5v11M10 4.5h6.5M10 10h6.5M10 15.5h6.5',
  json: 'M8 3.5c-2 0-2 1-2 3s0 2.5-2 3.5c2 1 2 1.5 2 3.5s0 3 2 3M12 3.5c2 0 2 1 2 3s0 2.5 2 3.5c-2 1-2 1.5-2 3.5s0 3-2 3',
  validate: 'M4 3.5h12v8c0 3-3 4.5-6 5.5c-3-1-6-2.5-6-5.5zM7 9.5l2.2 2.2L13.2 7.5',
  values: 'M3.5 4.5h13v11h-13zM3.5 8h13M8 8v7.5',
  discard: 'M4.5 6h11M8 6V4h4v2M6 6l.8 10h6.4L14 6M8.5 9v4.5M11.5 9v4.5',
  files: 'M5 3.5h6.5L15 7v9.5H5zM11.5 3.5V7H15M7.5 10.5h5M7.5 13.5h5',
  database: 'M10 7.5c4 0 6-1 6-2.2S14 3 10 3S4 4 4 5.3s2 2.2 6 2.2M4 5.3v9.4C4 16 6 17 10 17s6-1 6-2.3V5.3M4 10c0 1.3 2 2.3 6 2.3s6-1 6-2.3',
  http: 'M10 17a7 7 0 1 1 .01 0M3 10h14M10 3c-4 4-4 10 0 14M10 3c4 4 4 10 0 14',
  absence: 'M3 10h4M9.5 7l5 6M14.5 7l-5 6',
  code: 'M7 6l-4 4 4 4M13 6l4 4-4 4M11.5 4.5l-3 11',
  fold: 'M4 4.5h12M4 15.5h12M10 6.5v2.5M8 8l2 2 2-2M10 13.5V11M8 12l2-2 2 2',
  unfold: 'M3.5 6.5h13v9h-13zM5.5 4h9M7.5 11h5M10 8.5v5',
  note: 'M4 4h12v8l-4 4H4zM12 16v-4h4M7 7.5h6M7 10.5h3',
  plus: 'M10 4.5v11M4.5 10h11',
  minus: 'M4.5 10h11',
  fit: 'M4 7.5V4h3.5M12.5 4H16v3.5M16 12.5V16h-3.5M7.5 16H4v-3.5',
  layout: 'M3 4h5v4H3zM12 2.5h5v4h-5zM12 13h5v4h-5zM8 6h4M10 6v9h2',
  help: 'M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.4v.2',
  outline: 'M3.5 5h2M6.5 10h2M9.5 15h2M8 5h9M11 10h6M14 15h3',
  hide: 'M11.5 5.5L7 10l4.5 4.5M15 5.5L10.5 10l4.5 4.5',
  show: 'M8.5 5.5L13 10l-4.5 4.5M5 5.5L9.5 10 5 14.5',
  minimap: 'M3 4.5h14v11H3zM11.5 10.5h3.5v3h-3.5zM5.5 7h3v2h-3z',
  search: 'M9 14a5 5 0 1 1 .01 0M12.7 12.7L16.5 16.5',
  chevron: 'M7 8l3 3.5L13 8',
  commands: 'M5 7l3 3-3 3M10.5 13.5H15',
  OK: 'M5.5 10.5l3 3 6-7',
  NEEDS_SETUP: 'M10 5v6M10 14.5v.2',
  ERROR: 'M10 5v6M10 14.5v.2',
  WARNING: 'M10 5v6M10 14.5v.2',
  FAILED: 'M6 6l8 8M14 6l-8 8',
  RUNNING: 'M7 5.5v9l7.5-4.5z',
  HELD_BACK: 'M7.5 6v8M12.5 6v8',
};

export function Icon({ name, role }: { name: string; role?: string }): ReactElement {
  return (
    <svg className="mr-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[`${name}-${role}`] ?? PATHS[name] ?? PATHS.map} />
    </svg>
  );
}

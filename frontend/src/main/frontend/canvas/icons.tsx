import type { ReactElement } from 'react';

/** Line icons on a 20 × 20 grid, named by the kinds. */
const PATHS: Record<string, string> = {
  topic: 'M4 5h12M4 10h12M4 15h8M16 13v4M14 15h4',
  demo: 'M3 10c2-6 4-6 6 0s4 6 6 0M15 10h2',
  filter: 'M3 4h14l-5.5 6.5V16l-3-1.5v-4z',
  map: 'M4 5h5v10H4zM13 5h3v4h-3zM13 11h3v4h-3zM9 10h4',
  router: 'M3 10h5l6-5h3M8 10h9M8 10l6 5h3',
  union: 'M3 5h3l6 5h5M3 15h3l6-5',
  tumbling: 'M3 6h4v8H3zM8 6h4v8H8zM13 6h4v8h-4z',
  hopping: 'M3 4h7v4H3zM6.5 8h7v4h-7zM10 12h7v4h-7z',
  session: 'M3 6h3v8H3zM10 6h7v8h-7zM6 10h4',
  cumulating: 'M3 4h4v3H3zM3 8.5h9v3H3zM3 13h14v3H3z',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  fit: 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4',
  layout: 'M3 4h5v4H3zM12 3h5v4h-5zM12 13h5v4h-5zM8 6h2v9h2M10 5h2',
  help: 'M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.5v.5',
  outline: 'M4 5h3M6 10h3M8 15h3M10 5h7M12 10h5M14 15h3',
  hide: 'M12 5l-5 5 5 5',
  show: 'M8 5l5 5-5 5',
  map2: 'M3 4h14v12H3zM11 10h4v4h-4z',
};

export function Icon({ name }: { name: string }): ReactElement {
  return (
    <svg className="mr-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name] ?? PATHS.map} />
    </svg>
  );
}

import { useStore } from '@xyflow/react';
import type { Action } from './actions';
import { Icon } from './icons';

const SHOWN: [action: string, icon: string][] = [
  ['fit', 'fit'], ['layout', 'layout'], ['minimap', 'minimap'], ['outline', 'outline'], ['commands', 'commands'], ['help', 'help'],
];

/** The small bar at the lower left: zoom, and the actions that concern the whole drawing. */
export function Tools({ actions, run, readOnly }: { actions: Action[]; run: (id: string) => void; readOnly: boolean }) {
  const zoom = useStore((s) => Math.round(s.transform[2] * 100));
  const tool = (id: string, icon: string) => {
    const action = actions.find((a) => a.id === id) ?? { title: 'All commands', keys: 'Ctrl K', edits: false };
    return readOnly && action.edits ? null : (
      <button key={id} type="button" className="mr-icon-button" aria-label={action.title} title={`${action.title} (${action.keys})`} data-action={id} onClick={() => run(id)}>
        <Icon name={icon} />
      </button>
    );
  };
  return (
    <div className="mr-tools" role="toolbar" aria-label="View">
      {tool('zoomOut', 'minus')}
      <button type="button" className="mr-zoom" title="Zoom to 100 % (0)" aria-label={`Zoom ${zoom} %, back to 100 %`} onClick={() => run('zoom100')}>{zoom} %</button>
      {tool('zoomIn', 'plus')}
      <span className="mr-tools-gap" />
      {SHOWN.map(([id, icon]) => tool(id, icon))}
    </div>
  );
}

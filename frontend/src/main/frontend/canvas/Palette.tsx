import { useState } from 'react';
import { matching } from './graph';
import { Icon } from './icons';
import type { WireKind } from './wire';

export const DRAGGED_KIND = 'application/x-millrace-kind';

interface Props {
  catalogue: WireKind[];
  onAdd: (kind: string) => void;
}

/** Kinds by group, searchable; dragged onto the canvas, or added by Enter or a double click. */
export function Palette({ catalogue, onAdd }: Props) {
  const [text, setText] = useState('');
  const [folded, setFolded] = useState(false);
  const found = matching(catalogue, text);
  const groups = [...new Set(found.map((k) => k.group))];
  if (folded) {
    return (
      <aside className="mr-palette mr-palette-folded" aria-label="Palette">
        <button type="button" className="mr-icon-button" aria-label="Show the palette" title="Show the palette" onClick={() => setFolded(false)}>
          <Icon name="show" />
        </button>
      </aside>
    );
  }
  return (
    <aside className="mr-palette" aria-label="Palette">
      <div className="mr-palette-head">
        <input type="search" placeholder="Search nodes" aria-label="Search nodes" value={text} onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => { if (e.key === 'Enter' && found[0]) onAdd(found[0].id); }} />
        <button type="button" className="mr-icon-button" aria-label="Hide the palette" title="Hide the palette" onClick={() => setFolded(true)}>
          <Icon name="hide" />
        </button>
      </div>
      <div className="mr-palette-list">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h2>{group}</h2>
            {found.filter((k) => k.group === group).map((k) => (
              <button key={k.id} type="button" draggable className={`mr-palette-item mr-role-${k.role}`} data-kind={k.id} title={k.summary}
                aria-label={`${k.title}: ${k.summary}. Press Enter to add`}
                onDragStart={(e) => { e.dataTransfer.setData(DRAGGED_KIND, k.id); e.dataTransfer.effectAllowed = 'copy'; }}
                onDoubleClick={() => onAdd(k.id)} onKeyDown={(e) => { if (e.key === 'Enter') { e.preventDefault(); onAdd(k.id); } }}>
                <Icon name={k.icon} />
                <span>{k.title}</span>
              </button>
            ))}
          </section>
        ))}
        {groups.length === 0 && <p className="mr-palette-empty">No node is called “{text}”.</p>}
      </div>
    </aside>
  );
}

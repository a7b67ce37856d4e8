import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { Icon } from './icons';
import type { Role } from './wire';

export interface Choice {
  id: string;
  title: string;
  detail: string;
  /** A key that does the same, shown at the end. */
  keys?: string;
  icon?: string;
  role?: Role;
  /** More words to find it by. */
  also?: string;
}

export interface Picking {
  label: string;
  choices: Choice[];
  /** Where to open, in pixels of the board; in the middle where absent. */
  at?: { x: number; y: number };
  onPick: (id: string) => void;
}

/** A list to type into: adds nodes, runs commands, connects. Arrow keys move, Enter picks, Escape closes. */
export function Pick({ label, choices, at, onPick, onClose }: Picking & { onClose: () => void }) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const found = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const distance = ({ title }: Choice) => {
      const name = title.toLowerCase();
      return words.length === 0 || name.startsWith(words.join(' ')) ? 0 : words.every((w) => name.includes(w)) ? 1 : 2;
    };
    return choices.filter((c) => words.every((w) => `${c.title} ${c.detail} ${c.also ?? ''}`.toLowerCase().includes(w)))
      .map((c, i) => ({ c, i })).sort((a, b) => distance(a.c) - distance(b.c) || a.i - b.i).map(({ c }) => c);
  }, [choices, text]);
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    document.getElementById(`${list}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active, list]);
  const pick = (id: string | undefined) => {
    onClose();
    if (id !== undefined) {
      onPick(id);
    }
  };
  return (
    <div className="mr-pick-shade" onMouseDown={(e) => { if (e.target === e.currentTarget) onClose(); }}
      onContextMenu={(e) => { e.preventDefault(); onClose(); }}>
      <div className="mr-pick" role="dialog" aria-label={label} style={at ? { left: at.x, top: at.y } : undefined} data-centred={at ? undefined : ''}>
        <label className="mr-search">
          <Icon name="search" />
          <input ref={input} role="combobox" aria-expanded="true" aria-controls={list} aria-label={label} aria-autocomplete="list"
            aria-activedescendant={found[active] ? `${list}-${active}` : undefined}
            placeholder={label} value={text} onChange={(e) => { setText(e.target.value); setActive(0); }}
            onKeyDown={(e) => {
              e.stopPropagation();
              if (e.key === 'Escape') onClose();
              if (e.key === 'Enter') pick(found[active]?.id);
              if (e.key === 'ArrowDown') { e.preventDefault(); setActive((a) => Math.min(a + 1, found.length - 1)); }
              if (e.key === 'ArrowUp') { e.preventDefault(); setActive((a) => Math.max(a - 1, 0)); }
              if (e.key === 'Tab') { e.preventDefault(); onClose(); }
            }} />
        </label>
        <div role="listbox" id={list} aria-label={label} className="mr-pick-list">
          {found.map((c, i) => (
            <div key={c.id} id={`${list}-${i}`} role="option" aria-selected={i === active} className={`${c.role ? `mr-role-${c.role}` : ''} ${i === active ? 'mr-active' : ''}`}
              data-choice={c.id} onMouseMove={() => setActive(i)} onClick={() => pick(c.id)}>
              {c.icon && <span className="mr-node-icon"><Icon name={c.icon} role={c.role} /></span>}
              <span className="mr-pick-words">
                <span>{c.title}</span>
                {c.detail && <small>{c.detail}</small>}
              </span>
              {c.keys && <kbd>{c.keys}</kbd>}
            </div>
          ))}
          {found.length === 0 && <p>Nothing fits{text ? ` “${text}”` : ' here'}.</p>}
        </div>
      </div>
    </div>
  );
}

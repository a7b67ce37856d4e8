import { useEffect, useId, useMemo, useRef, useState } from 'react';

export interface Choice {
  id: string;
  title: string;
  detail: string;
}

interface Props {
  label: string;
  choices: Choice[];
  /** Where to open, in pixels of the canvas; in the middle where absent. */
  at?: { x: number; y: number };
  onPick: (id: string) => void;
  onClose: () => void;
}

/** A list to type into: adds nodes, runs commands, connects. Arrow keys move, Enter picks, Escape closes. */
export function Pick({ label, choices, at, onPick, onClose }: Props) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const found = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return choices.filter((c) => words.every((w) => `${c.title} ${c.detail}`.toLowerCase().includes(w)));
  }, [choices, text]);
  useEffect(() => input.current?.focus(), []);
  const pick = (id: string | undefined) => {
    onClose();
    if (id !== undefined) {
      onPick(id);
    }
  };
  return (
    <div className="mr-pick-shade" onMouseDown={(e) => { if (e.target === e.currentTarget) onClose(); }}>
      <div className="mr-pick" role="dialog" aria-label={label} style={at ? { left: at.x, top: at.y } : undefined} data-centred={at ? undefined : ''}>
        <input ref={input} role="combobox" aria-expanded="true" aria-controls={list} aria-label={label} aria-activedescendant={found[active] ? `${list}-${active}` : undefined}
          placeholder={label} value={text} onChange={(e) => { setText(e.target.value); setActive(0); }}
          onKeyDown={(e) => {
            e.stopPropagation();
            if (e.key === 'Escape') onClose();
            if (e.key === 'Enter') pick(found[active]?.id);
            if (e.key === 'ArrowDown') { e.preventDefault(); setActive((a) => Math.min(a + 1, found.length - 1)); }
            if (e.key === 'ArrowUp') { e.preventDefault(); setActive((a) => Math.max(a - 1, 0)); }
            if (e.key === 'Tab') { e.preventDefault(); onClose(); }
          }} />
        <div role="listbox" id={list} aria-label={label} className="mr-pick-list">
          {found.map((c, i) => (
            <div key={c.id} id={`${list}-${i}`} role="option" aria-selected={i === active} className={i === active ? 'mr-active' : ''} data-choice={c.id}
              onMouseEnter={() => setActive(i)} onClick={() => pick(c.id)}>
              <span>{c.title}</span>
              <small>{c.detail}</small>
            </div>
          ))}
          {found.length === 0 && <p>Nothing fits “{text}”.</p>}
        </div>
      </div>
    </div>
  );
}

import { memo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { matching } from './graph';
import { Icon } from './icons';
import type { WireKind } from './wire';

const FOLDED = 'millrace-palette-folded';
const DRAG_FROM = 4;

export interface Carried {
  kind: WireKind;
  x: number;
  y: number;
}

interface Props {
  catalogue: WireKind[];
  onAdd: (kind: string) => void;
  /** A kind is carried over the screen; undefined: it was let go elsewhere. */
  onCarry: (carried: Carried | undefined) => void;
  onDrop: (carried: Carried) => void;
}

/** Kinds by group, searchable; dragged onto the canvas, or added by Enter or a double click. */
export const Palette = memo(function Palette({ catalogue, onAdd, onCarry, onDrop }: Props) {
  const [text, setText] = useState('');
  const [folded, setFolded] = useState(() => localStorage.getItem(FOLDED) === 'yes');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLDivElement>(null);
  const found = matching(catalogue, text);
  const groups = [...new Set(found.map((k) => k.group))];
  const fold = (now: boolean) => {
    localStorage.setItem(FOLDED, now ? 'yes' : 'no');
    setFolded(now);
  };
  const step = (e: KeyboardEvent<HTMLElement>) => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[data-kind], .mr-palette-group') ?? [])];
    const at = items.indexOf(e.target as HTMLElement);
    const next = e.key === 'ArrowDown' ? items[at + 1] : e.key === 'ArrowUp' ? items[at - 1] : undefined;
    if (next) {
      e.preventDefault();
      next.focus();
    }
  };
  if (folded) {
    return (
      <aside className="mr-palette mr-palette-folded" aria-label="Palette">
        <button type="button" className="mr-icon-button" aria-label="Show the palette" title="Show the palette" onClick={() => fold(false)}>
          <Icon name="show" />
        </button>
      </aside>
    );
  }
  return (
    <aside className="mr-palette" aria-label="Palette">
      <div className="mr-palette-head">
        <label className="mr-search">
          <Icon name="search" />
          <input type="search" placeholder="Search nodes" aria-label="Search nodes" value={text} onChange={(e) => setText(e.target.value)}
            onKeyDown={(e) => {
              if (e.key === 'Enter' && found[0]) onAdd(found[0].id);
              else if (e.key === 'ArrowDown') { e.preventDefault(); list.current?.querySelector<HTMLElement>('[data-kind]')?.focus(); }
              else if (e.key === 'Escape') setText('');
            }} />
        </label>
        <button type="button" className="mr-icon-button" aria-label="Hide the palette" title="Hide the palette" onClick={() => fold(true)}>
          <Icon name="hide" />
        </button>
      </div>
      <div className="mr-palette-list" ref={list} onKeyDown={step}>
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h2>
              <button type="button" className="mr-palette-group" aria-expanded={!closed.has(group)}
                onClick={() => setClosed((before) => new Set(before.has(group) ? [...before].filter((g) => g !== group) : [...before, group]))}>
                <Icon name="chevron" />
                {group}
              </button>
            </h2>
            {!closed.has(group) && found.filter((k) => k.group === group).map((k) => (
              <Item key={k.id} kind={k} onAdd={onAdd} onCarry={onCarry} onDrop={onDrop} />
            ))}
          </section>
        ))}
        {groups.length === 0 && <p className="mr-palette-empty">No node is called “{text}”.</p>}
      </div>
    </aside>
  );
});

/** Dragged by pointer events instead of the browser's own drag and drop: that knows no touch, and no live picture of the node. */
function Item({ kind, onAdd, onCarry, onDrop }: { kind: WireKind } & Omit<Props, 'catalogue'>) {
  const from = useRef<{ x: number; y: number; carrying: boolean } | undefined>(undefined);
  const carried = (e: PointerEvent): Carried => ({ kind, x: e.clientX, y: e.clientY });
  const move = (e: PointerEvent) => {
    const start = from.current;
    if (start && (start.carrying || Math.hypot(e.clientX - start.x, e.clientY - start.y) > DRAG_FROM)) {
      start.carrying = true;
      onCarry(carried(e));
    }
  };
  const end = (e: PointerEvent, dropped: boolean) => {
    const carrying = from.current?.carrying;
    from.current = undefined;
    if (carrying) {
      onCarry(undefined);
      if (dropped) onDrop(carried(e));
    }
  };
  return (
    <div role="button" tabIndex={0} className={`mr-palette-item mr-role-${kind.role}`} data-kind={kind.id} title={kind.summary}
      aria-label={`${kind.title}: ${kind.summary}. Press Enter to add`}
      onPointerDown={(e) => { if (e.button === 0) { e.currentTarget.setPointerCapture(e.pointerId); from.current = { x: e.clientX, y: e.clientY, carrying: false }; } }}
      onPointerMove={move} onPointerUp={(e) => end(e, true)} onPointerCancel={(e) => end(e, false)}
      onDoubleClick={() => onAdd(kind.id)}
      onKeyDown={(e) => {
        if (e.key === 'Enter') { e.preventDefault(); e.stopPropagation(); onAdd(kind.id); }
        if (e.key === 'Escape' && from.current) { from.current = undefined; onCarry(undefined); }
      }}>
      <span className="mr-node-icon"><Icon name={kind.icon} role={kind.role} /></span>
      <span className="mr-palette-title">{kind.title}</span>
    </div>
  );
}

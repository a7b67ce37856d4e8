import { useRef, type KeyboardEvent } from 'react';
import { FOLDED } from './folding';
import { outline } from './graph';
import { Icon } from './icons';
import { DIFFERENCE_SIGNS, DIFFERENCE_WORDS, keptWord, spoken, STATE_WORDS, title, USE_WORDS } from './words';
import type { WireGraph, WireKind } from './wire';

interface Props {
  graph: WireGraph;
  kinds: ReadonlyMap<string, WireKind>;
  selected: ReadonlySet<string>;
  onSelect: (id: string) => void;
  onOpen: (id: string) => void;
  onClose: () => void;
}

/** The drawing as a tree, in the order of the flow, for those who do not see it and those who like lists. */
export function Outline({ graph, kinds, selected, onSelect, onOpen, onClose }: Props) {
  const tree = useRef<HTMLDivElement>(null);
  const rows = outline(graph);
  const stop = Math.max(0, rows.findIndex((r) => selected.has(r.node.id)));
  const onKey = (e: KeyboardEvent<HTMLElement>, id: string) => {
    const items = [...(tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]') ?? [])];
    const at = items.indexOf(e.currentTarget);
    const to: Record<string, HTMLElement | undefined> = { ArrowDown: items[at + 1], ArrowUp: items[at - 1], Home: items[0], End: items.at(-1) };
    if (to[e.key]) {
      e.preventDefault();
      to[e.key]!.focus();
    } else if (e.key === ' ') {
      e.preventDefault();
      onSelect(id);
    } else if (e.key === 'Enter') {
      onOpen(id);
    } else if (e.key === 'Escape') {
      onClose();
    } else {
      return;
    }
    e.stopPropagation();
  };
  return (
    <section className="mr-outline" aria-label="Outline">
      <h2>Outline</h2>
      <button type="button" className="mr-icon-button" aria-label="Close the outline" title="Close the outline" onClick={onClose}><Icon name="FAILED" /></button>
      {rows.length === 0 ? <p>The pipeline is empty.</p> : (
        <div role="tree" aria-label="Nodes in the order of the flow" ref={tree}>
          {rows.map(({ node, depth }, i) => (
            <div key={node.id} role="treeitem" aria-level={depth + 1} aria-selected={selected.has(node.id)} tabIndex={i === stop ? 0 : -1}
              className={`mr-role-${kinds.get(node.kind)?.role ?? 'OPERATOR'}`} aria-label={spoken(node, kinds.get(node.kind))}
              style={{ paddingLeft: 6 + Math.min(depth, 8) * 12 }} data-outline={node.id} onClick={() => onSelect(node.id)}
              onDoubleClick={() => onOpen(node.id)} onKeyDown={(e) => onKey(e, node.id)}>
              <Icon name={node.kind === FOLDED ? 'unfold' : kinds.get(node.kind)?.icon ?? 'map'} role={kinds.get(node.kind)?.role} />
              <span>{title(node, kinds.get(node.kind))}</span>
              {node.use !== 'ENABLED' ? <small>{USE_WORDS[node.use].word}</small> : node.state !== 'OK' && node.state !== 'RUNNING' && <small className={`mr-state-${node.state}`}>{STATE_WORDS[node.state]}</small>}
              {node.difference !== 'SAME' && <small className={`mr-differs-${node.difference}`}>{DIFFERENCE_SIGNS[node.difference]} {DIFFERENCE_WORDS[node.difference]}</small>}
              {keptWord(node) && <small>{keptWord(node)}</small>}
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

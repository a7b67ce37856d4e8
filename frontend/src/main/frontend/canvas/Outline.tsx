import { spoken, title } from './NodeFace';
import { outline } from './graph';
import type { WireGraph, WireKind } from './wire';

interface Props {
  graph: WireGraph;
  kinds: Map<string, WireKind>;
  selected: ReadonlySet<string>;
  onSelect: (id: string) => void;
  onOpen: (id: string) => void;
}

/** The drawing as a tree, in the order of the flow, for those who do not see it. */
export function Outline({ graph, kinds, selected, onSelect, onOpen }: Props) {
  const rows = outline(graph);
  return (
    <div className="mr-outline" role="tree" aria-label="Outline of the pipeline">
      {rows.length === 0 && <p>The pipeline is empty.</p>}
      {rows.map(({ node, depth }, i) => (
        <div key={node.id} role="treeitem" aria-level={depth + 1} aria-selected={selected.has(node.id)} tabIndex={i === 0 ? 0 : -1}
          aria-label={spoken(node, kinds.get(node.kind))} style={{ paddingLeft: 8 + depth * 14 }} onClick={() => onSelect(node.id)}
          onKeyDown={(e) => {
            e.stopPropagation();
            const here = e.currentTarget;
            if (e.key === 'ArrowDown') (here.nextElementSibling as HTMLElement | null)?.focus();
            if (e.key === 'ArrowUp') (here.previousElementSibling as HTMLElement | null)?.focus();
            if (e.key === ' ') onSelect(node.id);
            if (e.key === 'Enter') { onSelect(node.id); onOpen(node.id); }
          }}>
          {title(node, kinds.get(node.kind))}
        </div>
      ))}
    </div>
  );
}

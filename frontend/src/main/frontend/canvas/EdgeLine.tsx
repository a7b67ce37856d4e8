import { BaseEdge, EdgeLabelRenderer, getBezierPath, type Edge, type EdgeProps } from '@xyflow/react';
import { createContext, memo, useContext } from 'react';
import { Icon } from './icons';
import type { WireEdge } from './wire';

export interface EdgeContext {
  readOnly: boolean;
  insert: (edge: string, x: number, y: number) => void;
}

export const Edges = createContext<EdgeContext>({ readOnly: true, insert: () => {} });

export type LineEdge = Edge<{ edge: WireEdge; hovered: boolean; target: boolean; role: string }, 'line'>;

export const EdgeLine = memo(function EdgeLine(props: EdgeProps<LineEdge>) {
  const { readOnly, insert } = useContext(Edges);
  const [path, x, y] = getBezierPath(props);
  const data = props.data!;
  return (
    <>
      <BaseEdge id={props.id} path={path} interactionWidth={24} className={`mr-edge mr-edge-${data.role} ${data.target ? 'mr-edge-target' : ''}`} />
      <text className="mr-edge-rate" x={x} y={y - 8} textAnchor="middle" data-rate={props.id} />
      {!readOnly && (data.hovered || props.selected) && (
        <EdgeLabelRenderer>
          <button type="button" className="mr-edge-add nodrag nopan" style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            aria-label={`Insert a node between ${data.edge.from.node} and ${data.edge.to.node}`} title="Insert a node here" tabIndex={-1}
            onClick={(e) => insert(props.id, e.clientX, e.clientY)}>
            <Icon name="plus" />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

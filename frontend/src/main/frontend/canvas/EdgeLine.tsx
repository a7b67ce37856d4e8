import { BaseEdge, EdgeLabelRenderer, type Edge, type EdgeProps } from '@xyflow/react';
import { memo, useContext, useEffect, useRef } from 'react';
import { BoardContext } from './board';
import { Icon } from './icons';
import { curve, RATE_LINE, TOTAL_LINE, type Spot } from './spots';
import { DIFFERENCE_SIGNS } from './words';
import type { PortRole, WireEdge } from './wire';

/** @param near the pointer is on it, @param target something that is dragged would go into it, @param spot where its numbers stand */
export type LineEdge = Edge<{ edge: WireEdge; near: boolean; target: boolean; idle: boolean; role: PortRole; readOnly: boolean; spot: Spot }, 'line'>;

export const EdgeLine = memo(function EdgeLine(props: EdgeProps<LineEdge>) {
  const { store, addBetween } = useContext(BoardContext);
  const numbers = useRef<SVGGElement>(null);
  useEffect(() => store.live.showEdge(props.id, numbers.current!), [props.id, store]);
  const { edge, near, target, idle, role, readOnly, spot } = props.data!;
  const { path, at } = curve({ x: props.sourceX, y: props.sourceY }, { x: props.targetX, y: props.targetY });
  const { x, y } = at(spot.share);
  return (
    <>
      <BaseEdge id={props.id} path={path} interactionWidth={24}
        className={`mr-edge mr-edge-${role} ${target ? 'mr-edge-target' : ''} ${near ? 'mr-edge-near' : ''} ${idle ? 'mr-edge-idle' : ''} mr-edge-${edge.changelog} ${edge.difference === 'SAME' ? '' : `mr-edge-differs-${edge.difference}`}`} />
      {edge.difference !== 'SAME' && (
        <g className={`mr-edge-differs mr-edge-differs-${edge.difference}`} data-difference={edge.difference} aria-hidden="true">
          <circle cx={x} cy={y} r={9} />
          <text x={x} y={y + 5} textAnchor="middle">{DIFFERENCE_SIGNS[edge.difference]}</text>
        </g>
      )}
      <g ref={numbers} className="mr-edge-numbers" data-rate={props.id}>
        <text className="mr-edge-rate" x={x} y={y + spot.shift + RATE_LINE} textAnchor="middle" />
        <text className="mr-edge-total" x={x} y={y + spot.shift + TOTAL_LINE} textAnchor="middle" />
      </g>
      {!readOnly && (near || props.selected) && (
        <EdgeLabelRenderer>
          <button type="button" className="mr-edge-add nodrag nopan" style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            aria-label={`Insert a node between ${edge.from.node} and ${edge.to.node}`} title="Insert a node here" tabIndex={-1} data-edge-id={props.id}
            onClick={(e) => addBetween(props.id, e.clientX, e.clientY)}>
            <Icon name="plus" />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

import { Handle, Position, useConnection, type Node, type NodeProps } from '@xyflow/react';
import { createContext, memo, useContext } from 'react';
import { NODE_WIDTH, nodeHeight, refusal } from './graph';
import { Icon } from './icons';
import type { NodeState, WireGraph, WireKind, WireNode } from './wire';

export interface FaceContext {
  kinds: Map<string, WireKind>;
  graph: () => WireGraph;
  readOnly: boolean;
  addAfter: (node: string, port: string, x: number, y: number) => void;
}

export const Faces = createContext<FaceContext>({ kinds: new Map(), graph: () => ({ nodes: [], edges: [] }), readOnly: true, addAfter: () => {} });

export type FaceNode = Node<{ node: WireNode }, 'face'>;

export const STATES: Record<NodeState, { sign: string; words: string }> = {
  OK: { sign: '✓', words: 'ready' },
  NEEDS_SETUP: { sign: '…', words: 'needs set-up' },
  ERROR: { sign: '!', words: 'error' },
  RUNNING: { sign: '▶', words: 'running' },
  FAILED: { sign: '✕', words: 'failed' },
  HELD_BACK: { sign: '⏸', words: 'waits for a slower node' },
};

export function title(node: WireNode, kind: WireKind | undefined): string {
  return node.label || kind?.title || node.kind;
}

export function spoken(node: WireNode, kind: WireKind | undefined): string {
  const label = node.label ? `${kind?.title ?? node.kind}: ${node.label}` : (kind?.title ?? node.kind);
  return `${label}. ${node.glimpse || 'not set up yet'}. ${STATES[node.state].words}${node.problem ? `: ${node.problem}` : ''}`;
}

export const NodeFace = memo(function NodeFace({ data, selected }: NodeProps<FaceNode>) {
  const { node } = data;
  const { kinds, graph, readOnly, addAfter } = useContext(Faces);
  const kind = kinds.get(node.kind);
  const connecting = useConnection((c) => (c.inProgress ? { node: c.fromNode?.id ?? '', port: c.fromHandle?.id ?? '', type: c.fromHandle?.type } : undefined));
  const state = STATES[node.state];
  const height = nodeHeight(node);
  const fits = (port: string, isInput: boolean) => {
    if (!connecting || (connecting.type === 'source') !== isInput) {
      return '';
    }
    const own = { node: node.id, port };
    const other = { node: connecting.node, port: connecting.port };
    const why = isInput ? refusal(graph(), other, own) : refusal(graph(), own, other);
    return why ? 'mr-port-unfit' : 'mr-port-fit';
  };
  return (
    <div className={`mr-node mr-role-${kind?.role ?? 'OPERATOR'} mr-state-${node.state} ${selected ? 'mr-selected' : ''}`} style={{ width: NODE_WIDTH, height }}
      data-node-id={node.id} data-state={node.state} title={node.problem || undefined}>
      {node.inputs.map((port, i) => (
        <Handle key={port.name} id={port.name} type="target" position={Position.Left} isConnectable={!readOnly} data-port={`${node.id}.${port.name}`}
          className={`mr-port mr-port-in ${fits(port.name, true)}`} style={{ top: portTop(i, node.inputs.length, height) }}
          title={port.title} role="img" aria-label={`Input ${port.title} of ${title(node, kind)}`} />
      ))}
      <div className="mr-node-icon"><Icon name={kind?.icon ?? 'map'} /></div>
      <div className="mr-node-text">
        <div className="mr-node-title">
          <span className="mr-node-label">{title(node, kind)}</span>
          <span className="mr-node-sign" role="img" aria-label={state.words}>{state.sign}</span>
        </div>
        <div className="mr-node-glimpse">{node.glimpse || (node.state === 'OK' ? '' : (kind?.title ?? 'Needs set-up'))}</div>
        <div className="mr-node-counts" data-counts={node.id} data-sink={node.outputs.length === 0 ? '' : undefined} />
      </div>
      {node.outputs.map((port, i) => (
        <span key={port.name}>
          {node.outputs.length > 1 && (
            <span className={`mr-port-name mr-port-${port.role}`} style={{ top: portTop(i, node.outputs.length, height) }}>{port.name}</span>
          )}
          <Handle id={port.name} type="source" position={Position.Right} isConnectable={!readOnly} data-port={`${node.id}.${port.name}`}
            className={`mr-port mr-port-out mr-port-${port.role} ${fits(port.name, false)}`} style={{ top: portTop(i, node.outputs.length, height) }}
            title={port.title} role="img" aria-label={`Output ${port.title} of ${title(node, kind)}`} />
          {!readOnly && selected && (
            <button type="button" className="mr-add-after nodrag" style={{ top: portTop(i, node.outputs.length, height) }} tabIndex={-1}
              aria-label={`Add a node after ${port.title}`} title={`Add a node after ${port.title}`}
              onClick={(e) => { e.stopPropagation(); addAfter(node.id, port.name, e.clientX, e.clientY); }}>
              <Icon name="plus" />
            </button>
          )}
        </span>
      ))}
    </div>
  );
});

function portTop(index: number, count: number, height: number): number {
  return count === 1 ? height / 2 : 44 + index * 20;
}

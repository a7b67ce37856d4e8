import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import { BoardContext } from './board';
import { FOLDED } from './folding';
import { key } from './graph';
import { Icon } from './icons';
import { HEAD, inputTop, namedOutputs, NODE_WIDTH, nodeHeight, outputTop } from './shape';
import { GroupTitle } from './MarkFaces';
import type { CanvasStore } from './store';
import { copiesWords, DIFFERENCE_SIGNS, DIFFERENCE_WORDS, KEPT_SIGNS, keptWord, secondLine, STATE_WORDS, title, USE_WORDS, warned } from './words';
import type { WireKind, WireNode, WirePort } from './wire';

/** @param open outputs that nothing is connected to, joined by blanks */
export type FaceNode = Node<{ node: WireNode; kind: WireKind | undefined; readOnly: boolean; open: string }, 'face'>;

/** A node as it is drawn. Its size is fixed by shape.ts; what it shows comes from the server. */
export const NodeFace = memo(function NodeFace({ data, selected }: NodeProps<FaceNode>) {
  const { node, kind, readOnly } = data;
  const { store, addAfter } = useContext(BoardContext);
  const counts = useRef<HTMLDivElement>(null);
  useEffect(() => store.live.showNode(node.id, counts.current!), [node.id, store]);
  const load = useRef<HTMLSpanElement>(null);
  useEffect(() => (readOnly ? store.live.showLoad(node.id, load.current!) : undefined), [node.id, readOnly, store]);
  const far = useRef<HTMLDivElement>(null);
  useEffect(() => store.live.showFar(node.id, far.current!), [node.id, store]);
  const name = title(node, kind);
  const warning = warned(node);
  const kept = keptWord(node);
  const named = namedOutputs(node);
  const open = data.open.split(' ');
  return (
    <div className={`mr-node mr-role-${kind?.role ?? 'OPERATOR'} mr-state-${node.state} mr-use-${node.use} ${node.kind === FOLDED ? 'mr-folded' : ''} ${selected ? 'mr-selected' : ''} ${node.difference === 'SAME' ? '' : `mr-differs-${node.difference}`}`}
      style={{ width: NODE_WIDTH, height: nodeHeight(node) }} data-node-id={node.id} data-node-kind={node.kind} data-state={node.state} data-use={node.use} data-difference={node.difference}>
      {node.use !== 'ENABLED' && <span className="mr-node-use" title={USE_WORDS[node.use].sentence}>{USE_WORDS[node.use].word}</span>}
      {node.use === 'ENABLED' && node.parallelism > 0 && <span className="mr-node-use mr-node-copies" title={copiesWords(node)}><span aria-hidden="true">×</span>{node.parallelism}</span>}
      {node.difference !== 'SAME' && (
        <span className="mr-node-differs" title={node.differs || undefined}><span aria-hidden="true">{DIFFERENCE_SIGNS[node.difference]}</span> {DIFFERENCE_WORDS[node.difference]}</span>
      )}
      {kept && <span className={`mr-node-kept mr-kept-${node.kept}`} title={node.keptWhy}><span aria-hidden="true">{KEPT_SIGNS[node.kept]}</span> {kept}</span>}
      <div className="mr-node-head" style={{ height: HEAD }} title={node.problem || warning || undefined}>
        {node.kind === FOLDED ? (
          <button type="button" className="mr-node-icon mr-unfold nodrag nopan" tabIndex={-1} aria-label={`Unfold ${name}`} title="Unfold (H)"
            onClick={(e) => { e.stopPropagation(); void store.send({ type: 'fold', groups: [node.id], folded: false }); }}>
            <Icon name="unfold" />
          </button>
        ) : <span className="mr-node-icon"><Icon name={kind?.icon ?? 'map'} role={kind?.role} /></span>}
        <span className="mr-node-text">
          {node.kind === FOLDED ? <GroupTitle group={node.id} title={node.label} className="mr-node-label" /> : <span className="mr-node-label">{name}</span>}
          <span className="mr-node-load" data-load={node.id} ref={load} />
          <span className="mr-node-glimpse" title={node.glimpse || undefined}>{secondLine(node, kind)}</span>
        </span>
        <span className={`mr-node-sign ${warning ? 'mr-warned' : ''}`} role="img" aria-label={warning ? 'warning' : STATE_WORDS[node.state]}
          title={node.problem || warning || STATE_WORDS[node.state]}>
          <Icon name={warning ? 'WARNING' : node.state} />
        </span>
      </div>
      {named.map((port) => (
        <div key={port.name} className={`mr-port-name mr-port-${port.role}`} style={{ top: outputTop(node, port.name) }}>{port.title}</div>
      ))}
      {node.inputs.map((port, i) => (
        <Port key={port.name} store={store} node={node.id} port={port} isInput top={inputTop(i)} readOnly={readOnly || node.kind === FOLDED} of={name} />
      ))}
      {node.outputs.map((port) => (
        <Port key={port.name} store={store} node={node.id} port={port} isInput={false} top={outputTop(node, port.name)} readOnly={readOnly || node.kind === FOLDED} of={name} />
      ))}
      {!readOnly && node.outputs.filter((p) => open.includes(p.name)).map((port) => (
        <button key={port.name} type="button" className="mr-add-after nodrag nopan" style={{ top: outputTop(node, port.name) }} tabIndex={-1}
          data-lone={node.outputs.length === open.length ? '' : undefined}
          aria-label={`Add a node after ${name}, ${port.title}`} title={`Add a node after ${port.title}`}
          onClick={(e) => { e.stopPropagation(); addAfter({ node: node.id, port: port.name }, e.clientX, e.clientY); }}>
          <Icon name="plus" />
        </button>
      ))}
      <div className="mr-node-counts" data-counts={node.id} data-sink={node.outputs.length === 0 ? '' : undefined} ref={counts} />
      <div className="mr-node-far" data-far={node.id} ref={far} />
    </div>
  );
});

interface PortProps {
  store: CanvasStore;
  node: string;
  port: WirePort;
  isInput: boolean;
  top: number;
  readOnly: boolean;
  of: string;
}

/** While an edge is drawn, the ports it can end at light up and all others fade. */
function Port({ store, node, port, isInput, top, readOnly, of }: PortProps) {
  const fits = useSyncExternalStore(store.subscribe, () => store.canEndAt(key({ node, port: port.name })));
  return (
    <Handle id={port.name} type={isInput ? 'target' : 'source'} position={isInput ? Position.Left : Position.Right} isConnectable={!readOnly}
      className={`mr-port mr-port-${isInput ? 'in' : 'out'} mr-port-${port.role} ${fits === undefined ? '' : fits ? 'mr-port-fit' : 'mr-port-unfit'}`}
      style={{ top }} role="img" data-port={`${node}.${port.name}`} data-port-type={isInput ? 'input' : 'output'} title={port.title}
      aria-label={`${isInput ? 'Input' : 'Output'} ${port.title} of ${of}`} />
  );
}

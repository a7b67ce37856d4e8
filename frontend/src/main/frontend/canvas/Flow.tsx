import {
  applyNodeChanges, Background, BackgroundVariant, ConnectionLineType, MiniMap, Position, ReactFlow, SelectionMode, useReactFlow, useStore,
  type Connection, type EdgeChange, type FinalConnectionState, type Node as FlowNode, type NodeChange, type NodeHandle, type OnConnectStartParams, type Viewport,
} from '@xyflow/react';
import { useCallback, useEffect, useId, useMemo, useRef, useState, type MouseEvent as ReactMouseEvent } from 'react';
import { EdgeLine, type LineEdge } from './EdgeLine';
import { extents, isGroup, visible } from './folding';
import { index, openOutputs, refusal } from './graph';
import { FrameFace, NoteFace } from './MarkFaces';
import { face, frames, noteNode, place, withMembers, type Drawn, type Moved } from './marks';
import { NodeFace, type FaceNode } from './NodeFace';
import { fittedView, GRID, HEAD, inputTop, inView, NODE_WIDTH, nodeHeight, outputTop, PORT, roomy, snapped } from './shape';
import { MIDDLE, spots } from './spots';
import { useCanvas, type CanvasStore } from './store';
import { spoken, spokenEdge } from './words';
import type { WireEnd, WireGraph, WireNode } from './wire';

// At module level: React Flow draws every node anew where these change.
const NODE_TYPES = { face: NodeFace, note: NoteFace, frame: FrameFace };
const EDGE_TYPES = { line: EdgeLine };
const SNAP: [number, number] = [GRID, GRID];
const SEVERAL = ['Shift', 'Meta', 'Control'];
/** From here on down a node is a block of its colour with a large label. */
const FAR = 0.6;
/** Up to so many edges, those that carry rows are seen to flow. */
const LIVELY = 80;
/** Drawings with more nodes keep only what is in view in the page. */
const MANY = 150;

export interface PointerAt {
  x: number;
  y: number;
}

interface Props {
  store: CanvasStore;
  /** Undefined where nobody chose: then it is shown where it does not cover the drawing. */
  minimap: boolean | undefined;
  /** The edge under something that is dragged from outside. */
  target: string | undefined;
  onHover: (edge: string | undefined, at: PointerAt) => void;
  onMenu: (of: string | undefined, at: PointerAt) => void;
  /** An edge was drawn into the open. */
  onLooseEnd: (end: WireEnd, isOutput: boolean, at: PointerAt) => void;
}

/** The edge at a point of the screen, also under a node that is being dragged. */
export function edgeAt(at: PointerAt): string | undefined {
  return document.elementsFromPoint(at.x, at.y).map((el) => el.closest<HTMLElement>('.react-flow__edge')?.dataset.id).find((id) => id !== undefined);
}

/** The drawing itself: nodes, edges, and what the mouse does to them. */
export function Flow({ store, minimap, target, onHover, onMenu, onLooseEnd }: Props) {
  const { loaded, readOnly, graph, selected, kinds } = useCanvas(store);
  const flow = useReactFlow<Drawn, LineEdge>();
  // Two canvases on a page must not share the ids of their patterns and descriptions.
  const id = useId().replace(/\W/g, '');
  const far = useStore((s) => s.transform[2] < FAR);
  const [nodes, setNodes] = useState<Moved[]>([]);
  const shownGraph = visible(graph);
  const [hovered, setHovered] = useState<string>();
  const [under, setUnder] = useState<string>();

  useEffect(() => {
    const chosen = shownGraph.nodes.filter((n) => selected.has(n.id));
    const stop = (chosen[0] ?? shownGraph.nodes[0])?.id;
    setNodes((before) => {
      const old = new Map(before.map((n) => [n.id, n]));
      const faces = shownGraph.nodes.map((node): FaceNode => {
        const known = face(old.get(node.id));
        const open = openOutputs(shownGraph, node).map((p) => p.name).join(' ');
        const kind = kinds.get(node.kind);
        const isSelected = selected.has(node.id);
        const tabIndex = node.id === stop ? 0 : -1;
        if (known && known.data.node === node && known.data.kind === kind && known.data.open === open && known.data.readOnly === readOnly
          && known.selected === isSelected && known.domAttributes?.tabIndex === tabIndex) {
          return known;
        }
        const data = known && known.data.node === node && known.data.open === open && known.data.readOnly === readOnly && known.data.kind === kind
          ? known.data : { node, kind, readOnly, open };
        return {
          ...known, id: node.id, type: 'face', data, position: known?.dragging ? known.position : { x: node.x, y: node.y }, selected: isSelected,
          width: NODE_WIDTH, height: nodeHeight(node), handles: handles(node), ariaLabel: spoken(node, kind), domAttributes: { tabIndex },
        };
      });
      return [...faces, ...graph.notes.map((note) => noteNode(note, old.get(note.id), selected.has(note.id), readOnly))];
    });
  }, [graph, shownGraph, selected, kinds, readOnly]);

  /** Frames follow from where their nodes are at this moment. They lie below everything. */
  const drawn = useMemo((): Drawn[] => [...frames(graph.groups, nodes, selected, readOnly), ...nodes], [graph.groups, nodes, selected, readOnly]);

  const real = useMemo(() => new Map(graph.edges.map((e) => [e.id, e])), [graph.edges]);
  const edges = useMemo((): LineEdge[] => shownGraph.edges.map((edge) => ({
    id: edge.id, type: 'line', source: edge.from.node, sourceHandle: edge.from.port, target: edge.to.node, targetHandle: edge.to.port,
    selected: selected.has(edge.id), ariaLabel: spokenEdge(real.get(edge.id) ?? edge), reconnectable: !readOnly && !isGroup(edge.from.node) && !isGroup(edge.to.node), zIndex: selected.has(edge.id) ? 1 : 0,
    data: {
      edge: real.get(edge.id) ?? edge, near: hovered === edge.id, target: (under ?? target) === edge.id, readOnly,
      idle: idle(shownGraph, edge), spot: spots(shownGraph).get(edge.id) ?? MIDDLE,
      role: index(shownGraph).nodes.get(edge.from.node)?.outputs.find((p) => p.name === edge.from.port)?.role ?? 'ROWS',
    },
  })), [shownGraph, real, selected, hovered, under, target, readOnly]);

  const size = useStore((s) => `${s.width} ${s.height}`);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const [width, height] = size.split(' ').map(Number);
    if (loaded && !shown && width > 0) {
      setShown(true);
      const things = extents(graph);
      if (things.length > 0) void flow.setViewport(fittedView(things, { width, height }));
    }
  }, [loaded, shown, graph, size, flow]);

  // A panel that opens beside the drawing must not hide what it is about. Who sees the whole drawing still does; who looks at a part
  // of it still sees the node that was chosen.
  const room = useRef(size);
  useEffect(() => {
    if (!shown || room.current === size) {
      return;
    }
    const board = (text: string) => ({ width: Number(text.split(' ')[0]), height: Number(text.split(' ')[1]) });
    const [before, now] = [board(room.current), board(size)];
    room.current = size;
    const { graph: drawing, selected: chosen } = store.get();
    const things = extents(drawing);
    if (now.width === 0 || before.width === 0 || things.length === 0) {
      return;
    }
    const view = flow.getViewport();
    let moved = same(view, fittedView(things, before)) ? fittedView(things, now) : view;
    const nodes = visible(drawing).nodes.filter((n) => chosen.has(n.id));
    if (nodes.length === 1) moved = inView({ ...nodes[0], width: NODE_WIDTH, height: nodeHeight(nodes[0]) }, now, moved);
    if (!same(view, moved)) void flow.setViewport(moved);
  }, [flow, shown, size, store]);

  // A drawing that nobody edits here changes by itself, as that of a template does with its values: who sees the whole of it still does.
  const drawing = useRef(graph);
  useEffect(() => {
    const before = extents(drawing.current);
    const things = extents(graph);
    drawing.current = graph;
    if (!shown || !readOnly || before.length === 0 || things.length === 0) {
      return;
    }
    const [width, height] = room.current.split(' ').map(Number);
    const [then, now] = [fittedView(before, { width, height }), fittedView(things, { width, height })];
    if (!same(then, now) && same(flow.getViewport(), then)) void flow.setViewport(now);
  }, [flow, graph, readOnly, shown]);

  const onNodesChange = useCallback((changes: NodeChange<Drawn>[]) => {
    setNodes((before) => applyNodeChanges<Moved>(
      withMembers(changes.filter((c) => c.type !== 'remove' && c.type !== 'select'), before, store.get().graph.groups) as NodeChange<Moved>[], before));
    takeSelection(store, changes);
  }, [store]);
  const onEdgesChange = useCallback((changes: EdgeChange<LineEdge>[]) => takeSelection(store, changes), [store]);

  /** Whether a node can be put into the edge under it: it has both ends, and nothing is connected to it. */
  const insertable = useCallback((node: Drawn, all: Drawn[], e: MouseEvent | TouchEvent): string | undefined => {
    const { into, outOf } = index(store.get().graph);
    if (node.type !== 'face' || isGroup(node.id)) {
      return undefined;
    }
    const wire = node.data.node;
    if (all.length > 1 || into.has(node.id) || outOf.has(node.id) || wire.inputs.length === 0 || wire.outputs.length === 0) {
      return undefined;
    }
    const middle = flow.flowToScreenPosition({ x: node.position.x + NODE_WIDTH / 2, y: node.position.y + HEAD / 2 });
    return ('clientX' in e ? edgeAt({ x: e.clientX, y: e.clientY }) : undefined) ?? edgeAt(middle);
  }, [flow, store]);

  const onDragStop = useCallback((e: MouseEvent | TouchEvent, dragged: Drawn, all: Drawn[]) => {
    setUnder(undefined);
    const places = all.map(place);
    const onEdge = insertable(dragged, all, e);
    if (onEdge) {
      void store.insert({ id: dragged.id, ...snapped(dragged.position) }, onEdge);
    } else {
      void store.move(places);
    }
  }, [insertable, store]);

  /** The drawing without the edge whose end is being moved elsewhere: it must not stand in its own way. */
  const without = useRef<WireGraph | undefined>(undefined);
  const onReconnectStart = (_: unknown, { id }: LineEdge) => {
    const now = store.get().graph;
    without.current = { ...now, edges: now.edges.filter((e) => e.id !== id) };
  };
  const onConnectStart = (_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
    if (nodeId && handleId) store.connecting({ end: { node: nodeId, port: handleId }, isOutput: handleType === 'source' }, without.current);
  };
  const onConnectEnd = (e: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    store.connecting(undefined);
    const redrawn = without.current !== undefined;
    without.current = undefined;
    if (state.isValid || !state.fromHandle || !state.fromNode) {
      return;
    }
    const from = { node: state.fromNode.id, port: state.fromHandle.id ?? '' };
    const isOutput = state.fromHandle.type === 'source';
    if (state.toHandle && state.toNode) {
      store.notify(whyNot(store, from, isOutput, { node: state.toNode.id, port: state.toHandle.id ?? '' }, state.toHandle.type === 'source'));
    } else if (!redrawn && 'clientX' in e && (e.target as Element).closest?.('.react-flow__pane')) {
      onLooseEnd(from, isOutput, { x: e.clientX, y: e.clientY });
    }
  };
  const at = (e: ReactMouseEvent | MouseEvent) => ({ x: e.clientX, y: e.clientY });

  return (
    <ReactFlow<Drawn, LineEdge>
      id={id}
      className={`${far ? 'mr-far' : ''} ${under ? 'mr-inserting' : ''} ${!far && graph.edges.length <= LIVELY ? 'mr-lively' : ''}`}
      nodes={drawn} edges={edges} elevateNodesOnSelect={false} nodeTypes={NODE_TYPES} edgeTypes={EDGE_TYPES} minZoom={0.1} maxZoom={2}
      disableKeyboardA11y deleteKeyCode={null} zoomOnDoubleClick={false} selectionMode={SelectionMode.Partial} multiSelectionKeyCode={SEVERAL}
      connectionLineType={ConnectionLineType.Bezier} connectionRadius={28} nodesDraggable={!readOnly} nodesConnectable={!readOnly} edgesFocusable={false}
      edgesReconnectable={!readOnly} reconnectRadius={14} onlyRenderVisibleElements={graph.nodes.length > MANY} nodeDragThreshold={3} snapToGrid snapGrid={SNAP}
      ariaLabelConfig={{ 'minimap.ariaLabel': 'Map of the pipeline' }}
      onNodesChange={onNodesChange} onEdgesChange={onEdgesChange}
      onNodeDrag={(e, node, all) => setUnder(insertable(node, all, e as unknown as MouseEvent))}
      onNodeDragStop={(e, node, all) => onDragStop(e as unknown as MouseEvent, node, all)}
      onSelectionDragStop={(_, all) => void store.move(all.map(place))}
      onNodeDoubleClick={(_, node) => (node.type === 'face' && !isGroup(node.id) ? void store.send({ type: 'open', node: node.id }) : store.edit(node.id))}
      isValidConnection={(c) => !refusal(without.current ?? store.get().graph, ...ends(c as Connection))}
      onConnect={(c) => { const [from, to] = ends(c); void store.send({ type: 'connect', from, to }); }}
      onReconnect={(edge, c) => { const [from, to] = ends(c); void store.send({ type: 'reconnect', edge: edge.id, from, to }); }}
      onReconnectStart={onReconnectStart} onConnectStart={onConnectStart} onConnectEnd={onConnectEnd}
      onClickConnectStart={onConnectStart} onClickConnectEnd={(e, state) => onConnectEnd(e, state)}
      onEdgeMouseEnter={(e, edge) => { setHovered(edge.id); onHover(edge.id, at(e)); }}
      onEdgeMouseLeave={(e) => { setHovered(undefined); onHover(undefined, at(e)); }}
      onNodeContextMenu={(e, node) => { e.preventDefault(); onMenu(node.id, at(e)); }}
      onEdgeContextMenu={(e, edge) => { e.preventDefault(); onMenu(edge.id, at(e)); }}
      onPaneContextMenu={(e) => { e.preventDefault(); onMenu(undefined, at(e)); }}
      onSelectionContextMenu={(e, all) => { e.preventDefault(); onMenu(all[0]?.id, at(e)); }}
      onPaneClick={() => store.select([])}>
      <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} />
      {(minimap ?? roomy(Number(size.split(' ')[1]))) && graph.nodes.length > 3 && (
        <MiniMap pannable zoomable position="bottom-right" style={{ width: 150, height: 96 }} nodeBorderRadius={12}
          nodeClassName={(n: FlowNode) => `mr-mini-${n.type === 'face' ? (n as FaceNode).data.kind?.role ?? 'OPERATOR' : n.type}`} />
      )}
    </ReactFlow>
  );
}

/** Whether no row can run here, because one of its ends is left out, or it leaves a bypassed node aside. */
function idle(graph: WireGraph, { from, to }: { from: WireEnd; to: WireEnd }): boolean {
  const { nodes } = index(graph);
  const out = (id: string) => ['CUT', 'LEFT_OUT'].includes(nodes.get(id)?.use ?? '');
  return out(from.node) || out(to.node) || (nodes.get(from.node)?.use === 'BYPASSED' && nodes.get(from.node)?.outputs.find((p) => p.name === from.port)?.role !== 'ROWS');
}

function same(a: Viewport, b: Viewport): boolean {
  return Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom - b.zoom) < 0.001;
}

/** Where the ports are is known, so React Flow need not draw all nodes once to measure them. */
function handles(node: WireNode): NodeHandle[] {
  const port = (id: string, type: 'source' | 'target', x: number, y: number): NodeHandle =>
    ({ id, type, position: type === 'source' ? Position.Right : Position.Left, x: x - PORT / 2, y: y - PORT / 2, width: PORT, height: PORT });
  return [...node.inputs.map((p, i) => port(p.name, 'target', 0, inputTop(i))), ...node.outputs.map((p) => port(p.name, 'source', NODE_WIDTH, outputTop(node, p.name)))];
}

function ends(c: Connection): [WireEnd, WireEnd] {
  return [{ node: c.source, port: c.sourceHandle ?? '' }, { node: c.target, port: c.targetHandle ?? '' }];
}

function takeSelection(store: CanvasStore, changes: (NodeChange<Drawn> | EdgeChange<LineEdge>)[]) {
  const chosen = new Set(store.get().selected);
  for (const change of changes) {
    if (change.type === 'select' && change.selected) chosen.add(change.id);
    else if (change.type === 'select') chosen.delete(change.id);
  }
  store.select(chosen);
}

/** Why an edge between two ports is refused, in words. */
export function whyNot(store: CanvasStore, from: WireEnd, isOutput: boolean, to: WireEnd, toOutput: boolean): string {
  if (isOutput === toOutput) {
    return isOutput ? 'An edge ends at an input, and this is an output' : 'An edge begins at an output, and this is an input';
  }
  return (isOutput ? refusal(store.get().graph, from, to) : refusal(store.get().graph, to, from)) || 'These ports cannot be connected';
}

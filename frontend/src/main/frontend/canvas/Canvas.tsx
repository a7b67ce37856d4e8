import {
  applyNodeChanges, Background, BackgroundVariant, ConnectionLineType, MiniMap, ReactFlow, ReactFlowProvider, SelectionMode, useReactFlow, useViewport,
  type Connection, type EdgeChange, type FinalConnectionState, type NodeChange, type OnConnectStartParams,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import './canvas.css';
import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent, type MouseEvent } from 'react';
import { EdgeLine, Edges, type LineEdge } from './EdgeLine';
import { fitting, fragment, neighbour, NODE_WIDTH, nodeHeight, parseFragment, refusal } from './graph';
import { HelpSheet } from './HelpSheet';
import { Icon } from './icons';
import { autoLayout } from './layout';
import { Faces, NodeFace, spoken, title, type FaceNode } from './NodeFace';
import { Outline } from './Outline';
import { DRAGGED_KIND, Palette } from './Palette';
import { Pick, type Choice } from './Pick';
import { showRates } from './rates';
import { useCanvas, type CanvasStore } from './store';
import type { Command, WireEdge, WireEnd } from './wire';

// At module level: React Flow draws every node anew where these change.
const NODE_TYPES = { face: NodeFace };
const EDGE_TYPES = { line: EdgeLine };
const FIT = { padding: 0.15, minZoom: 0.55, maxZoom: 1 };
const CLIPBOARD = 'millrace-clipboard';

interface Picking {
  label: string;
  choices: Choice[];
  at?: { x: number; y: number };
  onPick: (id: string) => void;
}

export function Canvas({ store }: { store: CanvasStore }) {
  return (
    <ReactFlowProvider>
      <Board store={store} />
    </ReactFlowProvider>
  );
}

function Board({ store }: { store: CanvasStore }) {
  const { loaded, readOnly, catalogue, graph, selected, notice } = useCanvas(store);
  const flow = useReactFlow<FaceNode, LineEdge>();
  const board = useRef<HTMLDivElement>(null);
  const [picking, setPicking] = useState<Picking>();
  const [help, setHelp] = useState(false);
  const [outlined, setOutlined] = useState(false);
  const [mini, setMini] = useState(true);
  const [hovered, setHovered] = useState<{ edge: WireEdge; x: number; y: number }>();
  const [target, setTarget] = useState<string>();
  const [nodes, setNodes] = useState<FaceNode[]>([]);
  const pointer = useRef({ x: 0, y: 0 });
  const kinds = useMemo(() => new Map(catalogue.map((k) => [k.id, k])), [catalogue]);

  useEffect(() => {
    setNodes((before) => {
      const old = new Map(before.map((n) => [n.id, n]));
      return graph.nodes.map((node): FaceNode => {
        const known = old.get(node.id);
        const dragging = known?.dragging;
        if (known && known.data.node === node && known.selected === selected.has(node.id)) {
          return known;
        }
        return {
          ...known, id: node.id, type: 'face', data: { node }, position: dragging && known ? known.position : { x: node.x, y: node.y },
          selected: selected.has(node.id), width: NODE_WIDTH, height: nodeHeight(node), ariaLabel: spoken(node, kinds.get(node.kind)),
        };
      });
    });
  }, [graph, selected, kinds]);

  const edges = useMemo((): LineEdge[] => graph.edges.map((edge) => {
    const source = graph.nodes.find((n) => n.id === edge.from.node);
    return {
      id: edge.id, type: 'line', source: edge.from.node, sourceHandle: edge.from.port, target: edge.to.node, targetHandle: edge.to.port,
      selected: selected.has(edge.id), ariaLabel: `Edge from ${edge.from.node} ${edge.from.port} to ${edge.to.node}`,
      data: { edge, hovered: hovered?.edge.id === edge.id, target: target === edge.id, role: source?.outputs.find((p) => p.name === edge.from.port)?.role ?? 'ROWS' },
    };
  }), [graph, selected, hovered?.edge.id, target]);

  const fit = useCallback(() => void flow.fitView({ ...FIT, duration: 200 }), [flow]);
  const fitted = useRef(false);
  useEffect(() => {
    // Only what was there when the page opened is fitted: the view must not jump under the first node a person adds.
    if (loaded && !fitted.current && nodes.length === graph.nodes.length) {
      fitted.current = true;
      if (nodes.length > 0) {
        requestAnimationFrame(() => void flow.fitView(FIT));
      }
    }
  }, [loaded, nodes.length, graph.nodes.length, flow]);

  useEffect(() => (board.current ? showRates(board.current, store) : undefined), [store]);
  useEffect(() => {
    store.revealed = (id) => {
      const node = store.get().graph.nodes.find((n) => n.id === id);
      if (node) {
        store.select([id]);
        void flow.setCenter(node.x + NODE_WIDTH / 2, node.y + nodeHeight(node) / 2, { zoom: Math.max(flow.getZoom(), 0.8), duration: 200 });
      }
    };
  }, [flow, store]);

  const send = useCallback((command: Command) => store.send(command), [store]);
  const middle = useCallback(() => {
    const box = board.current!.getBoundingClientRect();
    const at = flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
    const crowd = graph.nodes.filter((n) => Math.abs(n.x - at.x + NODE_WIDTH / 2) < 30 && Math.abs(n.y - at.y) < 60).length;
    return { x: Math.round(at.x - NODE_WIDTH / 2), y: Math.round(at.y - 36 + crowd * 100) };
  }, [flow, graph.nodes]);
  const inside = (x: number, y: number) => {
    const box = board.current!.getBoundingClientRect();
    return { x: Math.min(x - box.left, box.width - 300), y: Math.min(y - box.top, box.height - 280) };
  };

  const add = useCallback((kind: string, at?: { x: number; y: number }, onEdge: string | null = null, from: WireEnd | null = null) => {
    const place = at ?? middle();
    void send({ type: 'add', kind, x: Math.round(place.x), y: Math.round(place.y), onEdge, from }).then(() => board.current?.focus());
  }, [middle, send]);

  const pickKind = useCallback((place: 'anywhere' | 'after' | 'between', screen: { x: number; y: number } | undefined, onEdge: string | null, from: WireEnd | null) => {
    const at = screen ? flow.screenToFlowPosition(screen) : undefined;
    setPicking({
      label: from ? 'Add a node after this' : onEdge ? 'Insert a node' : 'Add a node', at: screen && inside(screen.x, screen.y),
      choices: fitting(catalogue, place).map((k) => ({ id: k.id, title: k.title, detail: k.summary })),
      onPick: (kind) => {
        if (from) {
          const source = store.get().graph.nodes.find((n) => n.id === from.node)!;
          add(kind, { x: source.x + NODE_WIDTH + 90, y: source.y + source.outputs.findIndex((p) => p.name === from.port) * 110 }, null, from);
        } else {
          add(kind, at ? { x: at.x - NODE_WIDTH / 2, y: at.y - 36 } : undefined, onEdge, null);
        }
      },
    });
  }, [add, catalogue, flow, store]);

  const layOut = useCallback(() => {
    void autoLayout(store.get().graph).then((places) => {
      store.place(places);
      void store.send({ type: 'move', places });
      requestAnimationFrame(fit);
    });
  }, [fit, store]);

  const remove = useCallback(() => {
    const ids = [...store.get().selected];
    const known = new Set(store.get().graph.nodes.map((n) => n.id));
    if (ids.length > 0) {
      void send({ type: 'remove', nodes: ids.filter((id) => known.has(id)), edges: ids.filter((id) => !known.has(id)) });
    }
  }, [send, store]);

  const pasteText = useCallback((text: string) => {
    const copied = parseFragment(text);
    if (!copied) {
      return false;
    }
    const at = flow.screenToFlowPosition(pointer.current.x ? pointer.current : { x: 500, y: 300 });
    void send({ type: 'paste', fragment: copied, x: Math.round(at.x), y: Math.round(at.y) });
    return true;
  }, [flow, send]);

  const copySelected = useCallback(() => {
    const copied = fragment(store.get().graph, store.get().selected);
    if (!copied) {
      return undefined;
    }
    const text = JSON.stringify(copied, null, 2);
    localStorage.setItem(CLIPBOARD, text);
    store.notify(copied.nodes.length === 1 ? 'Copied 1 node' : `Copied ${copied.nodes.length} nodes`);
    return text;
  }, [store]);

  const duplicate = useCallback(() => {
    const copied = fragment(store.get().graph, store.get().selected);
    if (copied) {
      void send({ type: 'paste', fragment: copied, x: Math.min(...copied.nodes.map((n) => n.x)) + 40, y: Math.min(...copied.nodes.map((n) => n.y)) + 100 });
    }
  }, [send, store]);

  const connectByKeyboard = useCallback(() => {
    const { graph: now, selected: chosen } = store.get();
    const source = now.nodes.find((n) => chosen.has(n.id) && n.outputs.length > 0);
    if (!source) {
      store.notify('Select a node that has an output first');
      return;
    }
    const choices = source.outputs.flatMap((out) => now.nodes.flatMap((n) => n.inputs
      .filter((p) => !refusal(now, { node: source.id, port: out.name }, { node: n.id, port: p.name }))
      .map((p) => ({ id: JSON.stringify([{ node: source.id, port: out.name }, { node: n.id, port: p.name }]), title: title(n, kinds.get(n.kind)), detail: `from ${out.title}` }))));
    setPicking({ label: `Connect ${title(source, kinds.get(source.kind))} to`, choices, onPick: (id) => {
      const [from, to] = JSON.parse(id) as [WireEnd, WireEnd];
      void send({ type: 'connect', from, to });
    } });
  }, [kinds, send, store]);

  const commands = useMemo(() => ([
    { id: 'add', title: 'Add a node', detail: '/', edits: true, run: () => pickKind('anywhere', undefined, null, null) },
    { id: 'connect', title: 'Connect to another node', detail: 'C', edits: true, run: connectByKeyboard },
    { id: 'layout', title: 'Lay out the drawing', detail: 'L', edits: true, run: layOut },
    { id: 'fit', title: 'Fit into view', detail: 'F', edits: false, run: fit },
    { id: 'problem', title: 'Go to the next problem', detail: 'F8', edits: true, run: () => void send({ type: 'nextProblem' }) },
    { id: 'undo', title: 'Undo', detail: 'Ctrl + Z', edits: true, run: () => void send({ type: 'undo' }) },
    { id: 'redo', title: 'Redo', detail: 'Ctrl + Y', edits: true, run: () => void send({ type: 'redo' }) },
    { id: 'duplicate', title: 'Duplicate', detail: 'Ctrl + D', edits: true, run: duplicate },
    { id: 'copy', title: 'Copy', detail: 'Ctrl + C', edits: false, run: () => { const text = copySelected(); if (text) navigator.clipboard?.writeText(text).catch(() => store.notify('Copied for this browser only')); } },
    { id: 'paste', title: 'Paste', detail: 'Ctrl + V', edits: true, run: () => { if (!pasteText(localStorage.getItem(CLIPBOARD) ?? '')) store.notify('Nothing was copied yet'); } },
    { id: 'all', title: 'Select all', detail: 'Ctrl + A', edits: false, run: () => store.select(store.get().graph.nodes.map((n) => n.id)) },
    { id: 'remove', title: 'Delete what is selected', detail: 'Delete', edits: true, run: remove },
    { id: 'outline', title: 'Show or hide the outline', detail: 'O', edits: false, run: () => setOutlined((o) => !o) },
    { id: 'minimap', title: 'Show or hide the map', detail: 'M', edits: false, run: () => setMini((m) => !m) },
    { id: 'help', title: 'Keyboard and mouse', detail: '?', edits: false, run: () => setHelp(true) },
  ]), [connectByKeyboard, copySelected, duplicate, fit, layOut, pasteText, pickKind, remove, send, store]);
  const run = useCallback((id: string) => commands.find((c) => c.id === id && (!readOnly || !c.edits))?.run(), [commands, readOnly]);

  const onKey = (e: React.KeyboardEvent) => {
    const at = e.target as HTMLElement;
    if (at.closest('input, textarea, [contenteditable], dialog')) {
      return;
    }
    const control = e.ctrlKey || e.metaKey;
    const done = (id: string) => { e.preventDefault(); run(id); };
    const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    if (control) {
      if (key === 'z') done(e.shiftKey ? 'redo' : 'undo');
      else if (key === 'y') done('redo');
      else if (key === 'd') done('duplicate');
      else if (key === 'a') done('all');
      else if (key === 'k') {
        e.preventDefault();
        setPicking({ label: 'Command', choices: commands.filter((c) => !readOnly || !c.edits), onPick: run });
      }
      return;
    }
    if (key.startsWith('Arrow')) {
      e.preventDefault();
      if (e.shiftKey && !readOnly) {
        const dx = key === 'ArrowRight' ? 10 : key === 'ArrowLeft' ? -10 : 0;
        const dy = key === 'ArrowDown' ? 10 : key === 'ArrowUp' ? -10 : 0;
        const places = store.get().graph.nodes.filter((n) => selected.has(n.id)).map((n) => ({ id: n.id, x: n.x + dx, y: n.y + dy }));
        if (places.length > 0) {
          store.place(places);
          void send({ type: 'move', places });
        }
      } else {
        const from = (at.closest('[data-id]') as HTMLElement | null)?.dataset.id ?? [...selected].find((id) => graph.nodes.some((n) => n.id === id)) ?? '';
        const next = neighbour(graph, from, key);
        if (next) {
          store.select([next]);
          board.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${next}"]`)?.focus();
        }
      }
      return;
    }
    const single: Record<string, string> = { '/': 'add', '?': 'help', f: 'fit', l: 'layout', c: 'connect', o: 'outline', m: 'minimap', F8: 'problem', Delete: 'remove', Backspace: 'remove' };
    if (single[key]) {
      done(single[key]);
    } else if (key === '+' || key === '=') {
      void flow.zoomIn();
    } else if (key === '-') {
      void flow.zoomOut();
    } else if (key === 'Enter' && !at.closest('button')) {
      const focused = (at.closest('[data-id]') as HTMLElement | null)?.dataset.id;
      const id = focused && graph.nodes.some((n) => n.id === focused) ? focused : [...selected][0];
      if (id) {
        e.preventDefault();
        store.select([id]);
        void store.send({ type: 'open', node: id });
      }
    } else if (key === 'Escape') {
      store.select([]);
    }
  };

  useEffect(() => {
    const ours = (e: ClipboardEvent) => {
      const at = e.target as HTMLElement;
      return !at.closest?.('input, textarea, [contenteditable], vaadin-text-field, vaadin-combo-box, vaadin-text-area') && !window.getSelection()?.toString()
        && (board.current?.contains(at) || at === document.body);
    };
    const onCopy = (e: ClipboardEvent) => {
      const text = ours(e) ? copySelected() : undefined;
      if (text) {
        e.clipboardData?.setData('text/plain', text);
        e.preventDefault();
        if (e.type === 'cut') remove();
      }
    };
    const onPaste = (e: ClipboardEvent) => {
      if (ours(e) && !readOnly && pasteText(e.clipboardData?.getData('text/plain') || localStorage.getItem(CLIPBOARD) || '')) {
        e.preventDefault();
      }
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [copySelected, pasteText, readOnly, remove]);

  const onNodesChange = useCallback((changes: NodeChange<FaceNode>[]) => {
    setNodes((before) => applyNodeChanges(changes.filter((c) => c.type !== 'remove' && c.type !== 'select'), before));
    const chosen = new Set(store.get().selected);
    let changed = false;
    for (const change of changes) {
      if (change.type === 'select') {
        changed = true;
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      }
    }
    if (changed) store.select(chosen);
  }, [store]);

  const onEdgesChange = useCallback((changes: EdgeChange<LineEdge>[]) => {
    const chosen = new Set(store.get().selected);
    for (const change of changes) {
      if (change.type === 'select') {
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      }
    }
    store.select(chosen);
  }, [store]);

  const edgeAt = (x: number, y: number): string | undefined => document.elementsFromPoint(x, y)
    .map((el) => el.closest<HTMLElement>('.react-flow__edge')?.dataset.id).find((id): id is string => id !== undefined);

  const onDragStop = useCallback((e: MouseEvent | TouchEvent | globalThis.MouseEvent, dragged: FaceNode, all: FaceNode[]) => {
    const places = all.map((n) => ({ id: n.id, x: Math.round(n.position.x), y: Math.round(n.position.y) }));
    setTarget(undefined);
    store.place(places);
    void send({ type: 'move', places }).then(() => {
      const loose = !store.get().graph.edges.some((edge) => edge.from.node === dragged.id || edge.to.node === dragged.id);
      const over = loose && 'clientX' in e ? edgeAt(e.clientX, e.clientY) : undefined;
      if (over) {
        void send({ type: 'insert', node: dragged.id, onEdge: over });
      }
    });
  }, [send, store]);

  const ends = (c: Connection): [WireEnd, WireEnd] => [{ node: c.source, port: c.sourceHandle ?? 'out' }, { node: c.target, port: c.targetHandle ?? 'in' }];
  const dragFrom = useRef<OnConnectStartParams | null>(null);
  const onConnectEnd = (e: globalThis.MouseEvent | TouchEvent, state: FinalConnectionState) => {
    if (state.isValid || !state.fromHandle || !state.fromNode) {
      return;
    }
    const from = { node: state.fromNode.id, port: state.fromHandle.id ?? 'out' };
    if (state.toHandle && state.toNode) {
      const to = { node: state.toNode.id, port: state.toHandle.id ?? 'in' };
      const why = state.fromHandle.type === 'source' ? (state.toHandle.type === 'source' ? 'An output cannot be connected to an output' : refusal(graph, from, to))
        : (state.toHandle.type === 'target' ? 'An input cannot be connected to an input' : refusal(graph, to, from));
      store.notify(why || 'These ports cannot be connected');
    } else if (state.fromHandle.type === 'source' && 'clientX' in e) {
      pickKind('after', { x: e.clientX, y: e.clientY }, null, from);
    }
  };

  const onDrop = (e: DragEvent) => {
    const kind = e.dataTransfer.getData(DRAGGED_KIND);
    if (!kind) {
      return;
    }
    e.preventDefault();
    setTarget(undefined);
    const at = flow.screenToFlowPosition({ x: e.clientX, y: e.clientY });
    const fitsBetween = fitting(catalogue, 'between').some((k) => k.id === kind);
    add(kind, { x: at.x - NODE_WIDTH / 2, y: at.y - 36 }, fitsBetween ? (edgeAt(e.clientX, e.clientY) ?? null) : null);
  };

  const faces = useMemo(() => ({
    kinds, readOnly, graph: () => store.get().graph,
    addAfter: (node: string, port: string, x: number, y: number) => pickKind('after', { x, y }, null, { node, port }),
  }), [kinds, pickKind, readOnly, store]);
  const edgeContext = useMemo(() => ({ readOnly, insert: (edge: string, x: number, y: number) => pickKind('between', { x, y }, edge, null) }), [pickKind, readOnly]);

  return (
    <div className="mr-designer" onKeyDown={onKey}>
      {!readOnly && loaded && <Palette catalogue={catalogue} onAdd={(kind) => add(kind)} />}
      <div className="mr-board" ref={board} tabIndex={-1} role="application" aria-label="Canvas. Press ? for the keys"
        onMouseMove={(e) => { pointer.current = { x: e.clientX, y: e.clientY }; }}
        onDragOver={(e) => { if (!readOnly && e.dataTransfer.types.includes(DRAGGED_KIND)) { e.preventDefault(); e.dataTransfer.dropEffect = 'copy'; setTarget(edgeAt(e.clientX, e.clientY)); } }}
        onDrop={onDrop}
        onDoubleClick={(e) => { if (!readOnly && (e.target as HTMLElement).classList.contains('react-flow__pane')) pickKind('anywhere', { x: e.clientX, y: e.clientY }, null, null); }}>
        <Faces.Provider value={faces}>
          <Edges.Provider value={edgeContext}>
            <ReactFlow<FaceNode, LineEdge>
              nodes={nodes} edges={edges} nodeTypes={NODE_TYPES} edgeTypes={EDGE_TYPES} minZoom={0.1} maxZoom={2} disableKeyboardA11y
              deleteKeyCode={null} zoomOnDoubleClick={false} selectionMode={SelectionMode.Partial} multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
              connectionLineType={ConnectionLineType.Bezier} connectionRadius={28} nodesDraggable={!readOnly} nodesConnectable={!readOnly}
              onlyRenderVisibleElements={graph.nodes.length > 200} nodeDragThreshold={3}
              onNodesChange={onNodesChange} onEdgesChange={onEdgesChange}
              onNodeDragStop={(e, node, all) => onDragStop(e as unknown as globalThis.MouseEvent, node, all)}
              onNodeDoubleClick={(_, node) => void store.send({ type: 'open', node: node.id })}
              isValidConnection={(c) => !refusal(store.get().graph, ...ends(c as Connection))}
              onConnect={(c) => { const [from, to] = ends(c); void send({ type: 'connect', from, to }); }}
              onConnectStart={(_, params) => { dragFrom.current = params; }} onConnectEnd={onConnectEnd}
              onEdgeMouseEnter={(e, edge) => setHovered({ edge: edge.data!.edge, ...inside(e.clientX, e.clientY) })}
              onEdgeMouseLeave={() => setHovered(undefined)} onPaneClick={() => store.select([])}>
              <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
              {mini && graph.nodes.length > 3 && (
                <MiniMap pannable zoomable ariaLabel="Map of the pipeline" position="bottom-right" style={{ width: 150, height: 100 }}
                  nodeClassName={(n) => `mr-mini-${kinds.get((n as FaceNode).data.node.kind)?.role ?? 'OPERATOR'}`} />
              )}
            </ReactFlow>
          </Edges.Provider>
        </Faces.Provider>
        {loaded && graph.nodes.length === 0 && !readOnly && (
          <div className="mr-empty"><p>Drag a source from the left onto the canvas, or press <kbd>/</kbd> and type.</p></div>
        )}
        <Tools run={run} readOnly={readOnly} />
        {outlined && <Outline graph={graph} kinds={kinds} selected={selected} onSelect={(id) => store.revealed?.(id)} onOpen={(id) => void store.send({ type: 'open', node: id })} />}
        {hovered && <EdgeTip edge={hovered.edge} x={hovered.x} y={hovered.y} total={store.rates.edges[hovered.edge.id]?.[1]} />}
        {picking && <Pick {...picking} onClose={() => { setPicking(undefined); board.current?.focus(); }} />}
        {help && <HelpSheet onClose={() => { setHelp(false); board.current?.focus(); }} />}
        <div className="mr-notice" role="status" aria-live="polite" data-shown={notice ? '' : undefined}>{notice}</div>
      </div>
    </div>
  );
}

function Tools({ run, readOnly }: { run: (id: string) => void; readOnly: boolean }) {
  const flow = useReactFlow();
  const { zoom } = useViewport();
  const tool = (name: string, icon: string, onClick: () => void) => (
    <button type="button" className="mr-icon-button" aria-label={name} title={name} onClick={onClick}><Icon name={icon} /></button>
  );
  return (
    <div className="mr-tools" role="toolbar" aria-label="View">
      {tool('Zoom out', 'minus', () => void flow.zoomOut())}
      <span className="mr-zoom" aria-label="Zoom">{Math.round(zoom * 100)} %</span>
      {tool('Zoom in', 'plus', () => void flow.zoomIn())}
      {tool('Fit into view', 'fit', () => run('fit'))}
      {!readOnly && tool('Lay out the drawing', 'layout', () => run('layout'))}
      {tool('Show or hide the map', 'map2', () => run('minimap'))}
      {tool('Outline', 'outline', () => run('outline'))}
      {tool('Keyboard and mouse', 'help', () => run('help'))}
    </div>
  );
}

function EdgeTip({ edge, x, y, total }: { edge: WireEdge; x: number; y: number; total: number | undefined }) {
  return (
    <div className="mr-tip" role="tooltip" style={{ left: x + 14, top: y + 14 }}>
      <strong>{edge.from.node}.{edge.from.port}</strong>
      {total !== undefined && <div className="mr-tip-total">{total.toLocaleString()} rows</div>}
      {edge.columns.length === 0 ? <div>Columns are not known yet.</div> : (
        <table>
          <tbody>
            {edge.columns.slice(0, 14).map((c) => (
              <tr key={c.name}><td>{c.name}{c.eventTime ? ' ⏱' : ''}</td><td>{c.type}{c.eventTime ? ', event time' : ''}</td></tr>
            ))}
          </tbody>
        </table>
      )}
      {edge.columns.length > 14 && <div>and {edge.columns.length - 14} more</div>}
    </div>
  );
}

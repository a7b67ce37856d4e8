import { ReactFlowProvider, useConnection, useReactFlow, useStore } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import './canvas.css';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { stillness, useActions } from './actions';
import { BoardContext } from './board';
import { useClipboard } from './clipboard';
import { EdgeTip } from './EdgeTip';
import { edgeAt, Flow, whyNot, type PointerAt } from './Flow';
import { fitting, index, openOutputs, type Spot } from './graph';
import { isGroup, isNote, shownAs, visible } from './folding';
import { HelpSheet } from './HelpSheet';
import { useKeys } from './keys';
import { Icon } from './icons';
import { Outline } from './Outline';
import { Palette, type Carried } from './Palette';
import { Pick, type Picking } from './Pick';
import { freePlace, HEAD, NODE_WIDTH, placeAfter, placeBefore, roomy, snapped, type Point } from './shape';
import { useCanvas, type CanvasStore } from './store';
import { Tools } from './Tools';
import { count, mostUsed } from './usage';
import { title } from './words';
import type { WireEnd } from './wire';

export function Canvas({ store }: { store: CanvasStore }) {
  return (
    <ReactFlowProvider>
      <Desk store={store} />
    </ReactFlowProvider>
  );
}

interface Place {
  at?: Point;
  onEdge?: string;
  from?: WireEnd;
  to?: WireEnd;
}

/** Palette, drawing and what opens over it. */
function Desk({ store }: { store: CanvasStore }) {
  const { loaded, readOnly, catalogue, kinds, graph, selected, notice } = useCanvas(store);
  const flow = useReactFlow();
  const desk = useRef<HTMLDivElement>(null);
  const board = useRef<HTMLDivElement>(null);
  const pointer = useRef<PointerAt | undefined>(undefined);
  const [picking, setPicking] = useState<Picking>();
  const [help, setHelp] = useState(false);
  const [outlined, setOutlined] = useState(false);
  // Not chosen yet: shown where there is room for it beside the drawing.
  const [minimap, setMinimap] = useState<boolean>();
  const [hovered, setHovered] = useState<{ edge: string; at: PointerAt }>();
  const [carried, setCarried] = useState<Carried>();

  /** A point of the screen in pixels of the board, so that a list opened there is wholly visible. */
  const inside = useCallback((at: PointerAt, width: number, height: number) => {
    const box = board.current!.getBoundingClientRect();
    return { x: Math.max(8, Math.min(at.x - box.left, box.width - width - 8)), y: Math.max(8, Math.min(at.y - box.top, box.height - height - 8)) };
  }, []);
  const middle = useCallback(() => {
    const box = board.current!.getBoundingClientRect();
    const at = flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
    return { x: at.x - NODE_WIDTH / 2, y: at.y - HEAD / 2 };
  }, [flow]);
  const focusBoard = useCallback(() => board.current?.focus({ preventScroll: true }), []);

  const add = useCallback((kind: string, { at, onEdge, from, to }: Place) => {
    count(kind);
    const place = snapped(at ?? freePlace(store.get().graph, middle()));
    void store.send({ type: 'add', kind, ...place, onEdge: onEdge ?? null, from: from ?? null, to: to ?? null }).then(focusBoard);
  }, [focusBoard, middle, store]);

  /** @param spot which kinds are offered; all of them, those that fit behind an output first: 'behind' */
  const pickKind = useCallback((label: string, spot: Spot | 'behind', screen: PointerAt | undefined, place: (kind: string) => Place) => {
    setHovered(undefined);
    const all = mostUsed(store.get().catalogue);
    const offered = spot === 'behind' ? [...fitting(all, 'after'), ...all.filter((k) => k.inputs.length === 0)] : fitting(all, spot);
    setPicking({
      label, at: screen && inside(screen, 300, 320),
      choices: offered.map((k) => ({ id: k.id, title: k.title, detail: k.summary, icon: k.icon, role: k.role, also: `${k.group} ${k.id}` })),
      onPick: (kind) => add(kind, place(kind)),
    });
  }, [add, inside, store]);

  const addAt = useCallback((screen: PointerAt) => {
    const at = flow.screenToFlowPosition(screen);
    pickKind('Add a node', 'anywhere', screen, () => ({ at: { x: at.x - NODE_WIDTH / 2, y: at.y - HEAD / 2 } }));
  }, [flow, pickKind]);

  /** By key: behind the selected node where that has an open output, or else into the middle. */
  const addByKey = useCallback(() => {
    const now = store.get();
    const chosen = now.graph.nodes.filter((n) => now.selected.has(n.id));
    const port = chosen.length === 1 ? openOutputs(now.graph, chosen[0]).find((p) => p.role !== 'REJECTED') : undefined;
    if (!port) {
      pickKind('Add a node', 'anywhere', undefined, () => ({}));
      return;
    }
    const source = chosen[0];
    pickKind(`Add a node after ${title(source, now.kinds.get(source.kind))}`, 'behind', undefined, (kind) =>
      (now.kinds.get(kind)?.inputs.length ?? 0) > 0 ? { at: placeAfter(store.get().graph, source, port.name), from: { node: source.id, port: port.name } } : {});
  }, [pickKind, store]);

  const addAfter = useCallback((from: WireEnd, x: number, y: number) => {
    const source = index(store.get().graph).nodes.get(from.node);
    if (source) {
      pickKind(`Add a node after ${title(source, store.get().kinds.get(source.kind))}`, 'after', { x: x + 12, y: y - 20 },
        () => ({ at: placeAfter(store.get().graph, source, from.port), from }));
    }
  }, [pickKind, store]);
  const addBetween = useCallback((edge: string, x: number, y: number) => {
    const at = flow.screenToFlowPosition({ x, y });
    pickKind('Insert a node', 'between', { x: x + 12, y: y - 20 }, () => ({ at: { x: at.x - NODE_WIDTH / 2, y: at.y - HEAD / 2 }, onEdge: edge }));
  }, [flow, pickKind]);
  const onLooseEnd = useCallback((end: WireEnd, isOutput: boolean, screen: PointerAt) => {
    const at = flow.screenToFlowPosition(screen);
    const node = index(store.get().graph).nodes.get(end.node);
    if (isOutput) {
      pickKind('Add a node here', 'after', screen, () => ({ at: { x: at.x, y: at.y - HEAD / 2 }, from: end }));
    } else if (node) {
      pickKind('Add a node here', 'before', screen, () => ({ at: freePlace(store.get().graph, { x: Math.min(at.x - NODE_WIDTH, placeBefore(store.get().graph, node).x), y: at.y - HEAD / 2 }), to: end }));
    }
  }, [flow, pickKind, store]);

  const pasteAt = useCallback(() => (pointer.current ? flow.screenToFlowPosition(pointer.current) : middle()), [flow, middle]);
  const toggle = useCallback((what: 'outline' | 'minimap' | 'help') => {
    if (what === 'outline') setOutlined((now) => !now);
    else if (what === 'minimap') setMinimap((now) => !(now ?? roomy(board.current!.clientHeight)));
    else setHelp(true);
  }, []);
  const boardOf = useCallback(() => board.current!, []);
  const deskOf = useCallback(() => desk.current, []);
  const actions = useActions({ store, board: boardOf, pick: setPicking, add: addByKey, toggle, pasteAt });
  const run = useCallback((id: string) => {
    const allowed = actions.filter((a) => !store.get().readOnly || !a.edits);
    if (id === 'commands') {
      setPicking({ label: 'What do you want to do?', choices: allowed.map((a) => ({ id: a.id, title: a.title, detail: '', keys: a.keys })), onPick: run });
    } else {
      allowed.find((a) => a.id === id)?.run();
    }
  }, [actions, store]);
  const show = useCallback((id: string) => {
    const node = index(visible(store.get().graph)).nodes.get(id);
    if (node) {
      const box = board.current!.getBoundingClientRect();
      const at = flow.flowToScreenPosition({ x: node.x, y: node.y });
      const margin = 60;
      const visible = at.x > box.left + margin && at.y > box.top + margin && at.x + NODE_WIDTH * flow.getZoom() < box.right - margin && at.y + HEAD * flow.getZoom() < box.bottom - margin;
      if (!visible) {
        void flow.setCenter(node.x + NODE_WIDTH / 2, node.y + HEAD / 2, { zoom: flow.getZoom(), duration: stillness() ? 0 : 200 });
      }
      requestAnimationFrame(() => board.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true }));
    }
  }, [flow, store]);
  useKeysAndClipboard(store, deskOf, run, show, pasteAt);
  useEffect(() => store.onReveal((id) => {
    const shown = shownAs(store.get().graph, id);
    const node = index(visible(store.get().graph)).nodes.get(shown);
    if (node) {
      store.select([shown]);
      void flow.setCenter(node.x + NODE_WIDTH / 2, node.y + HEAD / 2, { zoom: Math.max(flow.getZoom(), 0.8), duration: stillness() ? 0 : 200 });
    }
  }), [flow, store]);

  const onMenu = useCallback((of: string | undefined, at: PointerAt) => {
    if (of && !store.get().selected.has(of)) store.select([of]);
    const node = of && index(store.get().graph).nodes.has(of);
    const group = of && isGroup(of);
    const ids = of && isNote(of) ? ['open', 'colour', 'copy', 'duplicate', 'remove'] : group ? ['open', 'fold', 'ungroup', 'copy', 'duplicate', 'remove'] : node ? ['open', 'connect', 'disconnect', 'bypass', 'cut', 'group', 'fold', 'copy', 'duplicate', 'remove'] : of ? ['remove'] : ['add', 'note', 'paste', 'all', 'layout', 'fit'];
    const allowed = actions.filter((a) => ids.includes(a.id) && (!store.get().readOnly || !a.edits));
    setPicking({ label: node ? 'With this node' : of && isNote(of) ? 'With this note' : group ? 'With this group' : of ? 'With this edge' : 'Canvas', at: inside(at, 300, 300),
      choices: allowed.map((a) => ({ id: a.id, title: a.title, detail: '', keys: a.keys })), onPick: run });
  }, [actions, inside, run, store]);

  const overBoard = useCallback((at: PointerAt) => board.current!.contains(document.elementFromPoint(at.x, at.y)), []);
  const betweenable = (kind: string) => fitting(catalogue, 'between').some((k) => k.id === kind);
  const target = carried && overBoard(carried) && betweenable(carried.kind.id) ? edgeAt(carried) : undefined;
  const onDrop = useCallback(({ kind, x, y }: Carried) => {
    if (overBoard({ x, y })) {
      const at = flow.screenToFlowPosition({ x, y });
      const onEdge = kind.inputs.length > 0 && kind.outputs.length > 0 ? edgeAt({ x, y }) : undefined;
      add(kind.id, { at: { x: at.x - NODE_WIDTH / 2, y: at.y - HEAD / 2 }, onEdge });
    }
  }, [add, flow, overBoard]);
  const onAdd = useCallback((kind: string) => add(kind, {}), [add]);
  const onHover = useCallback((edge: string | undefined, at: PointerAt) => setHovered(edge ? { edge, at } : undefined), []);
  const context = useMemo(() => ({ store, addAfter, addBetween }), [store, addAfter, addBetween]);
  const hoveredEdge = hovered && graph.edges.find((e) => e.id === hovered.edge);
  const close = () => {
    setPicking(undefined);
    focusBoard();
  };

  return (
    <div className="mr-designer" ref={desk}>
      {!readOnly && loaded && <Palette catalogue={catalogue} onAdd={onAdd} onCarry={setCarried} onDrop={onDrop} />}
      <div className="mr-board" ref={board} tabIndex={-1} role="application" aria-label="Canvas. Press question mark for the keys"
        data-testid="canvas-board" data-loaded={loaded ? '' : undefined}
        onPointerMove={(e) => { pointer.current = { x: e.clientX, y: e.clientY }; }} onPointerLeave={() => { pointer.current = undefined; }}
        onPointerDown={(e) => { if ((e.target as HTMLElement).classList.contains('react-flow__pane')) focusBoard(); }}
        onDoubleClick={(e) => { if (!readOnly && (e.target as HTMLElement).classList.contains('react-flow__pane')) addAt({ x: e.clientX, y: e.clientY }); }}>
        <BoardContext.Provider value={context}>
          <Flow store={store} minimap={minimap} target={target} onHover={onHover} onMenu={onMenu} onLooseEnd={onLooseEnd} />
        </BoardContext.Provider>
        {loaded && graph.nodes.length + graph.notes.length === 0 && (
          <div className="mr-empty">
            {readOnly ? <p>The pipeline is empty.</p> : (
              <div>
                <strong>Begin with a source</strong>
                <p>Drag one from the left, or press <kbd>/</kbd> and type. <kbd>?</kbd> shows all keys.</p>
              </div>
            )}
          </div>
        )}
        <Tools actions={actions} run={run} readOnly={readOnly} />
        {outlined && <Outline graph={visible(graph)} kinds={kinds} selected={selected} onSelect={(id) => store.reveal(id)}
          onOpen={(id) => { store.reveal(id); void store.send({ type: 'open', node: id }); }} onClose={() => { setOutlined(false); focusBoard(); }} />}
        {hovered && hoveredEdge && !picking && <EdgeTip edge={hoveredEdge} graph={graph} kinds={kinds} numbers={store.live.edge(hoveredEdge.id)} {...inside(hovered.at, store.live.edge(hoveredEdge.id)?.newest ? 500 : 300, 60 + 19 * Math.min(14, hoveredEdge.columns.length))} />}
        <RefusalTip store={store} inside={inside} />
        {picking && <Pick key={picking.label} {...picking} onClose={close} />}
        {help && <HelpSheet onClose={() => { setHelp(false); focusBoard(); }} />}
        <div className="mr-notice" role="status" aria-live="polite" data-shown={notice ? '' : undefined} data-testid="canvas-notice">{notice}</div>
      </div>
      {carried && <Ghost {...carried} inserting={target !== undefined} />}
    </div>
  );
}

function useKeysAndClipboard(store: CanvasStore, desk: () => HTMLElement | null, run: (id: string) => void, show: (id: string) => void, pasteAt: () => Point) {
  const remove = useCallback(() => run('remove'), [run]);
  useKeys(store, desk, run, show);
  useClipboard(store, desk, pasteAt, remove);
}

/** What is carried from the palette, as large as it will be. */
function Ghost({ kind, x, y, inserting }: Carried & { inserting: boolean }) {
  const zoom = useStore((s) => s.transform[2]);
  return (
    <div className={`mr-ghost mr-role-${kind.role}`} data-inserting={inserting ? '' : undefined}
      style={{ width: NODE_WIDTH, height: HEAD, transform: `translate(${x - (NODE_WIDTH * zoom) / 2}px, ${y - (HEAD * zoom) / 2}px) scale(${zoom})` }}>
      <span className="mr-node-icon"><Icon name={kind.icon} role={kind.role} /></span>
      <span className="mr-node-label">{kind.title}</span>
    </div>
  );
}

/** Says, while an edge is still being drawn, why it cannot end where the pointer is. */
function RefusalTip({ store, inside }: { store: CanvasStore; inside: (at: PointerAt, width: number, height: number) => PointerAt }) {
  const flow = useReactFlow();
  const end = useConnection((c) => (c.inProgress && c.toHandle && c.toNode && c.isValid === false && !(c.toNode.id === c.fromNode.id && c.toHandle.id === c.fromHandle.id) ? {
    from: c.fromNode.id, fromPort: c.fromHandle.id ?? '', isOutput: c.fromHandle.type === 'source', to: c.toNode.id, toPort: c.toHandle.id ?? '', toOutput: c.toHandle.type === 'source',
    x: c.toNode.internals.positionAbsolute.x + (c.toHandle.type === 'source' ? NODE_WIDTH : 0), y: c.toNode.internals.positionAbsolute.y,
  } : undefined));
  if (!end) {
    return null;
  }
  const why = whyNot(store, { node: end.from, port: end.fromPort }, end.isOutput, { node: end.to, port: end.toPort }, end.toOutput);
  const at = inside(flow.flowToScreenPosition({ x: end.x, y: end.y }), 260, 60);
  return <div className="mr-refusal" style={{ left: at.x, top: at.y }} data-testid="canvas-refusal">{why}</div>;
}

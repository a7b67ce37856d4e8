import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { copyText, duplicate, lastCopied, pasteText } from './clipboard';
import { chosenGroups, extents, isGroup, isNote, visible } from './folding';
import { index, refusal } from './graph';
import { autoLayout } from './layout';
import { NOTE_COLORS } from './MarkFaces';
import type { Picking } from './Pick';
import { fittedView } from './shape';
import type { CanvasStore } from './store';
import { title, USE_WORDS } from './words';
import type { WireEnd } from './wire';

/** Something a person can do, by its key, by its name in the list of commands, or from a menu. */
export interface Action {
  id: string;
  title: string;
  keys: string;
  edits: boolean;
  run: () => void;
}

export interface Surface {
  store: CanvasStore;
  board: () => HTMLElement;
  pick: (picking: Picking | undefined) => void;
  add: () => void;
  toggle: (what: 'outline' | 'minimap' | 'help') => void;
  /** Where a paste goes, in coordinates of the drawing. */
  pasteAt: () => { x: number; y: number };
}

export function useActions({ store, board, pick, add, toggle, pasteAt }: Surface): Action[] {
  const flow = useReactFlow();
  return useMemo(() => {
    const fit = (quick = false) => {
      const things = extents(store.get().graph);
      const { width, height } = board().getBoundingClientRect();
      if (things.length > 0) void flow.setViewport(fittedView(things, { width, height }), { duration: quick || stillness() ? 0 : 250 });
    };
    const selectedNodes = () => {
      const { graph, selected } = store.get();
      return graph.nodes.filter((n) => selected.has(n.id));
    };
    const remove = () => {
      const { graph, selected } = store.get();
      const nodes = selectedNodes().map((n) => n.id);
      const edges = graph.edges.filter((e) => selected.has(e.id)).map((e) => e.id);
      const marks = [...selected].filter((id) => isNote(id) || isGroup(id));
      if (nodes.length + edges.length + marks.length > 0) void store.send({ type: 'remove', nodes, edges, marks });
    };
    const connect = () => {
      const { graph, kinds } = store.get();
      const source = selectedNodes().find((n) => n.outputs.length > 0);
      if (!source) {
        store.notify('Select a node that has an output first');
        return;
      }
      const name = (id: string) => title(index(graph).nodes.get(id)!, kinds.get(index(graph).nodes.get(id)!.kind));
      const pairs = source.outputs.flatMap((out) => graph.nodes.flatMap((n) => n.inputs.map((input): [WireEnd, WireEnd] =>
        [{ node: source.id, port: out.name }, { node: n.id, port: input.name }]))).filter(([from, to]) => !refusal(graph, from, to));
      pick({
        label: `Connect ${name(source.id)} to`,
        choices: pairs.map(([from, to], i) => ({ id: String(i), title: name(to.node), detail: `${from.port} → ${to.port}`, also: to.node,
          icon: kinds.get(index(graph).nodes.get(to.node)!.kind)?.icon, role: kinds.get(index(graph).nodes.get(to.node)!.kind)?.role })),
        onPick: (i) => {
          const [from, to] = pairs[Number(i)];
          void store.send({ type: 'connect', from, to });
        },
      });
    };
    const disconnect = () => {
      const { graph, kinds, selected } = store.get();
      const edges = graph.edges.filter((e) => selected.has(e.from.node) || selected.has(e.to.node));
      if (edges.length === 0) {
        store.notify('Select a node that has an edge first');
        return;
      }
      const name = (id: string) => title(index(graph).nodes.get(id)!, kinds.get(index(graph).nodes.get(id)!.kind));
      pick({
        label: 'Remove an edge', choices: edges.map((e) => ({ id: e.id, title: `${name(e.from.node)} → ${name(e.to.node)}`, detail: `from ${e.from.port}` })),
        onPick: (id) => void store.send({ type: 'remove', nodes: [], edges: [id], marks: [] }),
      });
    };
    const layOut = () => {
      autoLayout(visible(store.get().graph)).then(async (places) => {
        const moved = places.length > 0 && store.move(places);
        fit();
        await moved;
      }).catch(() => store.notify('The drawing could not be laid out. Check the connection and try again'));
    };
    /** Switches the selected nodes to this use; where they all have it already, back to taking part. */
    const use = (wanted: 'BYPASSED' | 'CUT') => {
      const nodes = selectedNodes();
      if (nodes.length === 0) {
        store.notify('Select a node first');
        return;
      }
      const now = nodes.every((n) => n.use === wanted) ? 'ENABLED' : wanted;
      void store.send({ type: 'use', nodes: nodes.map((n) => n.id), use: now }).then(({ refusal: why }) => {
        if (!why) store.notify(`${nodes.length === 1 ? title(nodes[0], store.get().kinds.get(nodes[0].kind)) : `${nodes.length} nodes`}: ${USE_WORDS[now].word || 'enabled'}`);
      });
    };
    const note = () => {
      const at = pasteAt();
      void store.send({ type: 'addNote', x: Math.round(at.x), y: Math.round(at.y) }).then(({ added }) => store.edit(added[0]));
    };
    const colour = () => {
      const chosen = store.get().graph.notes.filter((n) => store.get().selected.has(n.id));
      if (chosen.length === 0) {
        store.notify('Select a note first');
        return;
      }
      pick({ label: 'Colour of the note', choices: NOTE_COLORS.map(([id, name]) => ({ id, title: name, detail: '' })),
        onPick: (color) => chosen.forEach((n) => void store.send({ type: 'writeNote', note: n.id, text: n.text, color })) });
    };
    const group = () => {
      const { graph, selected } = store.get();
      const into = graph.groups.filter((g) => selected.has(g.id));
      const nodes = selectedNodes().map((n) => n.id);
      if (nodes.length === 0) {
        store.notify('Select the nodes that belong together first');
        return;
      }
      void store.send({ type: 'group', nodes, into: into.length === 1 ? into[0].id : null }).then(({ added }) => {
        if (into.length !== 1) store.edit(added[0]);
      });
    };
    const withGroups = (what: (ids: string[], anyOpen: boolean) => void) => {
      const { graph, selected } = store.get();
      const chosen = chosenGroups(graph, selected);
      if (chosen.length === 0) store.notify('Select a group first, or a node in one');
      else what(chosen.map((g) => g.id), chosen.some((g) => !g.folded));
    };
    const fold = () => withGroups((groups, anyOpen) => {
      void store.send({ type: 'fold', groups, folded: anyOpen });
      store.select(groups);
    });
    const open = () => {
      const node = selectedNodes()[0];
      const mark = [...store.get().selected].find((id) => isNote(id) || isGroup(id));
      if (mark) store.edit(mark);
      else if (node) void store.send({ type: 'open', node: node.id });
    };
    const actions: Action[] = [
      { id: 'add', title: 'Add a node', keys: '/', edits: true, run: add },
      { id: 'open', title: 'Open the settings, or write', keys: 'Enter', edits: false, run: open },
      { id: 'connect', title: 'Connect to another node', keys: 'C', edits: true, run: connect },
      { id: 'disconnect', title: 'Remove an edge', keys: 'D', edits: true, run: disconnect },
      { id: 'duplicate', title: 'Duplicate', keys: 'Ctrl D', edits: true, run: () => duplicate(store) },
      { id: 'copy', title: 'Copy', keys: 'Ctrl C', edits: false, run: () => void copyText(store) },
      { id: 'paste', title: 'Paste', keys: 'Ctrl V', edits: true, run: () => void lastCopied().then((text) => {
        if (!pasteText(store, text, pasteAt())) store.notify('Nothing was copied yet');
      }) },
      { id: 'remove', title: 'Delete', keys: 'Delete', edits: true, run: remove },
      { id: 'bypass', title: 'Bypass, or enable again', keys: 'B', edits: true, run: () => use('BYPASSED') },
      { id: 'cut', title: 'Cut out, or enable again', keys: 'X', edits: true, run: () => use('CUT') },
      { id: 'note', title: 'Add a note', keys: 'N', edits: true, run: note },
      { id: 'colour', title: 'Change the colour of a note', keys: '', edits: true, run: colour },
      { id: 'group', title: 'Group the selected nodes', keys: 'G', edits: true, run: group },
      { id: 'fold', title: 'Fold a group, or unfold it', keys: 'H', edits: false, run: fold },
      { id: 'ungroup', title: 'Take a group apart', keys: 'U', edits: true, run: () => withGroups((groups) => void store.send({ type: 'ungroup', groups })) },
      { id: 'undo', title: 'Undo', keys: 'Ctrl Z', edits: true, run: () => void store.send({ type: 'undo' }) },
      { id: 'redo', title: 'Redo', keys: 'Ctrl Y', edits: true, run: () => void store.send({ type: 'redo' }) },
      { id: 'all', title: 'Select all', keys: 'Ctrl A', edits: false, run: () => store.select([...store.get().graph.nodes, ...store.get().graph.notes].map((n) => n.id)) },
      { id: 'layout', title: 'Lay out the drawing', keys: 'L', edits: true, run: layOut },
      { id: 'fit', title: 'Fit into view', keys: 'F', edits: false, run: () => fit() },
      { id: 'zoomIn', title: 'Zoom in', keys: '+', edits: false, run: () => void flow.zoomIn() },
      { id: 'zoomOut', title: 'Zoom out', keys: '−', edits: false, run: () => void flow.zoomOut() },
      { id: 'zoom100', title: 'Zoom to 100 %', keys: '0', edits: false, run: () => void flow.zoomTo(1) },
      { id: 'problem', title: 'Go to the next problem', keys: 'F8', edits: true, run: () => void store.send({ type: 'nextProblem' }) },
      { id: 'outline', title: 'Show or hide the outline', keys: 'O', edits: false, run: () => toggle('outline') },
      { id: 'minimap', title: 'Show or hide the map', keys: 'M', edits: false, run: () => toggle('minimap') },
      { id: 'help', title: 'Keyboard and mouse', keys: '?', edits: false, run: () => toggle('help') },
    ];
    return actions;
  }, [store, board, pick, add, toggle, pasteAt, flow]);
}

/** Whether the person asked for less motion. */
export function stillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

import { useSyncExternalStore } from 'react';
import { isNote, spread } from './folding';
import { fits } from './graph';
import { LiveNumbers } from './live';
import type { Command, WireAnswer, WireEnd, WireGraph, WireKind, WireLoad, WireNote, WirePatch, WirePlace, WireRates } from './wire';

export interface CanvasState {
  loaded: boolean;
  readOnly: boolean;
  catalogue: WireKind[];
  kinds: ReadonlyMap<string, WireKind>;
  graph: WireGraph;
  selected: ReadonlySet<string>;
  notice: string;
  /** The note or group whose text is being written. */
  editing: string | undefined;
}

/** @param sent commands on their way that say so, @param said where the server last said the node is */
interface Ahead {
  x: number;
  y: number;
  sent: number;
  said: { x: number; y: number };
}

const NOTHING: WireAnswer = { refusal: '', added: [] };
const NUDGE_PAUSE = 350;
const SELECT_PAUSE = 120;
const NOTICE_TIME = 6000;

/**
 * What the canvas shows, kept outside React: the server may send before the first render. The server's word counts; the canvas
 * runs ahead only with places, where a person drags.
 */
export class CanvasStore {
  private state: CanvasState = {
    loaded: false, readOnly: true, catalogue: [], kinds: new Map(), graph: { nodes: [], edges: [], notes: [], groups: [] }, selected: new Set(), notice: '', editing: undefined,
  };
  private readonly listeners = new Set<() => void>();
  /** Places that the server does not know yet; what it says of these nodes in the meantime is older. */
  private readonly ahead = new Map<string, Ahead>();
  private nudged: WirePlace[] = [];
  private nudgeTimer: ReturnType<typeof setTimeout> | undefined;
  private selectTimer: ReturnType<typeof setTimeout> | undefined;
  private selectedAt = 0;
  private noticeTimer: ReturnType<typeof setTimeout> | undefined;
  private fitting: ReadonlySet<string> | undefined;
  private toReveal: string | undefined;
  private revealing: ((id: string) => void) | undefined;
  readonly live = new LiveNumbers(() => this.state.graph);

  constructor(private readonly toServer: (command: Command) => Promise<WireAnswer>) {}

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly get = () => this.state;

  load(load: WireLoad) {
    const ids = new Set([...load.graph.nodes, ...load.graph.edges, ...load.graph.notes, ...load.graph.groups].map((e) => e.id));
    this.set({
      loaded: true, catalogue: load.catalogue, kinds: new Map(load.catalogue.map((k) => [k.id, k])), graph: load.graph, readOnly: load.readOnly,
      selected: new Set([...this.state.selected].filter((id) => ids.has(id))),
    });
  }

  patch(patch: WirePatch) {
    const nodes = new Map(this.state.graph.nodes.map((n) => [n.id, n]));
    const edges = new Map(this.state.graph.edges.map((e) => [e.id, e]));
    patch.removedNodes.forEach((id) => nodes.delete(id));
    patch.removedEdges.forEach((id) => edges.delete(id));
    patch.nodes.forEach((n) => {
      const own = this.ahead.get(n.id);
      if (own) own.said = { x: n.x, y: n.y };
      nodes.set(n.id, own ? { ...n, x: own.x, y: own.y } : n);
    });
    patch.edges.forEach((e) => edges.set(e.id, e));
    const notes = new Map(this.state.graph.notes.map((n) => [n.id, n]));
    const groups = new Map(this.state.graph.groups.map((g) => [g.id, g]));
    patch.removedMarks.forEach((id) => (notes.delete(id), groups.delete(id)));
    patch.notes.forEach((n) => {
      const own = this.ahead.get(n.id);
      if (own) own.said = { x: n.x, y: n.y };
      notes.set(n.id, own ? { ...n, x: own.x, y: own.y } : n);
    });
    patch.groups.forEach((g) => groups.set(g.id, g));
    const selected = new Set([...this.state.selected].filter((id) => nodes.has(id) || edges.has(id) || notes.has(id) || groups.has(id)));
    const fewer = selected.size < this.state.selected.size;
    this.set({ graph: { nodes: [...nodes.values()], edges: [...edges.values()], notes: [...notes.values()], groups: [...groups.values()] }, selected: fewer ? selected : this.state.selected });
    if (fewer) {
      this.tellSelection();
    }
    if (patch.notice) {
      this.notify(patch.notice);
    }
  }

  applyRates(rates: WireRates) {
    this.live.apply(rates);
  }

  /** Moves nodes here at once and tells the server. Where it refuses, they go back. */
  async move(wanted: WirePlace[]): Promise<WireAnswer> {
    const places = spread(this.state.graph, wanted);
    this.runAhead(places);
    places.forEach(({ id }) => this.ahead.get(id)!.sent++);
    const answer = await this.send({ type: 'move', places });
    const over = places.map(({ id }) => ({ id, own: this.ahead.get(id) }))
      .filter(({ id, own }) => own && --own.sent <= 0 && !this.nudged.some((n) => n.id === id));
    over.forEach(({ id }) => this.ahead.delete(id));
    if (answer.refusal) {
      this.place(over.map(({ id, own }) => ({ id, ...own!.said })));
    }
    return answer;
  }

  /** Puts a node that was dragged there into an edge; the server has the last word on where it then stands. */
  async insert(place: WirePlace, onEdge: string): Promise<WireAnswer> {
    const answer = await this.send({ type: 'insert', node: place.id, onEdge, x: place.x, y: place.y });
    this.set({ graph: { ...this.state.graph, nodes: this.state.graph.nodes.map((n) => (n.id === place.id ? { ...n } : n)) } });
    return answer;
  }

  private runAhead(places: WirePlace[]) {
    const before = new Map([...this.state.graph.nodes, ...this.state.graph.notes].map((n) => [n.id, { x: n.x, y: n.y }]));
    places.forEach(({ id, x, y }) => {
      const known = this.ahead.get(id);
      this.ahead.set(id, { x, y, sent: known?.sent ?? 0, said: known?.said ?? before.get(id) ?? { x, y } });
    });
    this.place(places);
  }

  /** Moves nodes by small steps; the server is told once, when the steps end. */
  nudge(places: WirePlace[]) {
    this.runAhead(places);
    this.nudged = places;
    clearTimeout(this.nudgeTimer);
    this.nudgeTimer = setTimeout(() => void this.endNudge(), NUDGE_PAUSE);
  }

  private endNudge(): Promise<WireAnswer> {
    clearTimeout(this.nudgeTimer);
    const places = this.nudged;
    this.nudged = [];
    return places.length > 0 ? this.move(places) : Promise.resolve(NOTHING);
  }

  private place(places: WirePlace[]) {
    const byId = new Map(places.map((p) => [p.id, p]));
    const at = <T extends WirePlace>(n: T): T => {
      const place = byId.get(n.id);
      return place && (place.x !== n.x || place.y !== n.y) ? { ...n, x: place.x, y: place.y } : n;
    };
    const { nodes, notes } = this.state.graph;
    this.set({ graph: { ...this.state.graph, nodes: nodes.map(at), notes: places.some((p) => isNote(p.id)) ? notes.map(at) : notes } });
  }

  /** Makes notes as large as this, here at once. */
  async resize(sized: WireNote[]): Promise<WireAnswer> {
    const before = this.state.graph.notes;
    const byId = new Map(sized.map((n) => [n.id, n]));
    this.set({ graph: { ...this.state.graph, notes: before.map((n) => byId.get(n.id) ?? n) } });
    const answer = await this.send({ type: 'placeNotes', notes: sized });
    if (answer.refusal) {
      this.set({ graph: { ...this.state.graph, notes: before } });
    }
    return answer;
  }

  /** Opens the text of a note or the title of a group for writing; undefined closes it. */
  edit(id: string | undefined) {
    if (!this.state.readOnly || id === undefined) {
      this.set({ editing: id });
    }
  }

  select(ids: Iterable<string>) {
    const selected = new Set(ids);
    const before = this.state.selected;
    if (selected.size === before.size && [...selected].every((id) => before.has(id))) {
      return;
    }
    this.set({ selected });
    this.tellSelection();
  }

  /** At once for a click; at the end of a quick row of changes, as while a box is drawn. */
  private tellSelection() {
    clearTimeout(this.selectTimer);
    const wait = Math.max(0, this.selectedAt + SELECT_PAUSE - performance.now());
    this.selectTimer = setTimeout(() => {
      this.selectedAt = performance.now();
      const nodes = this.state.graph.nodes.filter((n) => this.state.selected.has(n.id)).map((n) => n.id);
      this.toServer({ type: 'select', nodes }).catch(() => this.unreachable());
    }, wait);
  }

  /** Says something for some seconds. */
  notify(notice: string) {
    clearTimeout(this.noticeTimer);
    this.set({ notice });
    this.noticeTimer = setTimeout(() => this.set({ notice: '' }), NOTICE_TIME);
  }

  async send(command: Command): Promise<WireAnswer> {
    if (this.state.readOnly && command.type === 'fold') {
      // Who may only look can still look inside; it is nobody else's business.
      const { graph } = this.state;
      this.set({ graph: { ...graph, groups: graph.groups.map((g) => (command.groups.includes(g.id) ? { ...g, folded: command.folded } : g)) } });
      return NOTHING;
    }
    if (this.state.readOnly && command.type !== 'open') {
      return NOTHING;
    }
    if (this.nudged.length > 0) {
      await this.endNudge();
    }
    try {
      const answer = await this.toServer(command);
      if (answer.refusal) {
        this.notify(answer.refusal);
      }
      if (answer.added.length > 0) {
        this.select(answer.added);
      }
      return answer;
    } catch {
      this.unreachable();
      return { refusal: 'unreachable', added: [] };
    }
  }

  private unreachable() {
    this.notify('The server did not take that. Check the connection, then reload the page');
  }

  /** A person begins or ends drawing an edge: which ports can it end at? */
  connecting(from: { end: WireEnd; isOutput: boolean } | undefined, graph = this.state.graph) {
    this.fitting = from && fits(graph, from.end, from.isOutput);
    this.listeners.forEach((listener) => listener());
  }

  /** While an edge is drawn: whether it can end at this port. Undefined at other times. */
  canEndAt(port: string): boolean | undefined {
    return this.fitting?.has(port);
  }

  /** Selects a node and brings it into view, as soon as there is a view. */
  reveal(id: string) {
    if (this.revealing) {
      this.revealing(id);
    } else {
      this.toReveal = id;
    }
  }

  onReveal(revealing: (id: string) => void): () => void {
    this.revealing = revealing;
    if (this.toReveal) {
      revealing(this.toReveal);
      this.toReveal = undefined;
    }
    return () => {
      this.revealing = undefined;
    };
  }

  private set(change: Partial<CanvasState>) {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

export function useCanvas(store: CanvasStore): CanvasState {
  return useSyncExternalStore(store.subscribe, store.get);
}

import { useSyncExternalStore } from 'react';
import type { Answer, Command, WireGraph, WireKind, WireLoad, WirePatch, WireRates } from './wire';

export interface CanvasState {
  loaded: boolean;
  readOnly: boolean;
  catalogue: WireKind[];
  graph: WireGraph;
  selected: ReadonlySet<string>;
  notice: string;
}

/**
 * What the canvas shows, kept outside React: the server may send before the first render. The server's word counts; the canvas
 * only runs ahead where a person drags.
 */
export class CanvasStore {
  private state: CanvasState = { loaded: false, readOnly: true, catalogue: [], graph: { nodes: [], edges: [] }, selected: new Set(), notice: '' };
  private readonly listeners = new Set<() => void>();
  private rateListener: ((rates: WireRates) => void) | undefined;
  private noticeTimer: ReturnType<typeof setTimeout> | undefined;
  rates: WireRates = { edges: {}, nodes: {} };
  revealed: ((id: string) => void) | undefined;

  constructor(private readonly toServer: (command: Command) => Promise<Answer>) {}

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly get = () => this.state;

  load(load: WireLoad) {
    this.set({ loaded: true, catalogue: load.catalogue, graph: load.graph, readOnly: load.readOnly });
  }

  patch(patch: WirePatch) {
    const nodes = new Map(this.state.graph.nodes.map((n) => [n.id, n]));
    const edges = new Map(this.state.graph.edges.map((e) => [e.id, e]));
    patch.removedNodes.forEach((id) => nodes.delete(id));
    patch.removedEdges.forEach((id) => edges.delete(id));
    patch.nodes.forEach((n) => nodes.set(n.id, n));
    patch.edges.forEach((e) => edges.set(e.id, e));
    const selected = new Set([...this.state.selected].filter((id) => nodes.has(id) || edges.has(id)));
    this.set({ graph: { nodes: [...nodes.values()], edges: [...edges.values()] }, selected });
    if (patch.notice) {
      this.notify(patch.notice);
    }
  }

  /** Positions while a person drags, before the server knows. */
  place(places: { id: string; x: number; y: number }[]) {
    const byId = new Map(places.map((p) => [p.id, p]));
    this.set({
      graph: {
        ...this.state.graph,
        nodes: this.state.graph.nodes.map((n) => {
          const place = byId.get(n.id);
          return place ? { ...n, x: place.x, y: place.y } : n;
        }),
      },
    });
  }

  applyRates(rates: WireRates) {
    this.rates = rates;
    this.rateListener?.(rates);
  }

  onRates(listener: (rates: WireRates) => void) {
    this.rateListener = listener;
    listener(this.rates);
    return () => {
      this.rateListener = undefined;
    };
  }

  select(ids: Iterable<string>) {
    const selected = new Set(ids);
    const before = this.state.selected;
    if (selected.size === before.size && [...selected].every((id) => before.has(id))) {
      return;
    }
    this.set({ selected });
    const nodeIds = this.state.graph.nodes.filter((n) => selected.has(n.id)).map((n) => n.id);
    void this.toServer({ type: 'select', nodes: nodeIds });
  }

  /** Says something for some seconds. */
  notify(notice: string) {
    clearTimeout(this.noticeTimer);
    this.set({ notice });
    this.noticeTimer = setTimeout(() => this.set({ notice: '' }), 5000);
  }

  async send(command: Command): Promise<Answer> {
    if (this.state.readOnly && command.type !== 'open') {
      return { refusal: '', added: [] };
    }
    const answer = await this.toServer(command);
    if (answer.refusal) {
      this.notify(answer.refusal);
    }
    if (answer.added.length > 0) {
      this.select(answer.added);
    }
    return answer;
  }

  private set(change: Partial<CanvasState>) {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

export function useCanvas(store: CanvasStore): CanvasState {
  return useSyncExternalStore(store.subscribe, store.get);
}

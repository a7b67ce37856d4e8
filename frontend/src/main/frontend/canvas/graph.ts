import type { WireEdge, WireEnd, WireGraph, WireKind, WireNode, WirePort } from './wire';

/** Questions about the drawing, answered without the server. All pure. */

interface Index {
  nodes: Map<string, WireNode>;
  into: Map<string, WireEdge[]>;
  outOf: Map<string, WireEdge[]>;
}

const indexes = new WeakMap<WireGraph, Index>();

/** Lookups by node; made once for each state of the drawing, because a thousand nodes ask. */
export function index(graph: WireGraph): Index {
  let found = indexes.get(graph);
  if (!found) {
    found = { nodes: new Map(graph.nodes.map((n) => [n.id, n])), into: new Map(), outOf: new Map() };
    for (const edge of graph.edges) {
      append(found.into, edge.to.node, edge);
      append(found.outOf, edge.from.node, edge);
    }
    indexes.set(graph, found);
  }
  return found;
}

function append(lists: Map<string, WireEdge[]>, key: string, edge: WireEdge) {
  const list = lists.get(key);
  if (list) {
    list.push(edge);
  } else {
    lists.set(key, [edge]);
  }
}

/** The node and all that feed it, or all that it feeds. */
function reachable(graph: WireGraph, start: string, backwards: boolean): Set<string> {
  const { into, outOf } = index(graph);
  const seen = new Set<string>();
  const next = [start];
  while (next.length > 0) {
    const id = next.pop()!;
    if (!seen.has(id)) {
      seen.add(id);
      const edges = (backwards ? into : outOf).get(id) ?? [];
      edges.forEach((e) => next.push(backwards ? e.from.node : e.to.node));
    }
  }
  return seen;
}

/** The reason against an edge; empty where it can be drawn. The server has the last word. */
export function refusal(graph: WireGraph, from: WireEnd, to: WireEnd): string {
  return refusalAfter(graph, from, to, reachable(graph, from.node, true));
}

/** @param before the source's node and all that feed it */
function refusalAfter(graph: WireGraph, from: WireEnd, to: WireEnd, before: Set<string>): string {
  const { nodes, into } = index(graph);
  const source = nodes.get(from.node);
  const target = nodes.get(to.node);
  if (!source || !target) {
    return 'The node is no longer there';
  }
  if (source.id === target.id) {
    return 'A node cannot feed itself';
  }
  if (!source.outputs.some((p) => p.name === from.port)) {
    return source.outputs.length === 0 ? 'A sink has no output' : `'${source.id}' has no output '${from.port}'`;
  }
  const input = target.inputs.find((p) => p.name === to.port);
  if (!input) {
    return target.inputs.length === 0 ? 'A source has no input' : `'${target.id}' has no input '${to.port}'`;
  }
  const taken = (into.get(to.node) ?? []).filter((e) => e.to.port === to.port);
  if (taken.some((e) => e.from.node === from.node && e.from.port === from.port)) {
    return 'They are connected already';
  }
  if (!input.many && taken.length > 0) {
    return 'This input has an edge already. Put a Union before it to bring two streams together';
  }
  return before.has(to.node) ? 'Rows would run in a circle' : '';
}

export function key(end: WireEnd): string {
  return `${end.node}.${end.port}`;
}

/** Ports that an edge from here can end at. Asked once when a person begins to draw an edge. */
export function fits(graph: WireGraph, end: WireEnd, isOutput: boolean): Set<string> {
  const found = new Set<string>();
  const before = isOutput ? reachable(graph, end.node, true) : new Set<string>();
  const after = isOutput ? new Set<string>() : reachable(graph, end.node, false);
  for (const node of graph.nodes) {
    for (const port of isOutput ? node.inputs : node.outputs) {
      const other = { node: node.id, port: port.name };
      const why = isOutput ? refusalAfter(graph, end, other, before) : refusalAfter(graph, other, end, new Set()) || (after.has(node.id) ? 'circle' : '');
      if (!why) {
        found.add(key(other));
      }
    }
  }
  return found;
}

/** The outputs of a node that nothing is connected to. */
export function openOutputs(graph: WireGraph, node: WireNode): WirePort[] {
  const used = new Set((index(graph).outOf.get(node.id) ?? []).map((e) => e.from.port));
  return node.outputs.filter((p) => !used.has(p.name));
}

export type Spot = 'anywhere' | 'after' | 'before' | 'between';

/** Kinds that could stand here: behind an output they need an input, before an input an output, on an edge both. */
export function fitting(catalogue: WireKind[], spot: Spot): WireKind[] {
  return catalogue.filter((k) => (spot === 'anywhere' || spot === 'before' || k.inputs.length > 0)
    && (spot === 'anywhere' || spot === 'after' || k.outputs.length > 0));
}

export function matching(kinds: WireKind[], text: string): WireKind[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return kinds.filter((k) => words.every((w) => `${k.title} ${k.group} ${k.summary} ${k.id}`.toLowerCase().includes(w)));
}

/** The node an arrow key leads to: along edges to the left and right, among what stands there up and down. */
export function neighbour(graph: WireGraph, id: string, arrow: string): string | undefined {
  const { nodes, into, outOf } = index(graph);
  const here = nodes.get(id);
  if (!here) {
    return firstNode(graph)?.id;
  }
  const closest = (candidates: WireNode[], far: (n: WireNode) => number) =>
    candidates.reduce<WireNode | undefined>((best, n) => (best && far(best) <= far(n) ? best : n), undefined)?.id;
  const along = (ids: string[]) => closest(ids.flatMap((i) => nodes.get(i) ?? []), (n) => Math.abs(n.y - here.y));
  const across = (n: WireNode) => Math.abs(n.y - here.y) + Math.abs(n.x - here.x) * 2;
  switch (arrow) {
    case 'ArrowRight':
      return along((outOf.get(id) ?? []).map((e) => e.to.node));
    case 'ArrowLeft':
      return along((into.get(id) ?? []).map((e) => e.from.node));
    case 'ArrowDown':
      return closest(graph.nodes.filter((n) => n.y > here.y), across);
    case 'ArrowUp':
      return closest(graph.nodes.filter((n) => n.y < here.y), across);
    default:
      return undefined;
  }
}

/** Where to begin: the leftmost node that nothing feeds. */
export function firstNode(graph: WireGraph): WireNode | undefined {
  const { into } = index(graph);
  const begin = (n: WireNode) => (into.has(n.id) ? 1_000_000 : 0) + n.x + n.y / 10;
  return graph.nodes.reduce<WireNode | undefined>((best, n) => (best && begin(best) <= begin(n) ? best : n), undefined);
}

/** Nodes in the order of the flow with their depth, each once, for the outline. */
export function outline(graph: WireGraph): { node: WireNode; depth: number }[] {
  const { nodes, into, outOf } = index(graph);
  const result: { node: WireNode; depth: number }[] = [];
  const seen = new Set<string>();
  const walk = (start: WireNode) => {
    const next: [WireNode, number][] = [[start, 0]];
    while (next.length > 0) {
      const [node, depth] = next.pop()!;
      if (!seen.has(node.id)) {
        seen.add(node.id);
        result.push({ node, depth });
        const fed = (outOf.get(node.id) ?? []).flatMap((e) => nodes.get(e.to.node) ?? []);
        fed.reverse().forEach((n) => next.push([n, depth + 1]));
      }
    }
  };
  graph.nodes.filter((n) => !into.has(n.id)).sort((a, b) => a.y - b.y || a.x - b.x).forEach(walk);
  graph.nodes.forEach(walk);
  return result;
}

import type { Fragment, WireEnd, WireGraph, WireKind, WireNode } from './wire';

/** Questions about the drawing, answered without the server. */

export const NODE_WIDTH = 220;

export function nodeHeight(node: { outputs: unknown[] }): number {
  return node.outputs.length > 1 ? Math.max(84, 44 + node.outputs.length * 20) : 72;
}

function reaches(graph: WireGraph, start: string, goal: string): boolean {
  const seen = new Set<string>();
  const next = [start];
  while (next.length > 0) {
    const id = next.pop()!;
    if (id === goal) {
      return true;
    }
    if (!seen.has(id)) {
      seen.add(id);
      graph.edges.filter((e) => e.from.node === id).forEach((e) => next.push(e.to.node));
    }
  }
  return false;
}

/** The reason against an edge; empty where it can be drawn. The server has the last word. */
export function refusal(graph: WireGraph, from: WireEnd, to: WireEnd): string {
  const source = graph.nodes.find((n) => n.id === from.node);
  const target = graph.nodes.find((n) => n.id === to.node);
  if (!source || !target) {
    return 'The node is no longer there';
  }
  if (source.id === target.id) {
    return 'A node cannot feed itself';
  }
  if (!source.outputs.some((p) => p.name === from.port)) {
    return 'A sink has no output';
  }
  const input = target.inputs.find((p) => p.name === to.port);
  if (!input) {
    return 'A source has no input';
  }
  const into = graph.edges.filter((e) => e.to.node === to.node && e.to.port === to.port);
  if (into.some((e) => e.from.node === from.node && e.from.port === from.port)) {
    return 'They are connected already';
  }
  if (!input.many && into.length > 0) {
    return 'This input has an edge already. Put a Union before it to bring two streams together';
  }
  return reaches(graph, to.node, from.node) ? 'Rows would run in a circle' : '';
}

/** Kinds that could stand here: behind an output they need an input, on an edge an output too. */
export function fitting(catalogue: WireKind[], place: 'anywhere' | 'after' | 'between'): WireKind[] {
  return catalogue.filter((k) => place === 'anywhere' || (k.inputs.length > 0 && (place === 'after' || k.outputs.length > 0)));
}

export function matching(kinds: WireKind[], text: string): WireKind[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return kinds.filter((k) => words.every((w) => `${k.title} ${k.group} ${k.summary} ${k.id}`.toLowerCase().includes(w)));
}

/** The node an arrow key leads to: along edges to the left and right, among siblings up and down. */
export function neighbour(graph: WireGraph, id: string, key: string): string | undefined {
  const byId = new Map(graph.nodes.map((n) => [n.id, n]));
  const here = byId.get(id);
  if (!here) {
    return graph.nodes[0]?.id;
  }
  const nearest = (candidates: WireNode[]) =>
    candidates.sort((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y) || a.id.localeCompare(b.id))[0]?.id;
  const found = (ids: string[]) => ids.map((i) => byId.get(i)).filter((n): n is WireNode => n !== undefined);
  switch (key) {
    case 'ArrowRight':
      return nearest(found(graph.edges.filter((e) => e.from.node === id).map((e) => e.to.node)));
    case 'ArrowLeft':
      return nearest(found(graph.edges.filter((e) => e.to.node === id).map((e) => e.from.node)));
    case 'ArrowDown':
      return graph.nodes.filter((n) => n.y > here.y).sort((a, b) => distance(here, a) - distance(here, b))[0]?.id;
    case 'ArrowUp':
      return graph.nodes.filter((n) => n.y < here.y).sort((a, b) => distance(here, a) - distance(here, b))[0]?.id;
    default:
      return undefined;
  }
}

function distance(a: WireNode, b: WireNode): number {
  return Math.abs(a.y - b.y) + Math.abs(a.x - b.x) * 2;
}

/** Nodes in the order of the flow with their depth, for the outline. */
export function outline(graph: WireGraph): { node: WireNode; depth: number }[] {
  const result: { node: WireNode; depth: number }[] = [];
  const seen = new Set<string>();
  const walk = (node: WireNode, depth: number) => {
    if (seen.has(node.id)) {
      return;
    }
    seen.add(node.id);
    result.push({ node, depth });
    graph.edges.filter((e) => e.from.node === node.id).forEach((e) => {
      const next = graph.nodes.find((n) => n.id === e.to.node);
      if (next) {
        walk(next, depth + 1);
      }
    });
  };
  graph.nodes.filter((n) => !graph.edges.some((e) => e.to.node === n.id)).forEach((n) => walk(n, 0));
  graph.nodes.forEach((n) => walk(n, 0));
  return result;
}

export function fragment(graph: WireGraph, selected: ReadonlySet<string>): Fragment | undefined {
  const nodes = graph.nodes.filter((n) => selected.has(n.id));
  if (nodes.length === 0) {
    return undefined;
  }
  return {
    millraceFragment: 1,
    nodes: nodes.map(({ id, kind, version, label, settings, x, y }) => ({ id, kind, version, label, settings, x, y })),
    edges: graph.edges.filter((e) => selected.has(e.from.node) && selected.has(e.to.node)).map(({ from, to }) => ({ from, to })),
  };
}

export function parseFragment(text: string): Fragment | undefined {
  try {
    const parsed = JSON.parse(text) as Fragment;
    return parsed?.millraceFragment === 1 && Array.isArray(parsed.nodes) && Array.isArray(parsed.edges) ? parsed : undefined;
  } catch {
    // Other text in the clipboard is not ours to paste.
    return undefined;
  }
}

/** 12.4 k, 3.1 M: short enough for an edge. */
export function short(value: number): string {
  if (value >= 999_950_000) return `${(value / 1e9).toFixed(1)} G`;
  if (value >= 999_950) return `${(value / 1e6).toFixed(1)} M`;
  if (value >= 10_000) return `${(value / 1e3).toFixed(1)} k`;
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : Math.round(value).toLocaleString('en-US').replace(/,/g, '\u202f');
}

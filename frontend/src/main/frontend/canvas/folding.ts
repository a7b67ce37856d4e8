import { HEAD, nodeHeight, NODE_WIDTH, type Point } from './shape';
import { DIFFERENCE_WORDS, keptWord } from './words';
import type { NodeState, WireEnd, WireGraph, WireGroup, WireNode, WirePlace, WirePort } from './wire';

/**
 * Groups on the drawing. A folded one stands as one box in the place of its nodes; edges that cross its border keep their ids,
 * so that their numbers and tips stay. All pure.
 *
 *   a ─▶ [b ─▶ c ─▶ d] ─▶ e     folded:     a ─▶ [3 nodes] ─▶ e
 */

/** The kind that a folded group's box has among nodes. */
export const FOLDED = 'group';
export const FRAME_PAD = 20;
export const FRAME_HEAD = 34;

const WORST: NodeState[] = ['FAILED', 'ERROR', 'NEEDS_SETUP', 'HOLDS_BACK', 'HELD_BACK', 'RUNNING', 'OK'];
const seen = new WeakMap<WireGraph, WireGraph>();

export const isNote = (id: string) => id.startsWith('note:');
export const isGroup = (id: string) => id.startsWith('group:');

/** The drawing as it is seen: with boxes in the place of what is folded. */
export function visible(graph: WireGraph): WireGraph {
  const folded = graph.groups.filter((g) => g.folded);
  if (folded.length === 0) {
    return graph;
  }
  let known = seen.get(graph);
  if (!known) {
    known = fold(graph, folded);
    seen.set(graph, known);
  }
  return known;
}

function fold(graph: WireGraph, folded: WireGroup[]): WireGraph {
  const owner = new Map(folded.flatMap((g) => g.nodes.map((n): [string, string] => [n, g.id])));
  const outer = ({ node, port }: WireEnd): WireEnd => (owner.has(node) ? { node: owner.get(node)!, port: `${node}.${port}` } : { node, port });
  const edges = graph.edges.filter((e) => !owner.has(e.from.node) || owner.get(e.from.node) !== owner.get(e.to.node))
    .map((e) => (owner.has(e.from.node) || owner.has(e.to.node) ? { ...e, from: outer(e.from), to: outer(e.to) } : e));
  const boxes = folded.flatMap((g) => box(graph, g, edges));
  return { ...graph, nodes: [...graph.nodes.filter((n) => !owner.has(n.id)), ...boxes], edges };
}

function box(graph: WireGraph, group: WireGroup, edges: WireGraph['edges']): WireNode[] {
  const inside = new Set(group.nodes);
  const nodes = graph.nodes.filter((n) => inside.has(n.id));
  if (nodes.length === 0) {
    return [];
  }
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const ports = (ends: WireEnd[], of: (n: WireNode) => WirePort[]): WirePort[] => [...new Set(ends.map((e) => e.port))].map((name) => {
    const count = ends.filter((e) => e.port === name).length;
    const node = byId.get(name.slice(0, name.indexOf('.')))!;
    const port = of(node).find((p) => name === `${node.id}.${p.name}`);
    return { name, title: `${node.label || node.id}${count > 1 ? ` ×${count}` : ''}`, many: true, role: port?.role ?? 'ROWS' };
  });
  const into = edges.filter((e) => e.to.node === group.id).map((e) => e.to);
  const outOf = edges.filter((e) => e.from.node === group.id).map((e) => e.from);
  const problems = nodes.filter((n) => n.problem);
  const worst = nodes.find((n) => keptWord(n) && n.kept !== 'NEW') ?? nodes.find(keptWord);
  return [{
    id: group.id, kind: FOLDED, version: 1, label: group.title || 'Group', glimpse: `${counted(nodes.length, 'node')} · ${into.length} in · ${outOf.length} out`,
    state: WORST.find((s) => nodes.some((n) => n.state === s)) ?? 'OK', problem: problems[0]?.problem ?? '', problems: nodes.reduce((sum, n) => sum + n.problems, 0),
    warning: nodes.find((n) => n.warning)?.warning ?? '',
    ...corner(nodes), inputs: ports(into, (n) => n.inputs), outputs: ports(outOf, (n) => n.outputs), settings: {}, use: 'ENABLED',
    parallelism: 0, kept: worst?.kept ?? 'QUIET', keptWhy: worst ? `${worst.label || worst.id}: ${worst.keptWhy}` : '',
    difference: nodes.every((n) => n.difference === 'SAME') ? 'SAME' : 'CHANGED',
    differs: nodes.filter((n) => n.difference !== 'SAME').map((n) => `${n.label || n.id}: ${DIFFERENCE_WORDS[n.difference]}`).join('. '),
  }];
}

export function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function corner(nodes: readonly Point[]): Point {
  return { x: Math.min(...nodes.map((n) => n.x)), y: Math.min(...nodes.map((n) => n.y)) };
}

/** The folded group a node is hidden in, or the node. */
export function shownAs(graph: WireGraph, id: string): string {
  return graph.groups.find((g) => g.folded && g.nodes.includes(id))?.id ?? id;
}

/** The frame round the nodes of an open group. */
export function frame(nodes: readonly (Point & { outputs: WirePort[]; inputs: WirePort[] })[]): { x: number; y: number; width: number; height: number } {
  const { x, y } = corner(nodes);
  return {
    x: x - FRAME_PAD, y: y - FRAME_HEAD,
    width: Math.max(...nodes.map((n) => n.x)) + NODE_WIDTH - x + 2 * FRAME_PAD,
    height: Math.max(...nodes.map((n) => n.y + nodeHeight(n))) - y + FRAME_HEAD + FRAME_PAD,
  };
}

/** Places of groups become those of their nodes; a group's place is the upper left corner of what is in it. */
export function spread(graph: WireGraph, places: WirePlace[]): WirePlace[] {
  const found = new Map<string, WirePlace>();
  for (const place of places) {
    const group = graph.groups.find((g) => g.id === place.id);
    if (!group) {
      found.set(place.id, place);
      continue;
    }
    const nodes = graph.nodes.filter((n) => group.nodes.includes(n.id));
    const from = corner(nodes);
    nodes.forEach((n) => found.set(n.id, { id: n.id, x: n.x + place.x - from.x, y: n.y + place.y - from.y }));
  }
  return [...found.values()];
}

/** Where everything selected stands, moved by so much. */
export function moved(graph: WireGraph, selected: ReadonlySet<string>, dx: number, dy: number): WirePlace[] {
  const members = graph.groups.filter((g) => selected.has(g.id)).flatMap((g) => g.nodes);
  const all = new Set([...selected, ...members]);
  return [...graph.nodes, ...graph.notes].filter((n) => all.has(n.id)).map((n) => ({ id: n.id, x: n.x + dx, y: n.y + dy }));
}

/** Groups that are selected themselves or by one of their nodes. */
export function chosenGroups(graph: WireGraph, selected: ReadonlySet<string>): WireGroup[] {
  return graph.groups.filter((g) => selected.has(g.id) || g.nodes.some((n) => selected.has(n)));
}

/** All that takes room on the drawing. */
export function extents(graph: WireGraph): { x: number; y: number; width: number; height: number }[] {
  const shown = visible(graph);
  const open = graph.groups.filter((g) => !g.folded).map((g) => graph.nodes.filter((n) => g.nodes.includes(n.id))).filter((n) => n.length > 0);
  return [...shown.nodes.map((n) => ({ x: n.x, y: n.y, width: NODE_WIDTH, height: nodeHeight(n) })), ...graph.notes, ...open.map(frame)];
}

export const SMALLEST_NOTE = { width: 120, height: HEAD + 4 };

import type { WireFragment, WireGraph } from './wire';

/** A copied part of a drawing, as it lies on the clipboard: readable JSON, so that it can go into another tab or a message. */
export function fragment(graph: WireGraph, selected: ReadonlySet<string>): WireFragment | undefined {
  const within = new Set([...selected, ...graph.groups.filter((g) => selected.has(g.id)).flatMap((g) => g.nodes)]);
  const nodes = graph.nodes.filter((n) => within.has(n.id));
  const notes = graph.notes.filter((n) => within.has(n.id));
  if (nodes.length + notes.length === 0) {
    return undefined;
  }
  return {
    millraceFragment: 1,
    nodes: nodes.map(({ id, kind, version, label, settings, x, y, use, parallelism }) => ({ id, kind, version, label, settings, x, y, use, parallelism })),
    edges: graph.edges.filter((e) => within.has(e.from.node) && within.has(e.to.node)).map(({ from, to }) => ({ from, to })),
    notes,
    groups: graph.groups.filter((g) => g.nodes.every((n) => within.has(n))),
  };
}

/** Reads clipboard text; nothing where it is no part of a drawing. */
export function parseFragment(text: string): WireFragment | undefined {
  if (!text.includes('millraceFragment')) {
    return undefined;
  }
  try {
    const parsed = JSON.parse(text) as WireFragment;
    return parsed?.millraceFragment === 1 && Array.isArray(parsed.nodes) && Array.isArray(parsed.edges)
      && parsed.nodes.length + (parsed.notes?.length ?? 0) > 0 ? { ...parsed, notes: parsed.notes ?? [], groups: parsed.groups ?? [] } : undefined;
  } catch {
    // Other text in the clipboard is not ours to paste.
    return undefined;
  }
}

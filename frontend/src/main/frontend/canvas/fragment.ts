import type { WireFragment, WireGraph } from './wire';

/** A copied part of a drawing, as it lies on the clipboard: readable JSON, so that it can go into another tab or a message. */
export function fragment(graph: WireGraph, selected: ReadonlySet<string>): WireFragment | undefined {
  const nodes = graph.nodes.filter((n) => selected.has(n.id));
  if (nodes.length === 0) {
    return undefined;
  }
  return {
    millraceFragment: 1,
    nodes: nodes.map(({ id, kind, version, label, settings, x, y, use }) => ({ id, kind, version, label, settings, x, y, use })),
    edges: graph.edges.filter((e) => selected.has(e.from.node) && selected.has(e.to.node)).map(({ from, to }) => ({ from, to })),
  };
}

/** Reads clipboard text; nothing where it is no part of a drawing. */
export function parseFragment(text: string): WireFragment | undefined {
  if (!text.includes('millraceFragment')) {
    return undefined;
  }
  try {
    const parsed = JSON.parse(text) as WireFragment;
    return parsed?.millraceFragment === 1 && Array.isArray(parsed.nodes) && parsed.nodes.length > 0 && Array.isArray(parsed.edges) ? parsed : undefined;
  } catch {
    // Other text in the clipboard is not ours to paste.
    return undefined;
  }
}

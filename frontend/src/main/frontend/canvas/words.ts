import type { Changelog, NodeState, WireEdge, WireKind, WireNode } from './wire';

/** How nodes and edges are called, on the screen and by a screen reader. Pure. */

export const STATE_WORDS: Record<NodeState, string> = {
  OK: 'ready',
  NEEDS_SETUP: 'needs set-up',
  ERROR: 'error',
  RUNNING: 'running',
  FAILED: 'failed',
  HELD_BACK: 'waits for a slower node',
};

export const CHANGELOG_WORDS: Record<Changelog, string> = {
  UNKNOWN: '',
  APPEND: 'new rows only',
  UPSERT: 'new rows and replacements by key',
  RETRACT: 'new rows and retractions',
};

export function title(node: WireNode, kind: WireKind | undefined): string {
  return node.label || kind?.title || node.kind;
}

/** The second line of a node's face: what it does, or else what it lacks. */
export function secondLine(node: WireNode, kind: WireKind | undefined): string {
  if (node.glimpse) {
    return node.glimpse;
  }
  return node.state === 'NEEDS_SETUP' && node.problem ? node.problem : node.label ? (kind?.title ?? node.kind) : '';
}

export function spoken(node: WireNode, kind: WireKind | undefined): string {
  const name = node.label ? `${node.label}, ${kind?.title ?? node.kind}` : (kind?.title ?? node.kind);
  const more = node.problems > 1 ? ` and ${node.problems - 1} more` : '';
  return [name, node.glimpse, `${STATE_WORDS[node.state]}${node.problem ? `: ${node.problem}${more}` : ''}`].filter(Boolean).join('. ');
}

export function spokenEdge(edge: WireEdge): string {
  const columns = edge.columns.length === 0 ? 'columns not known yet' : edge.columns.length === 1 ? '1 column' : `${edge.columns.length} columns`;
  return `Edge from ${edge.from.node} ${edge.from.port} to ${edge.to.node}: ${columns}`;
}

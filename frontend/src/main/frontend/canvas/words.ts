import { FOLDED } from './folding';
import type { Changelog, NodeState, NodeUse, WireEdge, WireGroup, WireKind, WireNode, WireNote } from './wire';

/** How nodes and edges are called, on the screen and by a screen reader. Pure. */

export const STATE_WORDS: Record<NodeState, string> = {
  OK: 'ready',
  NEEDS_SETUP: 'needs set-up',
  ERROR: 'error',
  RUNNING: 'running',
  FAILED: 'failed',
  HELD_BACK: 'waits for a slower node',
};

/** Whether a node takes part: a word on its face and a sentence for a screen reader. An enabled one needs neither. */
export const USE_WORDS: Record<NodeUse, { word: string; sentence: string }> = {
  ENABLED: { word: '', sentence: '' },
  BYPASSED: { word: 'bypassed', sentence: 'bypassed, rows pass as they come' },
  CUT: { word: 'cut out', sentence: 'cut out, with what hangs on it' },
  LEFT_OUT: { word: 'left out', sentence: 'left out, because all that feeds it is cut out' },
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

/** What is worth knowing of a node that can run; empty where nothing is. */
export function warned(node: WireNode): string {
  return node.state === 'OK' && node.use === 'ENABLED' ? node.warning : '';
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
  if (node.kind === FOLDED) {
    return `Group ${node.label}, folded. ${node.glimpse}. ${STATE_WORDS[node.state]}${node.problem ? `: ${node.problem}` : ''}`;
  }
  const state = node.use === 'ENABLED' || node.problem ? STATE_WORDS[node.state] : '';
  return [name, node.glimpse, USE_WORDS[node.use].sentence, `${state}${node.problem ? `: ${node.problem}${more}` : ''}`,
    warned(node) && `Warning: ${warned(node)}`].filter(Boolean).join('. ');
}

export function spokenNote(note: WireNote): string {
  return note.text ? `Note: ${note.text}` : 'Empty note';
}

export function spokenGroup(group: WireGroup): string {
  return `Group ${group.title || 'without a title'}, ${group.nodes.length === 1 ? '1 node' : `${group.nodes.length} nodes`}, open`;
}

export function spokenEdge(edge: WireEdge): string {
  const columns = edge.columns.length === 0 ? 'columns not known yet' : edge.columns.length === 1 ? '1 column' : `${edge.columns.length} columns`;
  return `Edge from ${edge.from.node} ${edge.from.port} to ${edge.to.node}: ${columns}`;
}

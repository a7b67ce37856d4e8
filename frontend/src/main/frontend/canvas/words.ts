import { FOLDED } from './folding';
import type { Changelog, Differs, Kept, NodeState, NodeUse, WireEdge, WireGroup, WireKind, WireNode, WireNote } from './wire';

/** How nodes and edges are called, on the screen and by a screen reader. Pure. */

export const STATE_WORDS: Record<NodeState, string> = {
  OK: 'ready',
  NEEDS_SETUP: 'needs set-up',
  ERROR: 'error',
  RUNNING: 'running',
  FAILED: 'failed',
  HELD_BACK: 'waits for a slower node',
  HOLDS_BACK: 'holds the rest back',
};

/** Whether a node takes part: a word on its face and a sentence for a screen reader. An enabled one needs neither. */
export const USE_WORDS: Record<NodeUse, { word: string; sentence: string }> = {
  ENABLED: { word: '', sentence: '' },
  BYPASSED: { word: 'bypassed', sentence: 'bypassed, rows pass as they come' },
  CUT: { word: 'cut out', sentence: 'cut out, with what hangs on it' },
  LEFT_OUT: { word: 'left out', sentence: 'left out, because all that feeds it is cut out' },
};

const KEPT_WORDS: Record<Kept, string> = {
  QUIET: '', KEPT: '', NEW: 'begins empty', REBUILT: 'fills again', LOST: 'loses state', INCOMPATIBLE: 'loses state',
};

/** Signs, so that colour is not all that tells them apart; those of the server's state words. */
export const KEPT_SIGNS: Record<Kept, string> = { QUIET: '', KEPT: '✓', NEW: '＋', REBUILT: '↻', LOST: '✕', INCOMPATIBLE: '!' };

/** What a node's face says of its state: nothing where all of it stays, and where a source begins, which its settings say. */
export function keptWord(node: WireNode): string {
  return node.kept === 'NEW' && node.inputs.length === 0 ? '' : KEPT_WORDS[node.kept];
}

/** How a node or an edge of a compared drawing differs: a sign, so that colour is not all that tells it, and a word. */
export const DIFFERENCE_SIGNS: Record<Differs, string> = { SAME: '', ADDED: '+', REMOVED: '−', CHANGED: '~' };
export const DIFFERENCE_WORDS: Record<Differs, string> = { SAME: '', ADDED: 'added', REMOVED: 'removed', CHANGED: 'changed' };

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
  return [name, DIFFERENCE_WORDS[node.difference] && `${DIFFERENCE_WORDS[node.difference]}${node.difference === 'CHANGED' ? `: ${node.differs}` : ''}`, node.glimpse, USE_WORDS[node.use].sentence, copiesWords(node), `${state}${node.problem ? `: ${node.problem}${more}` : ''}`,
    warned(node) && `Warning: ${warned(node)}`, keptWord(node) && `If deployed, it ${keptWord(node)}: ${node.keptWhy}`].filter(Boolean).join('. ');
}

/** How many copies a node has of its own; empty where it has as many as the pipeline says. */
export function copiesWords(node: WireNode): string {
  return node.parallelism === 0 ? '' : `Parallelism ${node.parallelism}`;
}

export function spokenNote(note: WireNote): string {
  return note.text ? `Note: ${note.text}` : 'Empty note';
}

export function spokenGroup(group: WireGroup): string {
  return `Group ${group.title || 'without a title'}, ${group.nodes.length === 1 ? '1 node' : `${group.nodes.length} nodes`}, open`;
}

export function spokenEdge(edge: WireEdge): string {
  const columns = edge.columns.length === 0 ? 'columns not known yet' : edge.columns.length === 1 ? '1 column' : `${edge.columns.length} columns`;
  return `${edge.difference === 'SAME' ? '' : `${DIFFERENCE_WORDS[edge.difference]}: `}Edge from ${edge.from.node} ${edge.from.port} to ${edge.to.node}: ${columns}`;
}

/**
 * What the server and the canvas tell each other. The Java side is dev.millrace.ui.canvas.Wire and CanvasCommand;
 * WireAgreementTest reads this file and fails where the two differ, so keep to plain interfaces and unions.
 */

export type Role = 'SOURCE' | 'OPERATOR' | 'SINK';
export type PortRole = 'ROWS' | 'REJECTED' | 'OTHERWISE' | 'ASIDE';
export type NodeState = 'OK' | 'NEEDS_SETUP' | 'ERROR' | 'RUNNING' | 'FAILED' | 'HELD_BACK' | 'HOLDS_BACK';
export type NodeUse = 'ENABLED' | 'BYPASSED' | 'CUT' | 'LEFT_OUT';
/** What becomes of a node's state if the drawing were deployed. */
export type Kept = 'QUIET' | 'KEPT' | 'NEW' | 'REBUILT' | 'LOST' | 'INCOMPATIBLE';
/** What another revision has otherwise; the same where nothing is compared. */
export type Differs = 'SAME' | 'ADDED' | 'REMOVED' | 'CHANGED';
export type Changelog = 'UNKNOWN' | 'APPEND' | 'UPSERT' | 'RETRACT';

export interface WireKind {
  id: string;
  title: string;
  group: string;
  role: Role;
  icon: string;
  summary: string;
  inputs: WirePort[];
  outputs: WirePort[];
}

export interface WirePort {
  name: string;
  title: string;
  many: boolean;
  role: PortRole;
}

export interface WireNode {
  id: string;
  kind: string;
  version: number;
  label: string;
  glimpse: string;
  state: NodeState;
  /** First problem in words; empty where there is none. */
  problem: string;
  problems: number;
  /** First warning in words; empty where there is none. */
  warning: string;
  x: number;
  y: number;
  inputs: WirePort[];
  outputs: WirePort[];
  settings: Record<string, unknown>;
  use: NodeUse;
  /** Copies of its own; 0: as many as the pipeline says. */
  parallelism: number;
  kept: Kept;
  /** Why, in words. */
  keptWhy: string;
  difference: Differs;
  /** What is different, in sentences. */
  differs: string;
}

export interface WireEnd {
  node: string;
  port: string;
}

export interface WireColumn {
  name: string;
  type: string;
  nullable: boolean;
  eventTime: boolean;
  key: boolean;
}

export interface WireEdge {
  id: string;
  from: WireEnd;
  to: WireEnd;
  columns: WireColumn[];
  changelog: Changelog;
  difference: Differs;
}

/** A sticky note. Its id begins with "note:". */
export interface WireNote {
  id: string;
  text: string;
  color: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A group of nodes. Its id begins with "group:". */
export interface WireGroup {
  id: string;
  title: string;
  folded: boolean;
  nodes: string[];
}

export interface WireGraph {
  nodes: WireNode[];
  edges: WireEdge[];
  notes: WireNote[];
  groups: WireGroup[];
}

export interface WireLoad {
  catalogue: WireKind[];
  graph: WireGraph;
  readOnly: boolean;
}

/** Idempotent: applying it twice changes nothing. */
export interface WirePatch {
  nodes: WireNode[];
  edges: WireEdge[];
  removedNodes: string[];
  removedEdges: string[];
  notes: WireNote[];
  groups: WireGroup[];
  removedMarks: string[];
  /** Something another person did, to be shown for a moment; empty: nothing. */
  notice: string;
}

/**
 * Live numbers, flat because they come every second: for each edge its id, rows per second and rows in all; for each node its
 * id, rows in, rows out, bad records, late rows, the shares of time it is busy and waits, lag, bytes of state, seconds behind the
 * clock, and milliseconds that records are on their way to it, the median and the longest; what is not known is negative.
 */
export interface WireRates {
  edges: (string | number)[];
  nodes: (string | number)[];
  /** Where the rows are those of a sample: the one that came last over each edge. */
  newest: WireNewest[];
  /** Edges that lead to the node that holds the rest back. */
  waiting: string[];
}

export interface WireNewest {
  edge: string;
  /** +I, -U, +U or -D. */
  kind: string;
  /** Texts by column; null where there is no value. */
  values: Record<string, unknown>;
}

export interface WirePlace {
  id: string;
  x: number;
  y: number;
}

/** What a copied part of a drawing is on the clipboard. */
export interface WireFragment {
  millraceFragment: number;
  nodes: WireFragmentNode[];
  edges: WireFragmentEdge[];
  notes: WireNote[];
  groups: WireGroup[];
}

export interface WireFragmentNode {
  id: string;
  kind: string;
  version: number;
  label: string;
  settings: Record<string, unknown>;
  x: number;
  y: number;
  use: NodeUse;
  parallelism: number;
}

export interface WireFragmentEdge {
  from: WireEnd;
  to: WireEnd;
}

export type Command =
  | { type: 'add'; kind: string; x: number; y: number; onEdge: string | null; from: WireEnd | null; to: WireEnd | null }
  | { type: 'insert'; node: string; onEdge: string; x: number; y: number }
  | { type: 'connect'; from: WireEnd; to: WireEnd }
  | { type: 'reconnect'; edge: string; from: WireEnd; to: WireEnd }
  | { type: 'remove'; nodes: string[]; edges: string[]; marks: string[] }
  | { type: 'move'; places: WirePlace[] }
  | { type: 'paste'; fragment: WireFragment; x: number; y: number }
  | { type: 'use'; nodes: string[]; use: NodeUse }
  | { type: 'addNote'; x: number; y: number }
  | { type: 'writeNote'; note: string; text: string; color: string }
  | { type: 'placeNotes'; notes: WireNote[] }
  | { type: 'group'; nodes: string[]; into: string | null }
  | { type: 'fold'; groups: string[]; folded: boolean }
  | { type: 'titleGroup'; group: string; title: string }
  | { type: 'ungroup'; groups: string[] }
  | { type: 'undo' }
  | { type: 'redo' }
  | { type: 'select'; nodes: string[] }
  | { type: 'open'; node: string }
  | { type: 'nextProblem' };

export interface WireAnswer {
  /** Why the command was refused; empty where it was done. */
  refusal: string;
  /** Ids of nodes, notes and groups that were added. */
  added: string[];
}

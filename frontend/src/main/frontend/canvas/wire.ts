/** What the server and the canvas tell each other. The Java side is dev.millrace.ui.canvas.Wire; WireAgreementTest holds both together. */

export type Role = 'SOURCE' | 'OPERATOR' | 'SINK';
export type PortRole = 'ROWS' | 'REJECTED' | 'OTHERWISE' | 'ASIDE';
export type NodeState = 'OK' | 'NEEDS_SETUP' | 'ERROR' | 'RUNNING' | 'FAILED' | 'HELD_BACK';

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
  x: number;
  y: number;
  inputs: WirePort[];
  outputs: WirePort[];
  settings: Record<string, unknown>;
}

export interface WireEnd {
  node: string;
  port: string;
}

export interface WireColumn {
  name: string;
  type: string;
  eventTime: boolean;
}

export interface WireEdge {
  id: string;
  from: WireEnd;
  to: WireEnd;
  columns: WireColumn[];
}

export interface WireGraph {
  nodes: WireNode[];
  edges: WireEdge[];
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
  /** Something another person did, to be shown for a moment; empty: nothing. */
  notice: string;
}

/** Rows per second and in all, by edge id and node id. */
export interface WireRates {
  edges: Record<string, [rate: number, total: number]>;
  nodes: Record<string, { in: number; out: number; rejected: number; late: number; busy: number }>;
}

export interface Fragment {
  millraceFragment: 1;
  nodes: { id: string; kind: string; version: number; label: string; settings: Record<string, unknown>; x: number; y: number }[];
  edges: { from: WireEnd; to: WireEnd }[];
}

export type Command =
  | { type: 'add'; kind: string; x: number; y: number; onEdge: string | null; from: WireEnd | null }
  | { type: 'insert'; node: string; onEdge: string }
  | { type: 'connect'; from: WireEnd; to: WireEnd }
  | { type: 'remove'; nodes: string[]; edges: string[] }
  | { type: 'move'; places: { id: string; x: number; y: number }[] }
  | { type: 'paste'; fragment: Fragment; x: number; y: number }
  | { type: 'undo' }
  | { type: 'redo' }
  | { type: 'select'; nodes: string[] }
  | { type: 'open'; node: string }
  | { type: 'nextProblem' };

export interface Answer {
  /** Why the command was refused; empty where it was done. */
  refusal: string;
  /** Ids of nodes that were added. */
  added: string[];
}

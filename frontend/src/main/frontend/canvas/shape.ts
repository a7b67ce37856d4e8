import type { WireGraph, WireNode, WirePort } from './wire';

/** How large nodes are and where their ports sit. Sizes are fixed, so that nothing has to be measured. Pure. */

export const NODE_WIDTH = 220;
/** Height of the upper part, with icon, label and glimpse; inputs and a lone output sit at half of it. */
export const HEAD = 56;
/** Room for an edge between two columns of nodes. */
export const GAP = 90;
export const GRID = 10;
export const PORT = 12;
const ROW = 22;

type Outputs = { outputs: WirePort[] };

/** Outputs that have a line of their own below the head: all but a lone ordinary output. */
export function namedOutputs(node: Outputs): WirePort[] {
  return node.outputs.filter((p) => p !== mainOutput(node));
}

function mainOutput({ outputs }: Outputs): WirePort | undefined {
  const ordinary = outputs.filter((p) => p.role === 'ROWS');
  return ordinary.length === 1 && !outputs.some((p) => p.role === 'OTHERWISE') ? ordinary[0] : undefined;
}

export function nodeHeight(node: Outputs & { inputs?: WirePort[] }): number {
  const rows = namedOutputs(node).length;
  return Math.max(rows === 0 ? HEAD : HEAD + rows * ROW + 4, inputTop((node.inputs?.length ?? 1) - 1) + 6);
}

/** How far below the node's upper edge a port's middle is. */
export function inputTop(position: number): number {
  return HEAD / 2 + position * ROW;
}

export function outputTop(node: Outputs, name: string): number {
  const row = namedOutputs(node).findIndex((p) => p.name === name);
  return row < 0 ? HEAD / 2 : HEAD + row * ROW + ROW / 2;
}

export interface Point {
  x: number;
  y: number;
}

export function snapped(point: Point): Point {
  return { x: Math.round(point.x / GRID) * GRID, y: Math.round(point.y / GRID) * GRID };
}

/** The wished place, or the next below it where a new node covers no other. */
export function freePlace(graph: WireGraph, wish: Point, height = HEAD): Point {
  const place = snapped(wish);
  const around = graph.nodes.filter((n) => n.x < place.x + NODE_WIDTH + 20 && n.x + NODE_WIDTH + 20 > place.x).sort((a, b) => a.y - b.y);
  for (const n of around) {
    if (n.y < place.y + height + 20 && n.y + nodeHeight(n) + 20 > place.y) {
      place.y = Math.ceil((n.y + nodeHeight(n) + 24) / GRID) * GRID;
    }
  }
  return place;
}

/** Where a node goes that is added behind an output: beside it, level with it, covering nothing. */
export function placeAfter(graph: WireGraph, source: WireNode, port: string): Point {
  return freePlace(graph, { x: source.x + NODE_WIDTH + GAP, y: source.y + outputTop(source, port) - HEAD / 2 });
}

export function placeBefore(graph: WireGraph, target: WireNode): Point {
  return freePlace(graph, { x: target.x - NODE_WIDTH - GAP, y: target.y });
}

export interface Box {
  width: number;
  height: number;
}

/** Below this zoom even the large labels of far nodes become dust, so a longer drawing is shown from its beginning instead. */
export const READABLE = 0.45;

/** The view that shows the whole drawing, or its upper left part where the whole would be too small to read. */
export function fittedView(things: readonly (Point & Box)[], board: Box, floor = READABLE): { x: number; y: number; zoom: number } {
  const margin = 40;
  const left = Math.min(...things.map((t) => t.x));
  const top = Math.min(...things.map((t) => t.y));
  const width = Math.max(...things.map((t) => t.x + t.width)) - left;
  const height = Math.max(...things.map((t) => t.y + t.height)) - top;
  const whole = Math.min((board.width - 2 * margin) / width, (board.height - 2 * margin) / height);
  const zoom = Math.min(1, Math.max(floor, whole));
  const along = (room: number, size: number, start: number) => (size * zoom + 2 * margin <= room ? (room - size * zoom) / 2 : margin) - start * zoom;
  return { x: along(board.width, width, left), y: along(board.height, height, top), zoom };
}

/** The view moved as little as it takes to show a node as a whole, or its left upper part where it is larger than the board. */
export function inView(node: Point & Box, board: Box, view: { x: number; y: number; zoom: number }): { x: number; y: number; zoom: number } {
  const margin = 24;
  const along = (room: number, start: number, size: number, shift: number) => {
    const from = start * view.zoom + shift;
    const over = Math.max(0, from + size * view.zoom + margin - room);
    const left = from - over;
    return shift - over + Math.max(0, margin - left);
  };
  return { x: along(board.width, node.x, node.width, view.x), y: along(board.height, node.y, node.height, view.y), zoom: view.zoom };
}

/** Whether a board of this height, in pixels, has room for a map beside the drawing. */
export function roomy(height: number): boolean {
  return height >= 480;
}

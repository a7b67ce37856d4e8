import { index } from './graph';
import { NODE_WIDTH, nodeHeight, inputTop, outputTop, PORT, type Box, type Point } from './shape';
import type { WireEdge, WireGraph } from './wire';

/**
 * Where the numbers of edges stand. In the middle of the edge, unless a node or other numbers are there: then further along it, or just
 * above or below it. Sizes are known, so nothing is measured. Pure.
 */

/** An edge as it is drawn. */
export interface Curve {
  path: string;
  /** @param share how far along, from 0 to 1 */
  at(share: number): Point;
}

/** @param share how far along the edge, from 0 to 1 @param shift how far below it; negative: above */
export interface Spot {
  share: number;
  shift: number;
}

export const MIDDLE: Spot = { share: 0.5, shift: 0 };
/** Baselines of the two lines of numbers, from where they stand. */
export const RATE_LINE = -6;
export const TOTAL_LINE = 15;

/** What two lines of numbers take, such as 12.4 k/s above 1.23 M. */
const NUMBERS: Box = { width: 50, height: 37 };
/** So much is free above and below nodes: there stands what they have counted, and what becomes of them. */
const AROUND = { above: 10, below: 18 };
const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8];
const SHIFTS = [0, -21, 21];
/** Where a curve is looked at to see what it goes through. */
const STOPS = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
/** Who came first may have to make room for who came later. */
const ROUNDS = 3;

/** From an output to an input: it leaves to the right and comes in from the left, also where it has to go back. */
export function curve(from: Point, to: Point): Curve {
  const along = to.x - from.x;
  const reach = along >= 0 ? along / 2 : 7.5 * Math.sqrt(-along);
  const [out, into] = [from.x + reach, to.x - reach];
  return {
    path: `M${from.x},${from.y} C${out},${from.y} ${into},${to.y} ${to.x},${to.y}`,
    at: (t) => {
      const s = 1 - t;
      const of = (a: number, b: number, c: number, d: number) => s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
      return { x: of(from.x, out, into, to.x), y: of(from.y, from.y, to.y, to.y) };
    },
  };
}

interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Things by where they are, so that only neighbours are compared. */
class Cells<T> {
  private static readonly SIZE = 160;
  private readonly cells = new Map<string, Set<T>>();

  private *keys(area: Area): Generator<string> {
    for (let x = Math.floor(area.left / Cells.SIZE); x <= Math.floor(area.right / Cells.SIZE); x++) {
      for (let y = Math.floor(area.top / Cells.SIZE); y <= Math.floor(area.bottom / Cells.SIZE); y++) {
        yield `${x} ${y}`;
      }
    }
  }

  add(area: Area, thing: T) {
    for (const key of this.keys(area)) {
      this.cells.set(key, (this.cells.get(key) ?? new Set()).add(thing));
    }
  }

  remove(area: Area, thing: T) {
    for (const key of this.keys(area)) {
      this.cells.get(key)?.delete(thing);
    }
  }

  near(area: Area): Set<T> {
    const found = new Set<T>();
    for (const key of this.keys(area)) {
      this.cells.get(key)?.forEach((thing) => found.add(thing));
    }
    return found;
  }
}

interface Line {
  id: string;
  curve: Curve;
}

interface Placed {
  line: Line;
  spot: Spot;
  area: Area;
}

const known = new WeakMap<WireGraph, Map<string, Spot>>();

/** The spot of each edge of a drawing as it is seen; found once for each state of it. */
export function spots(graph: WireGraph): Map<string, Spot> {
  let found = known.get(graph);
  if (!found) {
    found = find(graph);
    known.set(graph, found);
  }
  return found;
}

function find(graph: WireGraph): Map<string, Spot> {
  const lines = graph.edges.flatMap((edge) => line(graph, edge) ?? []);
  const boxes = new Cells<Area>();
  for (const n of graph.nodes) {
    const area = { left: n.x, top: n.y - AROUND.above, right: n.x + NODE_WIDTH, bottom: n.y + nodeHeight(n) + AROUND.below };
    boxes.add(area, area);
  }
  for (const n of graph.notes) {
    const area = { left: n.x, top: n.y, right: n.x + n.width, bottom: n.y + n.height };
    boxes.add(area, area);
  }
  const stops = new Cells<{ of: string; at: Point }>();
  lines.forEach(({ id, curve: drawn }) => STOPS.map((s) => drawn.at(s)).forEach((at) => stops.add(point(at), { of: id, at })));
  const placed = new Map<string, Placed>();
  const numbers = new Cells<Placed>();
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (const drawn of lines) {
      const before = placed.get(drawn.id);
      if (before) numbers.remove(before.area, before);
      const best = choose(drawn, boxes, numbers, stops);
      moved ||= best.spot !== before?.spot;
      placed.set(drawn.id, best);
      numbers.add(best.area, best);
    }
    if (!moved) break;
  }
  return new Map([...placed].map(([id, { spot }]) => [id, spot]));
}

const CHOICES: Spot[] = SHIFTS.flatMap((shift) => SHARES.map((share) => (shift === 0 && share === MIDDLE.share ? MIDDLE : { share, shift })));

/** The first spot that is free, or the one that covers least. */
function choose(drawn: Line, boxes: Cells<Area>, numbers: Cells<Placed>, stops: Cells<{ of: string; at: Point }>): Placed {
  let best: Placed | undefined;
  let least = Infinity;
  for (const spot of CHOICES) {
    const at = drawn.curve.at(spot.share);
    const area = around({ x: at.x, y: at.y + spot.shift });
    let covers = 0;
    boxes.near(area).forEach((box) => { covers += 4 * shared(area, box); });
    numbers.near(area).forEach((other) => { covers += 2 * shared(area, other.area); });
    // Numbers on another edge could be taken for those of that.
    stops.near(area).forEach((stop) => { covers += stop.of !== drawn.id && inside(area, stop.at) ? 60 : 0; });
    if (covers < least) {
      least = covers;
      best = { line: drawn, spot, area };
      if (covers === 0) break;
    }
  }
  return best!;
}

function around(at: Point): Area {
  // The lines are not quite in the middle of what they take: letters stand on their lines.
  const middle = at.y + (RATE_LINE + TOTAL_LINE) / 2 - 4;
  return { left: at.x - NUMBERS.width / 2, top: middle - NUMBERS.height / 2, right: at.x + NUMBERS.width / 2, bottom: middle + NUMBERS.height / 2 };
}

function point(at: Point): Area {
  return { left: at.x, top: at.y, right: at.x, bottom: at.y };
}

function inside(area: Area, at: Point): boolean {
  return at.x > area.left && at.x < area.right && at.y > area.top && at.y < area.bottom;
}

function shared(a: Area, b: Area): number {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return across > 0 && down > 0 ? across * down : 0;
}

function line(graph: WireGraph, edge: WireEdge): Line | undefined {
  const { nodes } = index(graph);
  const from = nodes.get(edge.from.node);
  const to = nodes.get(edge.to.node);
  if (!from || !to) {
    return undefined;
  }
  const input = Math.max(0, to.inputs.findIndex((p) => p.name === edge.to.port));
  return {
    id: edge.id,
    curve: curve({ x: from.x + NODE_WIDTH + PORT / 2, y: from.y + outputTop(from, edge.from.port) }, { x: to.x - PORT / 2, y: to.y + inputTop(input) }),
  };
}

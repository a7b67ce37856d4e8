import { visible } from './folding';
import { index } from './graph';
import { bytes, grouped, millis, percent, short, span } from './numbers';
import type { WireGraph, WireNewest, WireRates } from './wire';

export interface EdgeNumbers {
  /** Negative where the rows are those of a sample. */
  perSecond: number;
  total: number;
  newest?: WireNewest;
}

export interface NodeNumbers {
  in: number;
  out: number;
  bad: number;
  late: number;
  busy: number;
  waits: number;
  /** Negative where unknown, as those below. */
  lag: number;
  state: number;
  behind: number;
  /** In milliseconds. */
  latency: number;
  worst: number;
}

/**
 * Live numbers, written straight into the drawing once per animation frame and past React: five hundred edges a second would
 * otherwise keep a core busy. Whatever shows numbers registers when it is mounted and is written at once.
 */
export class LiveNumbers {
  private edges = new Map<string, EdgeNumbers>();
  private nodes = new Map<string, NodeNumbers>();
  private readonly edgeTexts = new Map<string, Set<SVGGElement>>();
  private readonly nodeTexts = new Map<string, Set<HTMLElement>>();
  private readonly loadTexts = new Map<string, Set<HTMLElement>>();
  private readonly farTexts = new Map<string, Set<HTMLElement>>();
  private waiting = new Set<string>();
  private frame = 0;

  constructor(private readonly graph: () => WireGraph) {}

  apply(rates: WireRates) {
    this.edges = new Map();
    for (let i = 0; i + 2 < rates.edges.length; i += 3) {
      this.edges.set(String(rates.edges[i]), { perSecond: Number(rates.edges[i + 1]), total: Number(rates.edges[i + 2]) });
    }
    for (const row of rates.newest) {
      const edge = this.edges.get(row.edge);
      if (edge) {
        edge.newest = row;
      }
    }
    this.nodes = new Map();
    for (let i = 0; i + 11 < rates.nodes.length; i += 12) {
      const [n, out, bad, late, busy, waits, lag, state, behind, latency, worst] = rates.nodes.slice(i + 1, i + 12).map(Number);
      this.nodes.set(String(rates.nodes[i]), { in: n, out, bad, late, busy, waits, lag, state, behind, latency, worst });
    }
    this.waiting = new Set(rates.waiting);
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.edgeTexts.forEach((elements, id) => elements.forEach((e) => this.writeEdge(id, e)));
        this.nodeTexts.forEach((elements, id) => elements.forEach((e) => this.writeNode(id, e)));
        this.loadTexts.forEach((elements, id) => elements.forEach((e) => this.writeLoad(id, e)));
        this.farTexts.forEach((elements, id) => elements.forEach((e) => this.writeFar(id, e)));
      });
    }
  }

  edge(id: string): EdgeNumbers | undefined {
    return this.edges.get(id);
  }

  /** Keeps the two texts of an edge written; returns what ends it. */
  showEdge(id: string, group: SVGGElement): () => void {
    this.writeEdge(id, group);
    return register(this.edgeTexts, id, group);
  }

  showNode(id: string, line: HTMLElement): () => void {
    this.writeNode(id, line);
    return register(this.nodeTexts, id, line);
  }

  /** What a node does, in place of what it is set to. */
  showLoad(id: string, line: HTMLElement): () => void {
    this.writeLoad(id, line);
    return register(this.loadTexts, id, line);
  }

  /** The one number of a node that is seen from afar. */
  showFar(id: string, line: HTMLElement): () => void {
    this.writeFar(id, line);
    return register(this.farTexts, id, line);
  }

  private writeFar(id: string, line: HTMLElement) {
    const { into, outOf } = index(visible(this.graph()));
    const numbers = (found: { id: string }[] | undefined) => (found ?? []).flatMap((e) => this.edges.get(e.id) ?? []);
    const outputs = new Map<string, EdgeNumbers>();
    for (const edge of outOf.get(id) ?? []) {
      const n = this.edges.get(edge.id);
      // An output that feeds several is one stream of rows all the same.
      if (n) outputs.set(edge.from.port, n);
    }
    const words = farWords(this.nodes.get(id), numbers(into.get(id)), [...outputs.values()], outOf.has(id));
    if (line.textContent !== words) {
      line.textContent = words;
      line.classList.toggle('mr-far-bad', words.startsWith(WARNS));
    }
  }

  private writeLoad(id: string, line: HTMLElement) {
    const n = this.nodes.get(id);
    const words = n ? loadWords(n) : '';
    if (line.textContent !== words) {
      line.textContent = words;
      line.title = n ? loadSentence(n) : '';
    }
  }

  private writeEdge(id: string, group: SVGGElement) {
    const n = this.edges.get(id);
    const [rate, total] = group.children;
    write(rate, !n ? '' : n.perSecond < 0 ? 'sample' : `${short(n.perSecond)}/s`);
    write(total, n ? short(n.total) : '');
    group.dataset.total = n ? String(n.total) : '';
    group.parentElement?.classList.toggle('mr-edge-flowing', n !== undefined && n.perSecond > 0);
    group.parentElement?.classList.toggle('mr-edge-waiting', this.waiting.has(id));
  }

  private writeNode(id: string, line: HTMLElement) {
    const n = this.nodes.get(id);
    const words = n ? nodeWords(n, line.dataset.sink !== undefined) : '';
    if (line.textContent !== words) {
      line.textContent = words;
      line.title = !n ? '' : line.dataset.sink !== undefined ? `${grouped(n.in)} rows in, ${grouped(n.bad)} of them left out or refused`
        : `${grouped(n.in)} rows in, ${grouped(n.out)} rows out, ${grouped(n.bad)} bad records, ${grouped(n.late)} late rows`;
      // A log sink leaves out what is beyond its rate; that is no fault.
      line.classList.toggle('mr-counts-bad', n !== undefined && n.bad > 0 && line.dataset.sink === undefined);
    }
    line.style.setProperty('--busy', n ? String(Math.min(1, Math.max(0, n.busy))) : '0');
  }
}

/** A source has nothing coming in, a sink nothing going out. How far event time is behind has a line of its own: there is no room for it on the node's face. */
export function nodeWords(n: NodeNumbers, isSink: boolean): string {
  const parts = [n.in > 0 || isSink ? `${short(n.in)} in` : '', isSink ? '' : `${short(n.out)} out`, n.bad > 0 ? `${short(n.bad)} ${isSink ? 'left out' : 'bad'}` : '', n.late > 0 ? `${short(n.late)} late` : ''];
  return [parts.filter(Boolean).join(' · '), n.behind > 0 ? `${span(n.behind)} behind` : ''].filter(Boolean).join('\n');
}

const WARNS = '⚠ ';

/** What tells most of a node in one number: the rows a second that leave it, or come in where none leave; all of them where none move now. */
export function farWords(n: NodeNumbers | undefined, into: EdgeNumbers[], outOf: EdgeNumbers[], feeds: boolean): string {
  const edges = feeds ? outOf : into;
  if (edges.length === 0 && !n) {
    return '';
  }
  const perSecond = edges.reduce((sum, e) => sum + Math.max(0, e.perSecond), 0);
  const total = edges.length > 0 ? edges.reduce((sum, e) => sum + e.total, 0) : feeds || into.length > 0 ? n!.out : Math.max(n!.in, n!.out);
  const warns = n !== undefined && feeds && n.bad > 0 ? WARNS : '';
  return warns + (perSecond > 0 ? `${short(perSecond)}/s` : total === 0 ? 'no rows' : total === 1 ? '1 row' : `${short(total)} rows`);
}

/** How loaded a node is, short enough for its face. */
export function loadWords(n: NodeNumbers): string {
  const parts = [n.waits > n.busy && n.waits >= 0.05 ? `waits ${percent(n.waits)}` : `${percent(n.busy)} busy`, n.lag > 0 ? `${short(n.lag)} lag` : '',
    n.state > 0 ? bytes(n.state) : '', n.latency >= 0 ? `${millis(n.latency)} latency` : ''];
  return parts.filter(Boolean).join(' · ');
}

function loadSentence(n: NodeNumbers): string {
  const idle = Math.max(0, 1 - n.busy - n.waits);
  const parts = [`Works ${percent(n.busy)} of the time, waits for a slower node ${percent(n.waits)}, is idle ${percent(idle)}`,
    n.lag >= 0 ? `${grouped(n.lag)} records still to be read` : '', n.state >= 0 ? `${bytes(n.state)} of state in the last checkpoint` : '',
    n.latency >= 0 ? `records reach it ${millis(n.latency)} after they came into their topic, the slowest after ${millis(n.worst)}` : '',
    n.behind >= 0 ? `its watermark is ${span(n.behind)} behind the clock` : ''];
  return parts.filter(Boolean).join('; ');
}

function write(text: Element, words: string) {
  if (text.textContent !== words) {
    text.textContent = words;
  }
}

function register<E>(texts: Map<string, Set<E>>, id: string, element: E): () => void {
  const elements = texts.get(id) ?? new Set();
  texts.set(id, elements.add(element));
  return () => {
    elements.delete(element);
    if (elements.size === 0 && texts.get(id) === elements) {
      texts.delete(id);
    }
  };
}

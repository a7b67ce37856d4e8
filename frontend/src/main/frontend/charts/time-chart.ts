import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { wideEnough } from './axis';
import { themeColor } from './color';
import { download, pictureOf } from './save';
import { words, type Unit } from './units';

interface Mark {
  /** Seconds since 1970. */
  at: number;
  sign: string;
  words: string;
  grave: boolean;
}

interface ChartInput {
  /** Seconds since 1970, then one list per series. */
  data: (number | null)[][];
  series: { name: string; color: string; isPeak: boolean }[];
  unit: Unit;
  /** The time asked for, in seconds since 1970. */
  from: number;
  to: number;
  marks: Mark[];
}

/** Marks that are closer than this become one. In pixels. */
const MARK_APART = 16;
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const CLOCK_SECONDS = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const MOMENT = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const UTC = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: 'UTC' });

/** One line for each tick: the day where one begins, else the time of day, with seconds only where the ticks are close. */
function times(ticks: number[], apart: number): string[] {
  return ticks.map((tick) => {
    const at = new Date(tick * 1000);
    return at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0 ? DAY.format(at) : (apart < 60 ? CLOCK_SECONDS : CLOCK).format(at);
  });
}

function moment(seconds: number): string {
  const at = new Date(seconds * 1000);
  return `${MOMENT.format(at)} (${UTC.format(at)} UTC)`;
}

/**
 * A time series in the viewer's zone and theme, as wide as its place. All charts of a page have one cursor. Dragging asks for that time
 * (event "zoom" with from and to), a double click for the time before (event "back").
 */
class TimeChartElement extends HTMLElement {
  private plot: uPlot | undefined;
  private input: ChartInput | undefined;
  private readonly place = document.createElement('div');
  private readonly marks = document.createElement('div');
  private readonly tip = document.createElement('div');
  private readonly size = new ResizeObserver(() => {
    if (this.plot) {
      this.plot.setSize({ width: this.clientWidth, height: this.height() });
    } else {
      this.draw();
    }
  });
  private readonly theme = matchMedia('(prefers-color-scheme: dark)');
  private readonly schemeObserver = new MutationObserver(() => this.redraw());
  private readonly redraw = () => {
    this.plot?.destroy();
    this.plot = undefined;
    this.draw();
  };

  connectedCallback() {
    this.place.className = 'chart-plot';
    this.place.setAttribute('role', 'img');
    this.place.setAttribute('aria-label', this.getAttribute('description') ?? '');
    this.marks.className = 'chart-marks';
    this.tip.className = 'chart-tip';
    this.tip.hidden = true;
    this.append(this.place, this.marks, this.tip);
    this.size.observe(this);
    this.theme.addEventListener('change', this.redraw);
    this.schemeObserver.observe(document.documentElement, { attributes: true, attributeFilter: ['theme', 'style', 'class'] });
    this.draw();
  }

  disconnectedCallback() {
    this.size.disconnect();
    this.schemeObserver.disconnect();
    this.theme.removeEventListener('change', this.redraw);
    this.plot?.destroy();
    this.plot = undefined;
  }

  show(json: string) {
    this.input = JSON.parse(json) as ChartInput;
    const some = this.input.data.slice(1).some((values) => values.some((v) => v !== null));
    this.dataset.empty = some ? '' : (this.getAttribute('empty') ?? 'Nothing was measured in this time.');
    const names = (series: { name?: string; label?: unknown }[]) => series.map((s) => s.name ?? s.label).join();
    if (this.plot && names(this.plot.series.slice(1)) === names(this.input.series)) {
      this.plot.setData(this.input.data as uPlot.AlignedData);
    } else {
      this.redraw();
    }
  }

  /** Saves what is drawn, with its title and its legend. */
  picture(file: string, title: string) {
    if (this.plot && this.input) {
      pictureOf(this.plot, title, `${moment(this.input.from)} to ${moment(this.input.to)}`,
        this.input.series.filter((s) => !s.isPeak).map((s) => ({ name: s.name, color: this.color(s.color) })),
        { ground: this.color('--mr-panel'), text: this.color('--mr-text') }, (blob) => download(file, blob));
    }
  }

  save(file: string, text: string) {
    download(file, new Blob([text], { type: 'text/csv' }));
  }

  private height() {
    return Math.max(120, this.clientHeight - 34);
  }

  private color(token: string) {
    return themeColor(this, token);
  }

  private draw() {
    const input = this.input;
    if (!input || !this.isConnected || this.clientWidth === 0) {
      return;
    }
    const text = this.color('--mr-text-2');
    const line = this.color('--mr-line');
    const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: '11px system-ui' };
    const unit = input.unit;
    this.plot = new uPlot({
      width: this.clientWidth, height: this.height(),
      cursor: {
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => () => { this.dispatchEvent(new CustomEvent('back')); return null; } },
        // Only the pointer is shared: a span that is dragged here must not be dragged everywhere.
        sync: { key: 'time', scales: ['x', null], filters: { pub: (type: string) => type === 'mousemove' || type === 'mouseleave' } },
      },
      scales: {
        x: { range: () => [this.input!.from, this.input!.to] },
        y: { range: (_, min, max) => (unit === 'SHARE' ? [0, 1] : [Math.min(0, min ?? 0), Math.max(1, (max ?? 1) * 1.1)]) },
      },
      axes: [{ ...axis, space: 70, values: (_, ticks, _axis, _space, apart) => times(ticks, apart) },
        { ...axis, size: wideEnough(64), values: (_, ticks) => ticks.map((t) => words(t, unit)).map((text, i, all) => (text === all[i - 1] ? '' : text)) }],
      hooks: {
        setSelect: [(plot) => this.dragged(plot)],
        draw: [(plot) => this.drawMarks(plot)],
      },
      series: [{ label: 'Time', value: (_: uPlot, v: number | null) => (v === null ? '–' : moment(v)) }, ...input.series.map((s) => {
        const color = this.color(s.color);
        return {
          label: s.name, stroke: s.isPeak ? `color-mix(in srgb, ${color} 60%, transparent)` : color, width: s.isPeak ? 1 : 1.8,
          dash: s.isPeak ? [3, 3] : undefined, fill: s.isPeak ? undefined : `color-mix(in srgb, ${color} 12%, transparent)`,
          // A lone value between gaps would not be seen as a line.
          points: { show: (_: uPlot, __: number, first: number, last: number) => last - first < 3, size: 5 },
          value: (_: uPlot, v: number | null) => (v === null || v === undefined ? '–' : words(v, unit)),
        };
      })],
    }, input.data as uPlot.AlignedData, this.place);
  }

  private dragged(plot: uPlot) {
    const { left, width } = plot.select;
    if (width < 4) {
      return;
    }
    const [from, to] = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.dispatchEvent(new CustomEvent('zoom', { detail: { from, to } }));
  }

  /** A line for each mark, and at its upper end a sign that says what happened when it is pointed at or focused. */
  private drawMarks(plot: uPlot) {
    const input = this.input!;
    const shown = input.marks.filter((m) => m.at >= input.from && m.at <= input.to);
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.setLineDash([4 * ratio, 3 * ratio]);
    ctx.lineWidth = ratio;
    const heaps: { x: number; marks: Mark[] }[] = [];
    for (const mark of shown) {
      const x = plot.valToPos(mark.at, 'x', true);
      ctx.strokeStyle = this.color(mark.grave ? '--mr-error' : '--mr-line-2');
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const left = x / ratio;
      const heap = heaps.at(-1);
      if (heap && left - heap.x < MARK_APART) {
        heap.marks.push(mark);
      } else {
        heaps.push({ x: left, marks: [mark] });
      }
    }
    ctx.restore();
    this.placeMarks(heaps, bbox.top / ratio);
  }

  private placeMarks(heaps: { x: number; marks: Mark[] }[], top: number) {
    const focused = [...this.marks.children].indexOf(document.activeElement as Element);
    this.marks.replaceChildren(...heaps.map(({ x, marks }, i) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'chart-mark';
      button.tabIndex = i === Math.max(0, Math.min(focused, heaps.length - 1)) ? 0 : -1;
      button.textContent = marks.length > 1 ? String(marks.length) : marks[0].sign;
      button.classList.toggle('chart-mark-grave', marks.some((m) => m.grave));
      button.style.left = `${x}px`;
      button.style.top = `${top}px`;
      const told = marks.map((m) => `${m.words}, ${moment(m.at)}`);
      button.setAttribute('aria-label', told.join('. '));
      const tell = () => {
        this.tip.replaceChildren(...told.slice(-6).map((t) => Object.assign(document.createElement('div'), { textContent: t })));
        this.tip.hidden = false;
        this.tip.style.left = `${Math.max(4, Math.min(x - 20, this.clientWidth - 290))}px`;
        this.tip.style.top = `${top + 14}px`;
      };
      const still = () => { this.tip.hidden = true; };
      button.addEventListener('mouseenter', tell);
      button.addEventListener('focus', tell);
      button.addEventListener('mouseleave', still);
      button.addEventListener('blur', still);
      button.addEventListener('keydown', (e) => this.walk(e, i));
      return button;
    }));
    if (focused >= 0) {
      (this.marks.children[Math.min(focused, heaps.length - 1)] as HTMLElement | undefined)?.focus({ preventScroll: true });
    }
  }

  /** Arrows go from mark to mark, so that they all are one stop of the Tab key. */
  private walk(e: KeyboardEvent, from: number) {
    const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: this.marks.children.length - 1, Escape: from }[e.key];
    if (to === undefined) {
      return;
    }
    e.preventDefault();
    if (e.key === 'Escape') {
      this.tip.hidden = true;
      return;
    }
    const next = this.marks.children[to] as HTMLElement | undefined;
    if (next) {
      (this.marks.children[from] as HTMLElement).tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  }
}

customElements.define('millrace-time-chart', TimeChartElement);

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

interface ChartInput {
  /** Seconds since 1970, then one list per series. */
  data: (number | null)[][];
  series: { name: string; color: string }[];
  unit: string;
}

function short(value: number): string {
  if (Math.abs(value) >= 1e9) return `${(value / 1e9).toFixed(1)} G`;
  if (Math.abs(value) >= 1e6) return `${(value / 1e6).toFixed(1)} M`;
  if (Math.abs(value) >= 1e4) return `${(value / 1e3).toFixed(1)} k`;
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const CLOCK_SECONDS = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** One line for each tick: the day where one begins, else the time of day, with seconds only where the ticks are close. */
function times(ticks: number[], apart: number): string[] {
  return ticks.map((tick) => {
    const at = new Date(tick * 1000);
    return at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0 ? DAY.format(at) : (apart < 60 ? CLOCK_SECONDS : CLOCK).format(at);
  });
}

/** A time series in the viewer's zone and theme, as wide as its place. Drag to zoom, double click to zoom out. */
class TimeChartElement extends HTMLElement {
  private plot: uPlot | undefined;
  private input: ChartInput | undefined;
  private readonly size = new ResizeObserver(() => this.plot?.setSize({ width: this.clientWidth, height: this.height() }));
  private readonly theme = matchMedia('(prefers-color-scheme: dark)');
  private readonly schemeObserver = new MutationObserver(() => this.redraw());
  private readonly redraw = () => {
    this.plot?.destroy();
    this.plot = undefined;
    this.draw();
  };

  connectedCallback() {
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
    if (this.plot && this.plot.series.length === this.input.series.length + 1) {
      this.plot.setData(this.input.data as uPlot.AlignedData);
    } else {
      this.redraw();
    }
  }

  private height() {
    return Math.max(120, this.clientHeight - 34);
  }

  private color(token: string) {
    const probe = document.createElement('span');
    probe.style.color = `var(${token})`;
    this.append(probe);
    const color = getComputedStyle(probe).color;
    probe.remove();
    return color;
  }

  private draw() {
    const input = this.input;
    if (!input || !this.isConnected || this.clientWidth === 0) {
      return;
    }
    const text = this.color('--mr-text-2');
    const line = this.color('--mr-line');
    const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: '11px system-ui' };
    this.plot = new uPlot({
      width: this.clientWidth, height: this.height(), cursor: { drag: { x: true, y: false } },
      scales: {
        // A single point has no extent of its own.
        x: { range: (_, min, max) => { const end = max ?? Date.now() / 1000; return [Math.min(min ?? end, end - 60), end]; } },
        y: { range: (_, min, max) => [Math.min(0, min ?? 0), Math.max(1, (max ?? 1) * 1.1)] },
      },
      axes: [{ ...axis, space: 70, values: (_, ticks, _axis, _space, apart) => times(ticks, apart) }, { ...axis, size: 60, values: (_, ticks) => ticks.map((t) => `${short(t)}${input.unit}`) }],
      series: [{ label: 'Time', value: (_: uPlot, v: number | null) => (v === null ? '–' : CLOCK_SECONDS.format(new Date(v * 1000))) }, ...input.series.map((s) => {
        const color = this.color(s.color);
        return { label: s.name, stroke: color, width: 1.8, fill: `color-mix(in srgb, ${color} 12%, transparent)`, points: { show: false }, value: (_: uPlot, v: number | null) => (v === null || v === undefined ? '–' : `${short(v)}${input.unit}`) };
      })],
    }, input.data as uPlot.AlignedData, this);
  }
}

customElements.define('millrace-time-chart', TimeChartElement);

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { wideEnough } from '../charts/axis';
import { clock, value, type Shown } from './wire';

const COLORS = ['--mr-accent', '--mr-source', '--mr-sink', '--mr-operator', '--mr-setup', '--mr-error', '--mr-text-2'];
/** Lines differ by these too, not by their colours alone. */
const DASHES: (number[] | undefined)[] = [undefined, [7, 4], [2, 3], [10, 3, 2, 3], [4, 4], [12, 4], [1, 4]];

/** A line for each key, over the time that the tile looks at. */
export class LineFace {
  private plot: uPlot | undefined;
  private names = '';

  constructor(private readonly place: HTMLElement, private readonly color: (token: string) => string) {}

  show(shown: Shown) {
    const names = shown.lines.map((l) => l.name).join('\n');
    const data = [shown.times, ...shown.lines.map((l) => l.values)] as uPlot.AlignedData;
    if (this.plot && names === this.names) {
      this.shown = shown;
      this.plot.setData(data);
      return;
    }
    this.close();
    this.shown = shown;
    this.names = names;
    const text = this.color('--mr-text-2');
    const line = this.color('--mr-line');
    const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: '11px system-ui' };
    this.plot = new uPlot({
      ...this.room(),
      cursor: { drag: { x: false, y: false } },
      legend: { show: shown.lines.length > 1 || this.place.clientHeight > 200 },
      scales: {
        x: { range: () => [this.shown!.from, this.shown!.to] },
        y: { range: (_, min, max) => (this.shown!.unit === 'SHARE' ? [0, 1] : [Math.min(0, min ?? 0), Math.max(1e-6, (max ?? 1) * 1.1)]) },
      },
      axes: [{ ...axis, space: 70, values: (_, ticks) => ticks.map((t) => clock(t, this.shown!.to - this.shown!.from)) },
        { ...axis, size: wideEnough(50), values: (_, ticks) => ticks.map((t) => value(t, { ...this.shown!, suffix: '' })) }],
      series: [{ label: 'Time', value: (_: uPlot, v: number | null) => (v === null ? '–' : clock(v, 0)) }, ...shown.lines.map((l, i) => {
        const color = this.color(COLORS[i % COLORS.length]);
        return {
          label: l.name || shown.title, stroke: color, width: 1.8, dash: DASHES[i % DASHES.length],
          fill: shown.lines.length === 1 ? `color-mix(in srgb, ${color} 12%, transparent)` : undefined,
          // A lone value between gaps would not be seen as a line.
          points: { show: true, size: 4 },
          value: (_: uPlot, v: number | null) => value(v, this.shown!),
        };
      })],
    }, data, this.place);
  }

  private shown: Shown | undefined;

  private room() {
    const legend = (this.shown!.lines.length > 1 || this.place.clientHeight > 200) ? 30 : 4;
    return { width: Math.max(80, this.place.clientWidth), height: Math.max(60, this.place.clientHeight - legend) };
  }

  resize() {
    this.plot?.setSize(this.room());
  }

  canvas(): HTMLCanvasElement | undefined {
    return this.plot?.ctx.canvas;
  }

  legend(): { name: string; color: string }[] {
    return (this.shown?.lines ?? []).map((l, i) => ({ name: l.name || this.shown!.title, color: this.color(COLORS[i % COLORS.length]) }));
  }

  close() {
    this.plot?.destroy();
    this.plot = undefined;
  }
}

import type { EChartsType } from 'echarts/core';
import { clock, value, type Shown } from './wire';

type Colors = (token: string) => string;

/** More values than these are not written into the cells of a heat map: they would not fit. */
const MOST_LABELS = 90;

/** Bars, gauges and heat maps, drawn by ECharts. */
export class ChartFace {
  private chart: EChartsType | undefined;
  private waiting: Shown | undefined;
  private closed = false;

  constructor(private readonly place: HTMLElement, private readonly color: Colors) {
    void import('./charts').then(({ init }) => {
      if (!this.closed) {
        this.chart = init(place, undefined, { renderer: 'canvas' });
        if (this.waiting) {
          this.show(this.waiting);
        }
      }
    });
  }

  show(shown: Shown) {
    this.waiting = shown;
    const option = shown.type === 'GAUGE' ? this.gauge(shown) : shown.type === 'BAR' ? this.bars(shown) : this.heat(shown);
    this.chart?.setOption(option as Parameters<EChartsType['setOption']>[0], { notMerge: false, replaceMerge: ['series'] });
  }

  resize() {
    this.chart?.resize();
  }

  canvas(): HTMLCanvasElement | undefined {
    return this.chart?.getRenderedCanvas({ pixelRatio: devicePixelRatio, backgroundColor: this.color('--mr-panel') });
  }

  close() {
    this.closed = true;
    this.chart?.dispose();
  }

  private tooltip(words: (p: { name: string; dataIndex: number; value: unknown }) => string) {
    // Drawn, not written as HTML: names come from whoever writes the topic.
    return { renderMode: 'richText', backgroundColor: this.color('--mr-inverse'), borderWidth: 0, textStyle: { color: this.color('--mr-on-inverse'), fontSize: 12 }, formatter: words };
  }

  private gauge(shown: Shown) {
    const v = shown.lines[0]?.values.at(-1) ?? null;
    const most = shown.max ?? (shown.unit === 'SHARE' ? 1 : nice(Math.max(v ?? 0, shown.min + 1e-9)));
    const text = this.color('--mr-text-2');
    return {
      animation: false,
      series: [{
        type: 'gauge', min: shown.min, max: most, radius: '92%', center: ['50%', '58%'], startAngle: 210, endAngle: -30, splitNumber: 4,
        progress: { show: true, width: 12, itemStyle: { color: this.color('--mr-accent') } },
        axisLine: { lineStyle: { width: 12, color: [[1, this.color('--mr-line')]] } },
        pointer: { show: v !== null, width: 4, itemStyle: { color: this.color('--mr-text') } }, anchor: { show: false },
        axisTick: { show: false }, splitLine: { length: 8, distance: 2, lineStyle: { color: text, width: 1 } },
        axisLabel: { color: text, fontSize: 11, distance: 16, formatter: (n: number) => value(n, shown) },
        title: { show: false },
        detail: { offsetCenter: [0, '62%'], color: this.color('--mr-text'), fontSize: 20, fontWeight: 600, formatter: () => value(v, shown) },
        data: [{ value: v ?? shown.min }],
      }],
    };
  }

  private bars(shown: Shown) {
    const overTime = shown.times.length > 0;
    const text = this.color('--mr-text-2');
    const names = overTime ? shown.times.map((t) => clock(t, shown.to - shown.from)) : shown.lines.map((l) => l.name);
    const values = overTime ? (shown.lines[0]?.values ?? []) : shown.lines.map((l) => l.values[0]);
    const category = { type: 'category', data: names, inverse: !overTime, axisLabel: { color: text, fontSize: 11, overflow: 'truncate', width: overTime ? undefined : 110 },
      axisLine: { lineStyle: { color: this.color('--mr-line-2') } }, axisTick: { show: false } };
    const amount = { type: 'value', axisLabel: { color: text, fontSize: 11, hideOverlap: true, formatter: (n: number) => value(n, shown) }, splitLine: { lineStyle: { color: this.color('--mr-line') } } };
    return {
      animation: false, grid: { left: 8, right: overTime ? 12 : 64, top: 10, bottom: 6, containLabel: true },
      xAxis: overTime ? category : amount, yAxis: overTime ? amount : category,
      tooltip: this.tooltip((p) => `${p.name}\n${value(values[p.dataIndex], shown)}`),
      series: [{ type: 'bar', data: values, barMaxWidth: 26, itemStyle: { color: this.color('--mr-accent'), borderRadius: 2 },
        label: { show: !overTime, position: 'right', color: this.color('--mr-text'), fontSize: 11, formatter: (p: { dataIndex: number }) => value(values[p.dataIndex], shown) } }],
    };
  }

  private heat(shown: Shown) {
    const text = this.color('--mr-text-2');
    const cells: [number, number, number][] = [];
    shown.lines.forEach((line, y) => line.values.forEach((v, x) => {
      if (v !== null) {
        cells.push([x, y, v]);
      }
    }));
    const most = Math.max(1e-9, ...cells.map((c) => c[2]));
    const axis = { axisLabel: { color: text, fontSize: 11 }, axisLine: { show: false }, axisTick: { show: false } };
    return {
      animation: false, grid: { left: 8, right: 12, top: 6, bottom: 40, containLabel: true },
      xAxis: { ...axis, type: 'category', data: shown.times.map((t) => clock(t, shown.to - shown.from)) },
      yAxis: { ...axis, type: 'category', data: shown.lines.map((l) => l.name), inverse: true, axisLabel: { color: text, fontSize: 11, overflow: 'truncate', width: 110 } },
      visualMap: { min: Math.min(0, ...cells.map((c) => c[2])), max: most, calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 120, itemWidth: 10, precision: 1,
        textStyle: { color: text, fontSize: 11 }, text: [value(most, shown), '0'], inRange: { color: [this.color('--mr-canvas'), this.color('--mr-accent')] } },
      tooltip: this.tooltip((p) => {
        const [x, y, v] = p.value as [number, number, number];
        return `${shown.lines[y]?.name}, ${clock(shown.times[x], shown.to - shown.from)}\n${value(v, shown)}`;
      }),
      series: [{ type: 'heatmap', data: cells, itemStyle: { borderColor: this.color('--mr-panel'), borderWidth: 1 },
        label: { show: cells.length <= MOST_LABELS, color: this.color('--mr-text'), textBorderColor: this.color('--mr-panel'), textBorderWidth: 2, fontSize: 10, formatter: (p: { value: unknown }) => value((p.value as number[])[2], { ...shown, suffix: '' }) } }],
    };
  }
}

/** The next number that people would choose as an end: 1, 2 or 5 with zeros. */
function nice(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= most * 1.05) ?? most * 2;
}

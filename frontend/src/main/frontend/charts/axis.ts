import type uPlot from 'uplot';

/** As wide as the longest text beside the axis, so that none is cut; uPlot asks again until the sizes fit each other. */
export function wideEnough(least: number): (plot: uPlot, values: string[] | null, axis: number, cycle: number) => number {
  let size = least;
  return (plot, values, axis, cycle) => {
    if (cycle > 1) {
      return size;
    }
    // By now uPlot has made of the font one in pixels of the canvas.
    const font = plot.axes[axis].font as unknown as string | string[];
    plot.ctx.font = typeof font === 'string' ? font : font[0];
    const longest = (values ?? []).reduce((most, text) => Math.max(most, plot.ctx.measureText(text ?? '').width), 0);
    const { gap = 5, ticks } = plot.axes[axis];
    const tick = (ticks as { size?: number } | undefined)?.size ?? 10;
    size = Math.max(least, Math.ceil(longest / devicePixelRatio + tick + gap));
    return size;
  };
}

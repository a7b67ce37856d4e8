export type Unit = 'ROWS_PER_SECOND' | 'ROWS' | 'TIMES' | 'SECONDS' | 'MILLISECONDS' | 'SHARE' | 'BYTES';

function short(value: number): string {
  if (Math.abs(value) >= 1e9) return `${(value / 1e9).toFixed(1)} G`;
  if (Math.abs(value) >= 1e6) return `${(value / 1e6).toFixed(1)} M`;
  if (Math.abs(value) >= 1e4) return `${(value / 1e3).toFixed(1)} k`;
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 1 ? 2 : 1);
}

function scaled(value: number, steps: [number, string][]): string {
  const [size, word] = steps.find(([at]) => Math.abs(value) >= at) ?? steps[steps.length - 1];
  const n = value / size;
  return `${Number.isInteger(n) ? n : n.toFixed(Math.abs(n) < 1 ? 2 : 1)} ${word}`;
}

const YEAR = 31_557_600;
/** No row is that late: a time like this is a mistake, as of seconds taken for milliseconds. */
const NO_SENSE = 100 * YEAR;

function seconds(value: number): string {
  if (Math.abs(value) >= NO_SENSE) {
    return '> 100 years';
  }
  const [size, word] = value >= 2 * YEAR ? [YEAR, 'years'] : value >= 172_800 ? [86_400, 'd'] : value >= 7_200 ? [3_600, 'h'] : value >= 120 ? [60, 'min'] : [1, 's'];
  return scaled(value, [[size as number, word as string]]);
}

/** A number as people read it. */
export function words(value: number, unit: Unit): string {
  switch (unit) {
    case 'ROWS_PER_SECOND': return `${short(value)}/s`;
    case 'SECONDS': return seconds(value);
    case 'MILLISECONDS': return value >= 1_000 ? seconds(value / 1000) : `${short(value)} ms`;
    case 'SHARE': return `${Math.round(value * 1000) / 10} %`;
    case 'BYTES': return scaled(value, [[1 << 30, 'GB'], [1 << 20, 'MB'], [1 << 10, 'kB'], [1, 'B']]);
    case 'ROWS':
    case 'TIMES': return short(value);
  }
}

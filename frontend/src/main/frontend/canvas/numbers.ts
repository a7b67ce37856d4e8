/** 12.4 k, 3.1 M: short enough for an edge. Pure. */
export function short(value: number): string {
  if (value >= 999_950_000) return `${(value / 1e9).toFixed(1)} G`;
  if (value >= 999_950) return `${(value / 1e6).toFixed(1)} M`;
  if (value >= 9_999.5) return `${(value / 1e3).toFixed(1)} k`;
  return value < 9.95 && !Number.isInteger(value) ? value.toFixed(1) : grouped(Math.round(value));
}

/** All digits, in groups of three. */
export function grouped(value: number): string {
  return Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export function bytes(value: number): string {
  if (value >= 1 << 30) return `${(value / (1 << 30)).toFixed(1)} GB`;
  if (value >= 1 << 20) return `${(value / (1 << 20)).toFixed(1)} MB`;
  return value >= 1 << 10 ? `${(value / (1 << 10)).toFixed(1)} kB` : `${value} B`;
}

const YEAR = 31_557_600;

/** A short time: with its tenths as long as they tell something. */
export function millis(value: number): string {
  if (value < 1_000) return `${Math.round(value)} ms`;
  return value < 9_950 ? `${(value / 1_000).toFixed(1)} s` : span(value / 1_000);
}

/** A time in the largest unit that fits. */
export function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  if (seconds < 2 * YEAR) return `${grouped(seconds / 86_400)} d`;
  return seconds < 100 * YEAR ? `${(seconds / YEAR).toFixed(1)} years` : 'over 100 years';
}

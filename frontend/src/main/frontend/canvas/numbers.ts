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

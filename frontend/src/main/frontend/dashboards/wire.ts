import { words, type Unit } from '../charts/units';

export type TileType = 'NUMBER' | 'GAUGE' | 'LINE' | 'BAR' | 'TOP_N' | 'HEAT_MAP';

/** What the server sends of a tile. */
export interface Shown {
  type: TileType;
  title: string;
  /** Seconds since 1970; none where there is one value for each line. */
  times: number[];
  lines: { name: string; values: (number | null)[] }[];
  /** Of a metric. */
  unit: Unit | null;
  /** What stands behind values of rows. */
  suffix: string;
  /** The column that values are by. */
  key: string;
  from: number;
  to: number;
  min: number;
  max: number | null;
  notes: string[];
  trouble: string | null;
}

/** A value as people read it. */
export function value(v: number | null | undefined, shown: Shown): string {
  if (v === null || v === undefined) {
    return '–';
  }
  return shown.unit ? words(v, shown.unit) : words(v, 'ROWS') + (shown.suffix ? ` ${shown.suffix}` : '');
}

/** All digits. */
export function exact(v: number | null | undefined, shown: Shown): string {
  return v === null || v === undefined ? 'nothing is known' : `${v.toLocaleString(undefined, { maximumFractionDigits: 6 })}${shown.suffix ? ` ${shown.suffix}` : ''}`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** A time in the viewer's zone. */
export function clock(seconds: number, span: number): string {
  return (span > 86_400 ? DAY : CLOCK).format(new Date(seconds * 1000));
}

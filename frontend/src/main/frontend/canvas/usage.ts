import type { WireKind } from './wire';

/** Which kinds this person adds most, so that they are offered first. Kept in the browser. */

const KEPT = 'millrace-kinds-used';

function counts(): Record<string, number> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, number>) : {};
  } catch {
    // Somebody else's text under our name counts for nothing.
    return {};
  }
}

export function count(kind: string) {
  const now = counts();
  now[kind] = (Number(now[kind]) || 0) + 1;
  try {
    localStorage.setItem(KEPT, JSON.stringify(now));
  } catch {
    // Without a store the order of the palette stays.
  }
}

export function mostUsed(kinds: WireKind[]): WireKind[] {
  const used = counts();
  return kinds.map((kind, i) => ({ kind, i })).sort((a, b) => (Number(used[b.kind.id]) || 0) - (Number(used[a.kind.id]) || 0) || a.i - b.i).map(({ kind }) => kind);
}

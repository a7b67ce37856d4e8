import { useCallback, useEffect } from 'react';
import { isGroup, isNote, moved, SMALLEST_NOTE, visible } from './folding';
import { neighbour } from './graph';
import { GRID } from './shape';
import type { CanvasStore } from './store';

const PLAIN: Record<string, string> = {
  '/': 'add', '?': 'help', f: 'fit', l: 'layout', c: 'connect', d: 'disconnect', o: 'outline', b: 'bypass', x: 'cut', n: 'note', g: 'group', u: 'ungroup', h: 'fold', m: 'minimap', '+': 'zoomIn', '=': 'zoomIn', '-': 'zoomOut',
  '0': 'zoom100', F8: 'problem', Delete: 'remove', Backspace: 'remove',
};
const WITH_CONTROL: Record<string, string> = { z: 'undo', y: 'redo', d: 'duplicate', a: 'all', k: 'commands' };
const STEPS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Whether the canvas can be used now: it cannot while another one lies over it. */
export function isInUse(board: HTMLElement | null): boolean {
  return board !== null && board.closest('[inert]') === null;
}

/** Everything by keyboard. Keys count while the canvas has the focus, or nothing has it. */
export function useKeys(store: CanvasStore, board: () => HTMLElement | null, run: (action: string) => void, show: (id: string) => void) {
  const onKey = useCallback((e: KeyboardEvent) => {
    const at = e.target as HTMLElement;
    if (e.defaultPrevented || at.closest('input, textarea, select, [contenteditable], dialog')) {
      return;
    }
    const { graph, selected, readOnly } = store.get();
    const control = e.ctrlKey || e.metaKey;
    const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    const focused = at.closest<HTMLElement>('.react-flow__node')?.dataset.id;
    const done = (action: string) => {
      e.preventDefault();
      // Notes and frames get the focus by Tab, which selects nothing.
      if (focused && (isNote(focused) || isGroup(focused)) && !store.get().selected.has(focused)) store.select([focused]);
      run(action);
    };
    if (control) {
      const action = e.shiftKey && key === 'z' ? 'redo' : WITH_CONTROL[key];
      if (action && !e.altKey) done(action);
    } else if (STEPS[key] && e.shiftKey) {
      e.preventDefault();
      const [dx, dy] = STEPS[key];
      const places = moved(graph, selected, dx * GRID, dy * GRID);
      if (places.length > 0 && !readOnly) store.nudge(places);
    } else if (STEPS[key] && e.altKey) {
      e.preventDefault();
      const [dx, dy] = STEPS[key];
      const sized = graph.notes.filter((n) => selected.has(n.id)).map((n) => ({ ...n, width: Math.max(SMALLEST_NOTE.width, n.width + dx * 2 * GRID), height: Math.max(SMALLEST_NOTE.height, n.height + dy * 2 * GRID) }));
      if (sized.length > 0 && !readOnly) void store.resize(sized);
    } else if (STEPS[key]) {
      e.preventDefault();
      const next = neighbour(visible(graph), focused ?? visible(graph).nodes.find((n) => selected.has(n.id))?.id ?? '', key);
      if (next) {
        store.select([next]);
        show(next);
      }
    } else if (key === 'Enter') {
      if (!at.closest('button, [role=button]')) {
        if (focused) store.select([focused]);
        done('open');
      }
    } else if (key === ' ' && focused) {
      e.preventDefault();
      store.select(selected.has(focused) ? [...selected].filter((id) => id !== focused) : [...selected, focused]);
    } else if (key === 'Escape') {
      store.select([]);
    } else if (PLAIN[key] && !e.altKey) {
      done(PLAIN[key]);
    }
  }, [store, run, show]);
  useEffect(() => {
    const onDocument = (e: KeyboardEvent) => {
      const at = e.target as HTMLElement;
      if (isInUse(board()) && (at === document.body || board()?.contains(at))) onKey(e);
    };
    document.addEventListener('keydown', onDocument);
    return () => document.removeEventListener('keydown', onDocument);
  }, [onKey, board]);
}

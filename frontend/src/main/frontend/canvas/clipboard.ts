import { useEffect } from 'react';
import { counted } from './folding';
import { fragment, parseFragment } from './fragment';
import type { Point } from './shape';
import { isInUse } from './keys';
import type { CanvasStore } from './store';

/** Copy and paste between pipelines and tabs, as text on the system's clipboard; where that is closed to us, within this browser. */

const KEPT = 'millrace-clipboard';
let pastes = 0;

function copied(store: CanvasStore): string | undefined {
  const part = fragment(store.get().graph, store.get().selected);
  if (!part) {
    return undefined;
  }
  pastes = 0;
  const text = JSON.stringify(part, null, 2);
  keep(text);
  store.notify(`Copied ${[part.nodes.length > 0 ? counted(part.nodes.length, 'node') : '', part.notes.length > 0 ? counted(part.notes.length, 'note') : ''].filter(Boolean).join(' and ')}`);
  return text;
}

function keep(text: string) {
  try {
    localStorage.setItem(KEPT, text);
  } catch {
    // A full or closed store only costs the fallback.
  }
}

/** For the command: the browser may not let a page write to the clipboard unasked. */
export async function copyText(store: CanvasStore): Promise<void> {
  const text = copied(store);
  if (text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      store.notify('Copied, for this browser only');
    }
  }
}

export async function lastCopied(): Promise<string> {
  try {
    const text = await navigator.clipboard.readText();
    if (parseFragment(text)) {
      return text;
    }
  } catch {
    // Not allowed to read it; what was last copied in this browser will do.
  }
  return localStorage.getItem(KEPT) ?? '';
}

/** Pastes where the pointer is; a little further each time, so that copies do not cover each other. */
export function pasteText(store: CanvasStore, text: string, at: Point): boolean {
  const part = parseFragment(text);
  if (!part) {
    return false;
  }
  const shift = 30 * pastes++;
  void store.send({ type: 'paste', fragment: part, x: Math.round(at.x) + shift, y: Math.round(at.y) + shift });
  return true;
}

export function duplicate(store: CanvasStore) {
  const part = fragment(store.get().graph, store.get().selected);
  if (part) {
    const all = [...part.nodes, ...part.notes];
    const x = Math.min(...all.map((n) => n.x));
    const y = Math.max(...part.nodes.map((n) => n.y + 100), ...part.notes.map((n) => n.y + n.height + 20));
    void store.send({ type: 'paste', fragment: part, x: x + 20, y });
  }
}

/** Follows the browser's own copy, cut and paste, so that its menu works as the keys do. */
export function useClipboard(store: CanvasStore, board: () => HTMLElement | null, pasteAt: () => Point, remove: () => void) {
  useEffect(() => {
    const ours = (e: ClipboardEvent) => {
      const at = e.target as HTMLElement;
      return !at.closest?.('input, textarea, [contenteditable], dialog') && !window.getSelection()?.toString()
        && isInUse(board()) && (at === document.body || (board()?.contains(at) ?? false));
    };
    const onCopy = (e: ClipboardEvent) => {
      const text = ours(e) ? copied(store) : undefined;
      if (text) {
        e.clipboardData?.setData('text/plain', text);
        e.preventDefault();
        if (e.type === 'cut' && !store.get().readOnly) remove();
      }
    };
    const onPaste = (e: ClipboardEvent) => {
      if (ours(e) && !store.get().readOnly) {
        const text = e.clipboardData?.getData('text/plain') ?? '';
        if (pasteText(store, parseFragment(text) ? text : (localStorage.getItem(KEPT) ?? ''), pasteAt())) {
          e.preventDefault();
        }
      }
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [store, board, pasteAt, remove]);
}

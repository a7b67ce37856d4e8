import { short } from './graph';
import type { CanvasStore } from './store';

/**
 * Writes live numbers straight into the drawing, once per animation frame and past React: five hundred edges a second would
 * otherwise keep a core busy.
 */
export function showRates(root: HTMLElement, store: CanvasStore): () => void {
  let frame = 0;
  const write = () => {
    frame = 0;
    const { edges, nodes } = store.rates;
    root.querySelectorAll<SVGTextElement>('[data-rate]').forEach((text) => {
      const numbers = edges[text.dataset.rate!];
      const words = numbers ? `${short(numbers[0])}/s · ${short(numbers[1])}` : '';
      if (text.textContent !== words) {
        text.textContent = words;
        text.dataset.total = numbers ? String(numbers[1]) : '';
      }
    });
    root.querySelectorAll<HTMLElement>('[data-counts]').forEach((face) => {
      const n = nodes[face.dataset.counts!];
      const words = n
        ? [`${short(n.in)} in`, face.dataset.sink === undefined ? `${short(n.out)} out` : '', n.rejected > 0 ? `${short(n.rejected)} bad` : '', n.late > 0 ? `${short(n.late)} late` : '']
            .filter(Boolean).join(' · ')
        : '';
      if (face.textContent !== words) {
        face.textContent = words;
        face.title = n ? `${n.in} rows in, ${n.out} rows out, ${n.rejected} bad records, ${n.late} late rows, busy ${Math.round(n.busy * 100)} %` : '';
      }
    });
  };
  const schedule = () => {
    if (frame === 0) {
      frame = requestAnimationFrame(write);
    }
  };
  const stop = store.onRates(schedule);
  const unsubscribe = store.subscribe(schedule);
  // Nodes and edges that React draws later must not stay without numbers until the next second.
  const drawn = new MutationObserver(schedule);
  drawn.observe(root, { childList: true, subtree: true });
  return () => {
    stop();
    unsubscribe();
    drawn.disconnect();
    cancelAnimationFrame(frame);
  };
}

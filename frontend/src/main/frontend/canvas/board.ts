import { createContext } from 'react';
import { CanvasStore } from './store';
import type { WireEnd } from './wire';

/** What the parts of the drawing need of the canvas they are on. */
export interface Board {
  store: CanvasStore;
  /** Offers kinds that fit behind an output, in front of an input, or on an edge. Places are in pixels of the screen. */
  addAfter: (from: WireEnd, x: number, y: number) => void;
  addBetween: (edge: string, x: number, y: number) => void;
}

const nowhere = new CanvasStore(() => Promise.resolve({ refusal: '', added: [] }));

export const BoardContext = createContext<Board>({ store: nowhere, addAfter: () => {}, addBetween: () => {} });

import { GridStack, type GridItemHTMLElement } from 'gridstack';
import 'gridstack/dist/gridstack.min.css';

const COLUMNS = 12;
const ROW = 76;
/** Below this width tiles stand below each other, and cannot be arranged. */
const NARROW = 760;

/**
 * Tiles on a grid of twelve columns. While "editing" is set, they are moved by their handle and resized at their corner, with the pointer or with
 * the arrow keys (with Shift: resized). Each time somebody is done, the event "arranged" tells all places, and which move it was.
 */
class TileGridElement extends HTMLElement {
  static observedAttributes = ['editing'];
  private grid: GridStack | undefined;
  private moves = 0;
  private readonly said = document.createElement('div');
  private readonly children_ = new MutationObserver((changes) => this.follow(changes));

  connectedCallback() {
    this.classList.add('grid-stack');
    this.said.className = 'visually-hidden';
    this.said.setAttribute('aria-live', 'polite');
    this.after(this.said);
    // After all tiles that come with this page.
    queueMicrotask(() => this.begin());
    this.addEventListener('keydown', this.key);
  }

  disconnectedCallback() {
    this.children_.disconnect();
    this.said.remove();
    this.grid?.destroy(false);
    this.grid = undefined;
    this.removeEventListener('keydown', this.key);
  }

  attributeChangedCallback() {
    this.grid?.setStatic(!this.editing());
  }

  private editing() {
    return this.hasAttribute('editing');
  }

  private begin() {
    if (!this.isConnected || this.grid) {
      return;
    }
    this.grid = GridStack.init({
      column: COLUMNS, cellHeight: ROW, margin: 6, mode: 'float', animate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      handle: '.tile-move', staticGrid: !this.editing(), resizable: { handles: 'se' }, columnOpts: { breakpoints: [{ w: NARROW, c: 1 }], layout: 'list' },
    }, this) ?? undefined;
    this.grid?.on('dragstop', () => this.tell());
    this.grid?.on('resizestop', () => this.tell());
    this.children_.observe(this, { childList: true });
  }

  private follow(changes: MutationRecord[]) {
    const grid = this.grid;
    if (!grid) {
      return;
    }
    for (const change of changes) {
      change.removedNodes.forEach((n) => {
        const item = n as GridItemHTMLElement;
        if (item.gridstackNode && item.parentNode !== this) {
          grid.removeWidget(item, false, false);
        }
      });
      change.addedNodes.forEach((n) => {
        const item = n as GridItemHTMLElement;
        if (item.classList?.contains('grid-stack-item') && !item.classList.contains('grid-stack-placeholder') && !item.gridstackNode) {
          grid.makeWidget(item);
        }
      });
    }
  }

  /**
   * Puts tiles where somebody has put them, here or elsewhere. An answer to a move before the newest one is left: it would take that one back, and its own
   * answer comes.
   *
   * @param heard the newest move that the server knows of
   */
  arrange(json: string, heard: number) {
    if (heard < this.moves) {
      return;
    }
    const places = JSON.parse(json) as { id: string; x: number; y: number; w: number; h: number }[];
    this.grid?.batchUpdate(true);
    for (const { id, ...place } of places) {
      const item = this.item(id);
      if (item) {
        this.grid?.update(item, place);
      }
    }
    this.grid?.batchUpdate(false);
  }

  private item(id: string): HTMLElement | undefined {
    return (this.grid?.getGridItems() ?? []).find((e) => e.gridstackNode?.id === id);
  }

  private tell() {
    if (this.grid && this.grid.getColumn() === COLUMNS) {
      const places = this.grid.getGridItems().map((e) => e.gridstackNode!).map(({ id, x, y, w, h }) => ({ id, x, y, w: w ?? 1, h: h ?? 1 }));
      this.moves += 1;
      this.dispatchEvent(new CustomEvent('arranged', { detail: JSON.stringify({ move: this.moves, places }) }));
    }
  }

  private readonly key = (e: KeyboardEvent) => {
    const handle = (e.target as HTMLElement).closest?.('.tile-move');
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
    const item = handle?.closest<GridItemHTMLElement>('.grid-stack-item');
    const node = item?.gridstackNode;
    if (!handle || !step || !item || !node || !this.grid || !this.editing() || this.grid.getColumn() !== COLUMNS) {
      return;
    }
    e.preventDefault();
    const [dx, dy] = step;
    const { x = 0, y = 0, w = 1, h = 1 } = node;
    if (e.shiftKey) {
      this.grid.update(item, { w: Math.min(COLUMNS - x, Math.max(1, w + dx)), h: Math.max(1, h + dy) });
    } else {
      this.grid.update(item, { x: Math.min(COLUMNS - w, Math.max(0, x + dx)), y: Math.max(0, y + dy) });
    }
    this.said.textContent = `Column ${(node.x ?? 0) + 1}, row ${(node.y ?? 0) + 1}, ${node.w ?? 1} wide, ${node.h ?? 1} high`;
    this.tell();
  };
}

customElements.define('millrace-tile-grid', TileGridElement);

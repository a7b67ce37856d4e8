import { themeColor } from '../charts/color';
import { download, pictureOfCanvas } from '../charts/save';
import { ChartFace } from './chart-face';
import { LineFace } from './line-face';
import { drawNumber, drawTable } from './number-face';
import { tablePicture } from './picture';
import { clock, value, type Shown, type TileType } from './wire';

/** The values of a tile in the viewer's zone and theme, and below them what there is to know of them. */
class TileFiguresElement extends HTMLElement {
  private shown: Shown | undefined;
  private line: LineFace | undefined;
  private chart: ChartFace | undefined;
  private face: TileType | undefined;
  private readonly place = document.createElement('div');
  private readonly notes = document.createElement('div');
  private readonly size = new ResizeObserver(() => {
    if (this.place.clientWidth > 0) {
      this.line?.resize();
      this.chart?.resize();
    }
  });
  private readonly theme = matchMedia('(prefers-color-scheme: dark)');
  private readonly scheme = new MutationObserver(() => this.redraw());
  private readonly redraw = () => {
    this.clear();
    this.draw();
  };

  connectedCallback() {
    this.place.className = 'tile-face';
    this.notes.className = 'tile-notes';
    this.append(this.place, this.notes);
    this.size.observe(this.place);
    this.theme.addEventListener('change', this.redraw);
    this.scheme.observe(document.documentElement, { attributes: true, attributeFilter: ['theme', 'style', 'class'] });
    this.draw();
  }

  disconnectedCallback() {
    this.size.disconnect();
    this.scheme.disconnect();
    this.theme.removeEventListener('change', this.redraw);
    this.clear();
  }

  show(json: string) {
    this.shown = JSON.parse(json) as Shown;
    this.draw();
  }

  /** Saves what is drawn, with its title and time. */
  picture(file: string) {
    const shown = this.shown;
    if (!shown) {
      return;
    }
    const colors = { ground: this.color('--mr-panel'), text: this.color('--mr-text') };
    const drawn = this.line?.canvas() ?? this.chart?.canvas() ?? tablePicture(shown, colors);
    pictureOfCanvas(drawn, shown.title, `${new Date(shown.from * 1000).toLocaleString()} to ${new Date(shown.to * 1000).toLocaleString()}`,
      this.line && shown.lines.length > 1 ? this.line.legend() : [], colors, (blob) => download(file, blob));
  }

  save(file: string, text: string) {
    download(file, new Blob([text], { type: 'text/csv' }));
  }

  private clear() {
    this.line?.close();
    this.chart?.close();
    this.line = undefined;
    this.chart = undefined;
    this.face = undefined;
    this.place.replaceChildren();
  }

  private color = (token: string) => themeColor(this, token);

  private draw() {
    const shown = this.shown;
    if (!shown || !this.isConnected) {
      return;
    }
    this.dataset.trouble = shown.trouble ? 'true' : 'false';
    this.notes.replaceChildren(...(shown.trouble ? [] : shown.notes).map((n) => Object.assign(document.createElement('div'), { textContent: n, title: n })));
    if (shown.trouble) {
      this.clear();
      const words = document.createElement('p');
      words.className = 'tile-trouble';
      words.textContent = shown.trouble;
      this.place.append(words);
      this.describe(shown.trouble);
      return;
    }
    if (this.face !== shown.type) {
      this.clear();
      this.face = shown.type;
    }
    switch (shown.type) {
      case 'NUMBER': drawNumber(this.place, shown); break;
      case 'TOP_N': drawTable(this.place, shown); break;
      case 'LINE': (this.line ??= new LineFace(this.place, this.color)).show(shown); break;
      case 'GAUGE': case 'BAR': case 'HEAT_MAP': (this.chart ??= new ChartFace(this.place, this.color)).show(shown); break;
    }
    this.describe(shown.type === 'NUMBER' || shown.type === 'TOP_N' ? '' : summary(shown));
  }

  /** Drawings say in words what is in them. */
  private describe(words: string) {
    if (words && !this.shown?.trouble) {
      this.place.setAttribute('role', 'img');
      this.place.setAttribute('aria-label', words);
    } else {
      this.place.removeAttribute('role');
      this.place.removeAttribute('aria-label');
    }
    // A table or a reason can be longer than its place, and has to be scrolled by keyboard too.
    const scrolls = this.shown?.type === 'TOP_N' || Boolean(this.shown?.trouble);
    if (!scrolls) {
      this.place.removeAttribute('tabindex');
    } else {
      this.place.tabIndex = 0;
      this.place.setAttribute('role', 'group');
      this.place.setAttribute('aria-label', this.shown!.title);
    }
  }
}

function summary(shown: Shown): string {
  const newest = shown.lines.slice(0, 5).map((l) => `${l.name || 'newest'} ${value(l.values.findLast((v) => v !== null), shown)}`);
  const times = shown.times.length ? `, ${clock(shown.from, shown.to - shown.from)} to ${clock(shown.to, shown.to - shown.from)}` : '';
  return `${shown.title}${times}: ${newest.join(', ') || 'no values'}`;
}

customElements.define('millrace-tile-figures', TileFiguresElement);

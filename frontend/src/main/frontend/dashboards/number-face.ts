import { exact, value, type Shown } from './wire';

/** One value, as large as its place allows. */
export function drawNumber(place: HTMLElement, shown: Shown) {
  const v = shown.lines[0]?.values.at(-1);
  const figure = place.querySelector('.tile-number') ?? place.appendChild(Object.assign(document.createElement('div'), { className: 'tile-number' }));
  figure.textContent = value(v, shown);
  (figure as HTMLElement).title = exact(v, shown);
}

/** The keys with their values, the largest first; the bar behind a value says the same once more. */
export function drawTable(place: HTMLElement, shown: Shown) {
  const table = document.createElement('table');
  table.className = 'tile-table';
  table.setAttribute('aria-label', shown.title);
  const head = table.createTHead().insertRow();
  ['', shown.key, ''].forEach((text, i) => {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = ['#', text, 'Value'][i];
    head.append(cell);
    if (i === 1 && !text) {
      cell.textContent = 'Key';
    }
  });
  const most = Math.max(0, ...shown.lines.map((l) => l.values[0] ?? 0));
  const body = table.createTBody();
  shown.lines.forEach((line, i) => {
    const row = body.insertRow();
    row.insertCell().textContent = String(i + 1);
    const name = row.insertCell();
    name.textContent = line.name;
    name.title = line.name;
    const cell = row.insertCell();
    const v = line.values[0];
    cell.textContent = value(v, shown);
    cell.title = exact(v, shown);
    cell.style.setProperty('--share', `${most > 0 ? Math.max(0, ((v ?? 0) / most) * 100) : 0}%`);
  });
  place.replaceChildren(table);
}

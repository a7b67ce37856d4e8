interface PrintedRow {
  at: number;
  kind: string;
  row: string;
}

const MEANING: Record<string, string> = { '+I': 'new row', '-U': 'no longer holds', '+U': 'holds instead', '-D': 'row taken back' };

/** The newest rows that a running job logs, newest first. Rows are drawn as text, whatever is in them. */
class PrintedRowsElement extends HTMLElement {
  show(json: string) {
    const rows = (JSON.parse(json) as PrintedRow[]).reverse();
    const body = document.createElement('tbody');
    rows.forEach((r) => body.append(this.line(r)));
    const table = this.querySelector('table') ?? this.table();
    table.tBodies[0]?.remove();
    table.append(body);
  }

  private table(): HTMLTableElement {
    const table = document.createElement('table');
    table.setAttribute('aria-label', this.getAttribute('label') ?? 'Newest rows');
    const head = table.createTHead().insertRow();
    ['Time', 'Change', 'Row'].forEach((name) => {
      const cell = document.createElement('th');
      cell.scope = 'col';
      cell.textContent = name;
      head.append(cell);
    });
    this.append(table);
    return table;
  }

  private line(r: PrintedRow): HTMLTableRowElement {
    const line = document.createElement('tr');
    const time = new Date(r.at);
    const cells = [time.toLocaleTimeString(undefined, { hour12: false }) + '.' + String(time.getMilliseconds()).padStart(3, '0'), r.kind, r.row];
    cells.forEach((text, i) => {
      const cell = line.insertCell();
      cell.textContent = text;
      cell.title = i === 0 ? time.toISOString() : i === 1 ? MEANING[text] ?? text : text;
    });
    line.cells[1].className = r.kind === '+I' || r.kind === '+U' ? 'printed-plus' : 'printed-minus';
    return line;
  }
}

customElements.define('millrace-printed-rows', PrintedRowsElement);

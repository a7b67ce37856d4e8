import type { ReactNode } from 'react';

/**
 * The text of a note: headings, lists, bold, italic and code of Markdown, and everything else as it is written. It becomes
 * elements one by one and never HTML, so that hostile text is only text.
 */
export function NoteText({ text }: { text: string }) {
  return <>{text.split('\n').map((line, i) => <Line key={i} text={line} />)}</>;
}

function Line({ text }: { text: string }) {
  const heading = /^(#{1,3}) (.*)$/.exec(text);
  if (heading) {
    return <p className="mr-note-heading">{inline(heading[2])}</p>;
  }
  const item = /^\s*[-*] (.*)$/.exec(text);
  if (item) {
    return <p className="mr-note-item">{inline(item[1])}</p>;
  }
  return <p>{text ? inline(text) : '\u00a0'}</p>;
}

const PART = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*)/;

function inline(text: string): ReactNode[] {
  return text.split(PART).map((part, i) => {
    if (i % 2 === 0) return part;
    if (part.startsWith('`')) return <code key={i}>{part.slice(1, -1)}</code>;
    if (part.startsWith('**')) return <strong key={i}>{part.slice(2, -2)}</strong>;
    return <em key={i}>{part.slice(1, -1)}</em>;
  });
}

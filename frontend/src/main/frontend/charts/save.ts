import type uPlot from 'uplot';

interface Entry {
  name: string;
  color: string;
}

const MARGIN = 12;
const LINE = 20;

/** Hands a file to the person. */
export function download(file: string, blob: Blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** What is drawn, with a title, the time it is of and a legend, as a picture of its own. */
export function pictureOf(plot: uPlot, title: string, time: string, legend: Entry[], colors: { ground: string; text: string }, done: (blob: Blob) => void) {
  pictureOfCanvas(plot.ctx.canvas, title, time, legend, colors, done);
}

/** The same of anything that is drawn. */
export function pictureOfCanvas(drawn: HTMLCanvasElement, title: string, time: string, legend: Entry[], colors: { ground: string; text: string }, done: (blob: Blob) => void) {
  const ratio = devicePixelRatio;
  const head = MARGIN + 2 * LINE;
  const canvas = document.createElement('canvas');
  canvas.width = drawn.width + 2 * MARGIN * ratio;
  canvas.height = drawn.height + (head + LINE + MARGIN) * ratio;
  const ctx = canvas.getContext('2d')!;
  ctx.fillStyle = colors.ground;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.drawImage(drawn, MARGIN * ratio, head * ratio);
  ctx.scale(ratio, ratio);
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colors.text;
  ctx.font = '600 14px system-ui';
  ctx.fillText(title, MARGIN, MARGIN + LINE / 2);
  ctx.font = '12px system-ui';
  ctx.fillText(time, MARGIN, MARGIN + LINE * 1.5);
  let x = MARGIN;
  const y = canvas.height / ratio - MARGIN - LINE / 2;
  for (const { name, color } of legend) {
    ctx.fillStyle = color;
    ctx.fillRect(x, y - 2, 14, 4);
    ctx.fillStyle = colors.text;
    ctx.fillText(name, x + 20, y);
    x += 40 + ctx.measureText(name).width;
  }
  canvas.toBlob((blob) => {
    if (blob) {
      done(blob);
    }
  });
}

import { value, type Shown } from './wire';

const LINE = 24;
const WIDTH = 420;

/** Numbers and tables as a drawing, for those who want a picture of them. */
export function tablePicture(shown: Shown, colors: { text: string }): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const ratio = devicePixelRatio;
  const lines = Math.max(1, shown.lines.length);
  const single = shown.type === 'NUMBER';
  canvas.width = WIDTH * ratio;
  canvas.height = (single ? 80 : lines * LINE) * ratio;
  const ctx = canvas.getContext('2d')!;
  ctx.scale(ratio, ratio);
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colors.text;
  if (single) {
    ctx.font = '600 40px system-ui';
    ctx.fillText(value(shown.lines[0]?.values.at(-1), shown), 0, 40);
    return canvas;
  }
  ctx.font = '13px system-ui';
  shown.lines.forEach((line, i) => {
    const y = i * LINE + LINE / 2;
    ctx.textAlign = 'left';
    ctx.fillText(`${i + 1}  ${line.name}`, 0, y, WIDTH * 0.65);
    ctx.textAlign = 'right';
    ctx.fillText(value(line.values[0], shown), WIDTH, y);
  });
  return canvas;
}

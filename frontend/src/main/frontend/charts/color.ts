/** What a colour of the theme, such as --mr-panel, is where an element stands: drawings on a canvas cannot take it by its name. */
export function themeColor(at: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  at.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

import { type Html, html } from '../html.ts';

/** The codes of "select graphic rendition" (ECMA-48, 8.3.117) that our renderer writes. */
const STYLES: Readonly<Record<string, string>> = {
  1: 'bold',
  2: 'dim',
  4: 'underline',
  32: 'green',
  36: 'cyan',
};
const ENDS: Readonly<Record<string, readonly string[]>> = {
  0: Object.values(STYLES),
  22: ['bold', 'dim'],
  24: ['underline'],
  39: ['green', 'cyan'],
};

/** Text with ANSI colours as a terminal shows it. @throws {Error} for a code that is not drawn yet. */
export function drawAnsi(text: string): Html {
  const [first = '', ...rest] = text.split('\u001b[');
  let styles: readonly string[] = [];
  const pieces = rest.map((part) => {
    const [, code = '', plain = ''] = /^(\d+)m([\s\S]*)$/.exec(part) ?? [];
    styles = apply(code, styles);
    return html`<span class="${styles.join(' ')}">${plain}</span>`;
  });
  return html`${first}${pieces}`;
}

function apply(code: string, styles: readonly string[]): string[] {
  const begun = STYLES[code];
  const ended = ENDS[code];
  if (begun) return [...styles, begun];
  if (ended) return styles.filter((style) => !ended.includes(style));
  throw new Error(
    `The pictures can't show the terminal's code "${code}": add it to test/pictures/terminal/ansi.ts.`,
  );
}

import { type Html, html } from '../html.ts';

/**
 * The markdown that our renderer writes, each kind with its drawing: an escape, code, a masked
 * link, bold, italics. Anything else is text, as it is in Discord.
 */
const MARKS: readonly (readonly [RegExp, (inner: string) => Html])[] = [
  [/^\\([^\p{L}\p{N}\s])/u, (mark) => html`${mark}`],
  [/^`([^`]+)`/, (code) => html`<code>${code}</code>`],
  [/^\[([^\]]+)\]\(<[^>]+>\)/, (label) => html`<a>${label}</a>`],
  [/^\*\*((?:\\.|[^\\])+?)\*\*/s, (bold) => html`<b>${drawMarkdown(bold)}</b>`],
  [/^\*((?:\\.|[^\\*])+)\*/s, (italic) => html`<i>${drawMarkdown(italic)}</i>`],
];

/** Text in Discord's markdown as Discord shows it. */
export function drawMarkdown(text: string): Html {
  const pieces: Html[] = [];
  for (let rest = text; rest !== ''; ) {
    const { piece, length } = drawNext(rest);
    pieces.push(piece);
    rest = rest.slice(length);
  }
  return html`${pieces}`;
}

function drawNext(rest: string): { piece: Html; length: number } {
  for (const [pattern, draw] of MARKS) {
    const [whole, inner] = pattern.exec(rest) ?? [];
    if (whole && inner) return { piece: draw(inner), length: whole.length };
  }
  const [plain = ''] = /^.[^\\`[*]*/su.exec(rest) ?? [];
  return { piece: html`${plain}`, length: plain.length };
}

import { type Html, html } from '../html.ts';
import { CHANNEL_NAME, READER } from '../painter.ts';

/**
 * The markdown that our renderer writes, each kind with its drawing: an escape, code, a masked
 * link, bold, italics, a member, a channel. Anything else is text, as it is in Discord.
 */
const MARKS: readonly (readonly [RegExp, (inner: string) => Html])[] = [
  [/^\\([^\p{L}\p{N}\s])/u, (mark) => html`${mark}`],
  [/^`([^`]+)`/, (code) => html`<code>${code}</code>`],
  [/^\[([^\]]+)\]\(<[^>]+>\)/, (label) => html`<a>${label}</a>`],
  [/^\*\*((?:\\.|[^\\])+?)\*\*/s, (bold) => html`<b>${drawInline(bold)}</b>`],
  [/^\*((?:\\.|[^\\*])+)\*/s, (italic) => html`<i>${drawInline(italic)}</i>`],
  [/^<@(\d+)>/, () => html`<span class="mention">@${READER}</span>`],
  [/^<#(\d+)>/, () => html`<span class="mention"># ${CHANNEL_NAME}</span>`],
];

/** What stands at the start of a line, and the class of the line. */
const LINE_MARKS: readonly (readonly [string, string])[] = [
  ['-# ', 'small'],
  ['### ', 'section'],
  ['', 'line'],
];

/** Lines of text in Discord's markdown as Discord shows them. */
export function drawMarkdown(text: string): Html {
  const lines = text.split('\n').map((line) => {
    const [mark, kind] = LINE_MARKS.find(([it]) => line.startsWith(it)) ?? ['', 'line'];
    return html`<div class="${kind}">${drawInline(line.slice(mark.length))}</div>`;
  });
  return html`${lines}`;
}

function drawInline(text: string): Html {
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
  const [plain = ''] = /^.[^\\`[*<]*/su.exec(rest) ?? [];
  return { piece: html`${plain}`, length: plain.length };
}

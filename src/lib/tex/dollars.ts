import type { Part } from './source.ts';

/** No formula of an abstract is longer, and nothing is looked for further away. */
const FARTHEST = 1200;
/** A word between blanks, which no formula has outside of commands: it is prose between two prices. */
const PROSE = /(?<=^|\s)[a-z]{2,}(?=\s|$)|\p{L}{3,} \p{L}{3,}|illion\b|\b(?:USD|EUR)\b/u;
const COMMAND = /\\(?:[A-Za-z]|[,;:!|])|[\^_]/;

/** The formula that opens with the dollar at a place; null when the dollar is money. */
export function formulaAt(text: string, at: number): Part | null {
  const isDisplay = text[at + 1] === '$';
  if (isDisplay) {
    const display = between(text, at + 2, '$$');
    if (display && isFormula(text.slice(display.from, display.to), '')) return display;
  }
  const inline = between(text, at + 1, '$');
  if (!inline) return null;
  const content = text.slice(inline.from, inline.to);
  return isFormula(content, text[inline.end] ?? '') ? inline : null;
}

/** The formula between \( and \) or \[ and \], at the bracket. */
export function bracketedFormula(text: string, at: number): Part | null {
  return between(text, at + 1, text[at] === '(' ? '\\)' : '\\]');
}

/** The formula of \begin{equation} … \end{equation}, from behind the first brace. */
export function displayedFormula(text: string, from: number, name: string): Part | null {
  return between(text, from, `\\end{${name}}`);
}

function between(text: string, from: number, closing: string): Part | null {
  const window = text.slice(from, from + FARTHEST);
  const to = closing.startsWith('\\') ? window.indexOf(closing) : unescaped(window, closing);
  return to < 0 ? null : { from, to: from + to, end: from + to + closing.length };
}

function unescaped(window: string, closing: string): number {
  let at = window.indexOf(closing);
  while (at > 0 && isEscaped(window, at)) at = window.indexOf(closing, at + 1);
  return at;
}

function isEscaped(text: string, at: number): boolean {
  return (/\\+$/.exec(text.slice(Math.max(0, at - 8), at))?.[0].length ?? 0) % 2 === 1;
}

/** As Pandoc tells a formula from money, and by what is in it. */
function isFormula(content: string, next: string): boolean {
  const inner = content.trim();
  if (inner === '') return false;
  if (/^\\[$%&#]$/.test(inner)) return true;
  if (/^\d/.test(content) && /^\d/.test(next)) return false;
  if (COMMAND.test(content)) return !PROSE.test(withoutArguments(content));
  const stands = !/^\s|\s$/.test(content) && !/^\d/.test(next);
  return (stands || /^\s[^\s]{1,12}\s$/.test(content)) && !PROSE.test(content);
}

/** What is not within the braces of a command. */
function withoutArguments(content: string): string {
  return content.replace(/\\[A-Za-z]+\s*(?:\{[^{}]*\}|[A-Za-z]+)?|\{[^{}]*\}/g, '\\');
}

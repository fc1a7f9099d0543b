import { readCommand } from './backslash.ts';
import { formulaAt } from './dollars.ts';
import { readFormula } from './math-mode.ts';
import { above, below } from './scripts.ts';
import { groupAt, type Part, type Piece, type Read, type Source } from './source.ts';

/** Groups within groups are read to this depth. */
const DEEPEST = 30;

/** What may have a meaning: a command, a dollar, braces, a tie, a script, an address. */
const SPECIAL = /[\\${}~]|[\^_](?=\{)|(?:https?:\/\/|www\.)[^\s{}<>"$]+/gi;

/** The text of a source between two places as it reads, without TeX. */
export function showText(source: Source, from: number, to: number, depth: number): string {
  if (depth > DEEPEST) return source.text.slice(from, to).replace(/[{}]/g, '');
  let shown = '';
  let at = from;
  while (at < to) {
    const start = nextSpecial(source.text, at, to);
    shown += source.text.slice(at, start);
    if (start === to) break;
    const piece = readSpecial(source, start, depth);
    shown = piece.shown === null ? closed(shown, source.text[piece.end]) : shown + piece.shown;
    at = Math.min(to, piece.end);
  }
  return shown;
}

function nextSpecial(text: string, at: number, to: number): number {
  SPECIAL.lastIndex = at;
  const found = SPECIAL.exec(text);
  return found ? Math.min(found.index, to) : to;
}

/** No blank is left before a full stop or another blank, where something was dropped. */
function closed(shown: string, next: string | undefined): string {
  return next === undefined || /[\s.,;:)\]]/.test(next) ? shown.trimEnd() : shown;
}

function readSpecial(source: Source, at: number, depth: number): Read {
  const { text } = source;
  switch (text[at]) {
    case '\\':
      return readCommand(source, at, depth);
    case '$':
      return readFormula(source, formulaAt(text, at), depth) ?? { shown: '$', end: at + 1 };
    case '{':
      return readGroup(source, at, depth);
    case '}':
      return { shown: '}', end: at + 1 };
    case '~':
      return { shown: isTie(text, at) ? ' ' : '~', end: at + 1 };
    case '^':
    case '_':
      return readScript(source, at, depth);
    default:
      return readAddress(text, at);
  }
}

/** An address keeps its signs, but for those that TeX escapes. */
function readAddress(text: string, at: number): Piece {
  const address = /[^\s{}<>"$]+/y;
  address.lastIndex = at;
  const written = address.exec(text)?.[0] ?? text.slice(at, at + 1);
  return { shown: written.replace(/\\([_%#&~])/g, '$1'), end: at + written.length };
}

function readGroup(source: Source, at: number, depth: number): Piece {
  const group = groupAt(source, at);
  if (!group) return { shown: isLeftOpen(source.text, at) ? ' ' : '{', end: at + 1 };
  const inner = showText(source, group.from, group.to, depth + 1);
  const shown = isGrouping(source, group) ? inner.trim() : `{${inner}}`;
  return { shown, end: group.end };
}

/** True of a brace of TeX whose text was cut off before it closes. */
function isLeftOpen(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 20), at);
  return (
    /\\[A-Za-z]+$/.test(before) || /^\{\s*(?:\\[A-Za-z]|https?:)/.test(text.slice(at, at + 20))
  );
}

/** True of braces that TeX hides; those of sets, of code and of JSON are for the reader. */
function isGrouping({ text }: Source, { from, to }: Part): boolean {
  const inner = text.slice(from, to);
  if (/\\[A-Za-z'"`^~]/.test(inner)) return !/^\s*\\?"/.test(inner);
  if (/^(?:[\p{L}\s]{0,30}:)?\s*https?:\/\/\S+$/u.test(inner.trim())) return true;
  return inner.trim() === ''
    ? text[from - 2] !== ' '
    : /^[\p{L}\p{N}][\p{L}\p{M}\p{N}\s.’'-]*$/u.test(inner);
}

/** A blank that must not break a line: "Fig.~3", "model~(LLM)"; "60%~70%" and "~5" are none. */
function isTie(text: string, at: number): boolean {
  const [before, after] = [text[at - 1] ?? ' ', text[at + 1] ?? ' '];
  if (/[\s/~]/.test(before) || /[\s/~]/.test(after)) return false;
  return /\d/.test(after) ? /[\p{L}.]/u.test(before) : /[\p{L}($\\{[“‘"']/u.test(after);
}

/** "d^{3/2}" outside of a formula; the braces tell that it is TeX. */
function readScript(source: Source, at: number, depth: number): Piece {
  const group = /[\p{L}\p{N})\]}]/u.test(source.text[at - 1] ?? '')
    ? groupAt(source, at + 1)
    : null;
  if (!group) return { shown: source.text[at] ?? '', end: at + 1 };
  const content = source.text.slice(group.from, group.to);
  const inner = source.formula(content)?.shown ?? showText(source, group.from, group.to, depth + 1);
  const closer = inner.replace(/\s/g, '');
  return { shown: source.text[at] === '^' ? above(closer) : below(closer), end: group.end };
}

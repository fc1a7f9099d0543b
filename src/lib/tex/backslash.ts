import { readAccent } from './accents.ts';
import { bracketedFormula } from './dollars.ts';
import { readFormula } from './math-mode.ts';
import { readNamed } from './named.ts';
import type { Piece, Read, Source } from './source.ts';

/** \section, \textbf: at the backslash. */
const NAME = /\\([A-Za-z]+)/y;

/** What goes on behind "C:", or begins as "\\server". */
const WINDOWS_PATH = /\\[^\s"'<>|]*/y;

/** What a backslash and what belongs to it show: an accent, a sign, a command, a path of Windows. */
export function readCommand(source: Source, at: number, depth: number): Read {
  const { text } = source;
  if (/(?<![\p{L}\p{N}])\p{L}:$/u.test(text.slice(Math.max(0, at - 3), at)))
    return readPath(text, at);
  NAME.lastIndex = at;
  const name = NAME.exec(text)?.[1];
  const accent = readAccent(source, at + 1);
  if (accent && (name === undefined || name.length === 1)) return accent;
  return name === undefined ? readSign(source, at, depth) : readNamed(source, at, name, depth);
}

function readPath(text: string, at: number): Piece {
  WINDOWS_PATH.lastIndex = at;
  const path = WINDOWS_PATH.exec(text)?.[0] ?? '\\';
  return { shown: path, end: at + path.length };
}

/** A backslash before something that is no letter. */
function readSign(source: Source, at: number, depth: number): Read {
  const { text } = source;
  const sign = text[at + 1] ?? '';
  const end = at + 2;
  if (sign === '(' || sign === '[') {
    const formula = readFormula(source, bracketedFormula(text, at + 1), depth);
    if (formula) return { ...formula, shown: sign === '[' ? ` ${formula.shown} ` : formula.shown };
  }
  if (sign === '\\' && !isBreak(text, at)) return readPath(text, at);
  return { shown: signShown(text, at, sign), end: /^[\p{L}\p{N}]?$/u.test(sign) ? at + 1 : end };
}

function signShown(text: string, at: number, sign: string): string {
  const next = text.slice(at + 2, at + 5);
  if (sign === '\\') return ' ';
  if (sign === ',' && /^\d{3}/.test(next)) return ',';
  if (/[,;:>]/.test(sign)) return ' ';
  if (/[!@/]/.test(sign) || (sign === '-' && /^\p{L}/u.test(next))) return '';
  if (/\s/.test(sign)) return /\s/.test(text[at - 1] ?? ' ') ? `\\${sign}` : ' ';
  return /^[\p{L}\p{N}]?$/u.test(sign) ? '\\' : sign;
}

/** A forced line break; the two backslashes of \\server\folder are none. */
function isBreak(text: string, at: number): boolean {
  return !/^\\\\\p{L}/u.test(text.slice(at, at + 3)) || /[^\s:("']/.test(text[at - 1] ?? ' ');
}

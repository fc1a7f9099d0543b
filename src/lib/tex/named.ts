import { DROPPED, LEADING, LETTERS, SILENT, STYLES, WORDS } from './commands.ts';
import { displayedFormula } from './dollars.ts';
import { fromCode } from './formula.ts';
import { readBare, readFormula } from './math-mode.ts';
import { above, below } from './scripts.ts';
import { groupAt, type Piece, type Read, type Source, skipOption } from './source.ts';

/** Environments that hold a formula. */
const DISPLAYS = /^(?:equation|align|gather|multline|eqnarray|displaymath|math)\*?$/;

/** What a command with a name shows, with its arguments. @param at its backslash. */
export function readNamed(source: Source, at: number, name: string, depth: number): Read {
  const { text } = source;
  const end = behindStar(text, at + 1 + name.length);
  const letter = LETTERS[name];
  if (letter !== undefined) return { shown: letter, end: behindBlank(source, end) };
  if (name === 'begin') return readEnvironment(source, end, depth);
  if (DROPPED.test(name)) return { shown: null, end: behindArgument(source, end) };
  if (SILENT.test(name)) return readSwitch(source, end);
  if (STYLES.test(name)) return readStyle(source, name, end, depth);
  if (name === 'unicode' || name === 'ding') return readCharacter(source, name, end);
  const words = WORDS[name];
  if (words !== undefined && name.length > 1) return readWords(source, words, end);
  return readOther(source, at, name, end, depth);
}

/** \section*{…}; in \s* the star is no part of it. */
function behindStar(text: string, end: number): number {
  return text.startsWith('*{', end) ? end + 1 : end;
}

/** TeX takes the blank behind a command; empty braces keep it. */
function behindBlank({ text }: Source, end: number): number {
  if (text.startsWith('{}', end)) return end + 2;
  return text[end] === ' ' ? end + 1 : end;
}

/** Behind the options of a command and its one argument. */
function behindArgument(source: Source, end: number): number {
  const start = skipOption(source.text, skipOption(source.text, end));
  return groupAt(source, start)?.end ?? start;
}

function readEnvironment(source: Source, end: number, depth: number): Read {
  const group = groupAt(source, end);
  if (!group) return { shown: '', end };
  const name = source.text.slice(group.from, group.to);
  const formula = DISPLAYS.test(name) ? displayedFormula(source.text, group.end, name) : null;
  const read = readFormula(source, formula, depth);
  return read
    ? { ...read, shown: ` ${read.shown} ` }
    : { shown: ' ', end: skipOption(source.text, group.end) };
}

/** \bf and the like, with the blank behind them. */
function readSwitch({ text }: Source, end: number): Piece {
  return { shown: '', end: /\s/.test(text[end] ?? '') ? end + 1 : end };
}

/** "\etal." ends in one full stop. */
function readWords({ text }: Source, words: string, end: number): Piece {
  const behind = text.startsWith('{}', end) ? end + 2 : end;
  return { shown: words, end: words.endsWith('.') && text[behind] === '.' ? behind + 1 : behind };
}

function readStyle(source: Source, name: string, end: number, depth: number): Piece {
  const first = groupAt(source, skipOption(source.text, end));
  if (!first) return { shown: '', end };
  const group = LEADING.has(name) ? groupAt(source, first.end) : first;
  if (!group) return { shown: '', end: first.end };
  const inner = source.show(group.from, group.to, depth + 1);
  return { shown: styled(name, inner), end: group.end };
}

function styled(name: string, inner: string): string {
  if (name === 'enquote') return `“${inner}”`;
  if (name === 'textsuperscript') return above(inner);
  return name === 'textsubscript' ? below(inner) : inner;
}

function readCharacter(source: Source, name: string, end: number): Piece {
  const group = groupAt(source, end);
  if (!group) return { shown: '', end };
  const code = source.text.slice(group.from, group.to).trim();
  return {
    shown: name === 'ding' ? dingbat(Number(code)) : fromCode(code.replace(/^[xX"]/, '')),
    end: group.end,
  };
}

/** The font Zapf Dingbats, from "!" on, is a block of Unicode. */
function dingbat(code: number): string {
  return code >= 33 && code <= 126 ? String.fromCodePoint(0x2701 + code - 33) : '';
}

/** A command of mathematics outside of dollars, or an author's own, of which the name is left. */
function readOther(source: Source, at: number, name: string, end: number, depth: number): Read {
  const sign = WORDS[name];
  if (sign !== undefined && /^[\s~{]?\d/.test(source.text.slice(end, end + 2)))
    return { shown: sign, end };
  return readBare(source, at, name, end) ?? readOwn(source, at, name, end, depth);
}

/** \our, \methodname{}, \rev{some text}; behind a letter, or with one letter, it is more likely code. */
function readOwn(source: Source, at: number, name: string, end: number, depth: number): Piece {
  const group = source.text[end] === '{' ? groupAt(source, end) : null;
  const isCode = name.length === 1 || /[\p{L}\p{N}\\]/u.test(source.text[at - 1] ?? ' ');
  if (!group) return { shown: isCode ? `\\${name}` : name, end };
  const inner = source.show(group.from, group.to, depth + 1);
  if (name.length === 1)
    return { shown: isCut(inner) ? name + inner : `\\${name}{${inner}}`, end: group.end };
  return { shown: inner.trim() === '' ? name : inner, end: group.end };
}

/** \k{appa}: a name that was taken for an accent. */
function isCut(inner: string): boolean {
  return /^\p{L}/u.test(inner);
}

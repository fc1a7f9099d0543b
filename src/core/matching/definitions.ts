/** An abbreviation as a text defines it: "Group Relative Policy Optimization (GRPO)". */
export interface Definition {
  /** "GRPO" */
  readonly short: string;
  /** "Group Relative Policy Optimization" */
  readonly long: string;
}

const PARENTHESIS = /\(([^()]+)\)/g;

/**
 * The abbreviations that a text defines, by the algorithm of Schwartz and Hearst (2003, "A simple
 * algorithm for identifying abbreviation definitions in biomedical text"): a short form in
 * parentheses behind its long form, or the other way round.
 */
export function findDefinitions(text: string): Definition[] {
  return Array.from(text.matchAll(PARENTHESIS)).flatMap(({ index, 1: inside = '' }) => {
    const before = textBefore(text, index);
    const content = inside.split(/[;,]/)[0]?.trim() ?? '';
    const found = isShortForm(content) ? behind(before, content) : inFront(before, content);
    return found ? [found] : [];
  });
}

/** What stands between the parenthesis before and this one. */
function textBefore(text: string, index: number): string {
  if (index === 0) return '';
  const last = Math.max(text.lastIndexOf('(', index - 1), text.lastIndexOf(')', index - 1));
  return text.slice(last + 1, index).trim();
}

/** 2 to 10 characters in at most two words, with a letter, and a capital or digit. */
function isShortForm(text: string): boolean {
  return (
    /^[\p{L}\p{N}][\p{L}\p{N}&/.+-]*(?: [\p{L}\p{N}&/.+-]+)?$/u.test(text) &&
    text.length >= 2 &&
    text.length <= 10 &&
    /\p{L}/u.test(text) &&
    /[\p{Lu}\p{N}]/u.test(text)
  );
}

/** "long form (SF)". */
function behind(before: string, short: string): Definition | undefined {
  const words = before.split(/\s+/);
  const most = Math.min(short.length + 5, short.length * 2);
  const long = longForm(short, words.slice(-most).join(' '));
  return long ? { short, long } : undefined;
}

/** "SF (long form)". */
function inFront(before: string, content: string): Definition | undefined {
  const short = before.split(/\s+/).at(-1) ?? '';
  if (!isShortForm(short)) return undefined;
  const long = longForm(short, content);
  return long === content ? { short, long } : undefined;
}

/**
 * The shortest end of `text` whose letters, read from the right, hold those of the short form in
 * order, the first of them at the start of a word; undefined when there is none.
 */
function longForm(short: string, text: string): string | undefined {
  let place = text.length - 1;
  for (let index = short.length - 1; index >= 0; index--) {
    const letter = (short[index] ?? '').toLowerCase();
    if (!isWordChar(letter)) continue;
    while (place >= 0 && !fits(text, place, letter, index === 0)) place--;
    if (place < 0) return undefined;
    place--;
  }
  const long = text.slice(text.lastIndexOf(' ', place) + 1).replace(/^[("'“]+/, '');
  return isPlausible(short, long) ? long : undefined;
}

function fits(text: string, place: number, letter: string, atWordStart: boolean): boolean {
  if ((text[place] ?? '').toLowerCase() !== letter) return false;
  return !atWordStart || place === 0 || !isWordChar(text[place - 1] ?? '');
}

function isPlausible(short: string, long: string): boolean {
  const words = long.toLowerCase().split(/[\s-]+/);
  return words.length >= 2 && long.length > short.length && !words.includes(short.toLowerCase());
}

function isWordChar(char: string): boolean {
  return /[\p{L}\p{N}]/u.test(char);
}

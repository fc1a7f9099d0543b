import type { Formula } from './formula.ts';

/** A text that may hold TeX. */
export interface Source {
  readonly text: string;
  /** Where each "{" is closed; places without one are missing. */
  readonly closings: ReadonlyMap<number, number>;
  /** Shows a formula, at most so many different ones of a text, each once. */
  readonly formula: (source: string) => Formula | null;
  /** The text between two places without TeX. @param depth of the group that it stands in. */
  readonly show: (from: number, to: number, depth: number) => string;
}

/** A part of a source, and where the reading goes on behind it. */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly end: number;
}

/** What a part of the source shows, and where the reading goes on behind it. */
export interface Piece {
  readonly shown: string;
  readonly end: number;
}

/** As a Piece; null where nothing is shown, so that what stood before comes next to what follows. */
export interface Read {
  readonly shown: string | null;
  readonly end: number;
}

/** Where the braces of a text close; an escaped one is none. Linear in the text. */
export function closingBraces(text: string): ReadonlyMap<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: sign, index } of text.matchAll(/\\.|[{}]/gs)) {
    if (sign === '{') open.push(index);
    if (sign !== '}') continue;
    const start = open.pop();
    if (start !== undefined) closings.set(start, index);
  }
  return closings;
}

/** The group in braces at a place, or behind a blank there; null when there is none. */
export function groupAt({ text, closings }: Source, at: number): Part | null {
  const start = text[at] === ' ' ? at + 1 : at;
  const to = text[start] === '{' ? closings.get(start) : undefined;
  return to === undefined ? null : { from: start + 1, to, end: to + 1 };
}

/** Where an optional argument at a place ends: behind "[RGB]"; the place itself when there is none. */
export function skipOption(text: string, at: number): number {
  const option = /\[[^[\]{}\\$]{0,40}\]/y;
  option.lastIndex = at;
  return option.test(text) ? option.lastIndex : at;
}

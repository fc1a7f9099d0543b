import { createRequire } from 'node:module';
import type katex from 'katex';
import { type Markup, readMathml } from './mathml.ts';

/** Longer ones are given up: no formula of an abstract comes near, and KaTeX's time stays below 15 ms. */
const LONGEST_FORMULA = 1000;
/** Macros that may be replaced in one formula; \dots, \bmod and the like need a few each. */
const MOST_EXPANSIONS = 200;
/** Whoever defines macros of their own can make much of little. */
const DEFINITION =
  /\\(?:[egx]?def|let|futurelet|(?:re|provide)?newcommand|global|long)(?![A-Za-z])/;
/** The colour in which KaTeX shows what it does not know. */
const UNKNOWN = '#bad';

/** Commands of packages that KaTeX lacks, and shorthands that many authors define. */
const MACROS: Readonly<Record<string, string>> = {
  '\\Tilde': '\\tilde{#1}',
  '\\Hat': '\\hat{#1}',
  '\\Bar': '\\bar{#1}',
  '\\Vec': '\\vec{#1}',
  '\\RR': '\\mathbb{R}',
  '\\EE': '\\mathbb{E}',
  '\\NN': '\\mathbb{N}',
  '\\ZZ': '\\mathbb{Z}',
  '\\mathds': '\\mathbb{#1}',
  '\\mathbbm': '\\mathbb{#1}',
  '\\textsc': '\\text{#1}',
  '\\textsl': '\\text{#1}',
  '\\ensuremath': '{#1}',
  '\\mbox': '\\text{#1}',
  '\\xspace': '',
  '\\thinspace': '\\,',
  '\\mathop': '#1',
};

let loaded: typeof katex | undefined;

/** KaTeX takes 18 ms and 12 MB: it is loaded with the first formula. */
function engine(): typeof katex {
  loaded ??= createRequire(import.meta.url)('katex') as typeof katex;
  return loaded;
}

export interface Formula {
  readonly shown: string;
  /** Commands that mean nothing to KaTeX, without backslash: an author's own. */
  readonly unknown: readonly string[];
}

/** A formula, without its dollars, as Unicode on one line; null when it is none, or too much of one. */
export function showFormula(source: string): Formula | null {
  if (source.length > LONGEST_FORMULA || DEFINITION.test(source)) return null;
  const markup = toMarkup(prepare(source));
  return markup === null ? null : { shown: readMathml(markup), unknown: unknownIn(markup) };
}

/** What is left of a formula that KaTeX refuses: its letters and signs, without the commands' marks. */
export function withoutMarks(source: string): string {
  return source
    .replace(/\\(?:left|right|[Bb]igg?[lr]?|(?:begin|end)\{\w*\*?\})(?![A-Za-z])/g, '')
    .replace(/\\(?:[dtc]?frac|(?:text|math)[a-z]+)(?![A-Za-z])/g, '')
    .replace(/\}\s*\{/g, '/')
    .replace(/\\([A-Za-z]+|.)?/g, (_, name = '') => (/^\W$/.test(name) ? name : ` ${name}`))
    .replace(/[{}$]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Deep nesting overflows the stack, which KaTeX passes on as a RangeError. */
function toMarkup(source: string): Markup | null {
  try {
    const markup = engine().renderToString(source, {
      output: 'mathml',
      throwOnError: false,
      strict: false,
      errorColor: UNKNOWN,
      maxExpand: MOST_EXPANSIONS,
      macros: { ...MACROS },
    });
    return markup.includes('class="katex-error"') ? null : markup;
  } catch {
    return null;
  }
}

/** Percent and hash signs are meant as such; addresses and code points are MathJax's. */
function prepare(source: string): string {
  return source
    .replace(/(?<!\\)[%#]/g, '\\$&')
    .replace(/(?<!\\)~/g, ' ')
    .replace(/\\href\s*\{[^{}]*\}\s*(?=\{)/g, '\\text')
    .replace(/\\unicode\{x([\da-fA-F]{1,6})\}/g, (_, code) => `\\text{${fromCode(code)}}`);
}

/** The character of a code point in hexadecimal digits; empty when there is none. */
export function fromCode(hexadecimal: string): string {
  const code = Number.parseInt(hexadecimal, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : '';
}

function unknownIn(markup: Markup): string[] {
  const found = markup.matchAll(/<mstyle mathcolor="#bad"><mtext>\\([^<]*)<\/mtext>/g);
  return Array.from(found, ([, name = '']) => name);
}

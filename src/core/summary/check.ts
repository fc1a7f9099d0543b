import type { Language } from '../language.ts';
import { strayOf } from './likeness.ts';
import { BUDGET } from './limits.ts';
import { faultOf, unwrap } from './plain.ts';
import { RULES } from './prompt.ts';
import { sentences } from './sentences.ts';
import type { WriteRequest } from './writer.ts';

/** A text that may be shown, or why none may. */
export type Checked = { readonly text: string } | { readonly refused: string };

/** A single sentence may be a little longer than the budget, in characters. */
const LONGEST = 500;
/** Shorter ones tell nothing; a sign of Chinese, Japanese or Korean is worth about two letters. */
const SHORTEST = 40;
/** An answer is not read beyond what the question allows many times over: the patterns take the square of it. */
const LONGEST_ANSWER = 4_000;

/**
 * What of a model's answer may be shown as a summary: whole sentences of plain text within the
 * budget, in the language that was asked for, about the paper. The abstract may have talked the
 * model into anything, so nothing else passes.
 */
export function checkSummary(answer: string, request: WriteRequest): Checked {
  if (answer.length > LONGEST_ANSWER) return { refused: 'far more than a summary' };
  const whole = unwrap(answer);
  if (whole === '') return { refused: 'nothing' };
  const fault = faultOf(whole);
  if (fault !== undefined) return { refused: fault };
  if (repeatsRules(whole)) return { refused: 'the words of the question' };
  const text = shorten(whole, request.language);
  if (text === undefined) return { refused: 'no whole sentence of the right length' };
  const stray = strayOf(text, request);
  return stray === undefined ? { text } : { refused: stray };
}

/** Whole sentences from the start, as many as fit; undefined when what fits is too short or too long. */
function shorten(text: string, language: Language): string | undefined {
  let end = 0;
  for (const sentence of sentences(text)) {
    const next = text.indexOf(sentence, end) + sentence.length;
    if (next > (end === 0 ? LONGEST : BUDGET) || !isEnded(sentence, language)) break;
    end = next;
  }
  const least = /^(?:zh|ja|ko)/.test(language) ? SHORTEST / 2 : SHORTEST;
  return end < least ? undefined : text.slice(0, end);
}

/** Thai writes no full stop; Hindi ends with a danda. */
function isEnded(sentence: string, language: Language): boolean {
  return language === 'th' || /[.!?…。！？｡।]["”’»」)）]*$/u.test(sentence);
}

/** So many words in a row of the question are no chance. */
const RUN = 6;

function repeatsRules(text: string): boolean {
  const words = wordsOf(text);
  const rules = ` ${wordsOf(RULES).join(' ')} `;
  return words.some((_, at) => {
    const run = words.slice(at, at + RUN);
    return run.length === RUN && rules.includes(` ${run.join(' ')} `);
  });
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

import { ENGLISH, type Language } from '../language.ts';
import { readWords } from '../matching/words.ts';
import { sentences } from './sentences.ts';
import type { WriteRequest } from './writer.ts';

/**
 * Of the longer words of a summary in English, so many stand in the paper, too. Hugging Face's 30
 * captured ai_summaries have 0.61 of them or more; of another paper of that day, 99 in 100 have
 * 0.47 or fewer.
 */
const LEAST_SHARE = 0.5;
/**
 * Of those of each sentence, so many, that no sentence about the paper brings along one that is not.
 * Hugging Face's have 0.61 or more; of 51 sentences written to share as few as possible, three have fewer.
 */
const LEAST_OF_SENTENCE = 0.2;
/** "correct" and "correction" count as one word by their beginning, in characters. */
const ROOT = 5;

/** Why a text is no summary of a paper in the language that was asked for; undefined when it may be one. */
export function strayOf(text: string, request: WriteRequest): string | undefined {
  const paper = { ...request, abstract: withoutOrders(request.abstract) };
  return request.language === ENGLISH
    ? strayInEnglish(text, paper)
    : strayIn(request.language, text, paper);
}

function strayInEnglish(text: string, { title, abstract }: WriteRequest): string | undefined {
  const words = rootsOf(text);
  const known = rootsOf(`${title} ${abstract}`);
  if (words.intersection(known).size < words.size * LEAST_SHARE || words.size === 0)
    return 'words of another text';
  if (sentences(text).some((sentence) => !isLike(rootsOf(sentence), known)))
    return 'a sentence of another text';
  const named = rootsOf(title);
  return named.size > 0 && words.isDisjointFrom(named) ? 'nothing of the title' : undefined;
}

function isLike(words: ReadonlySet<string>, known: ReadonlySet<string>): boolean {
  return words.intersection(known).size >= words.size * LEAST_OF_SENTENCE;
}

function rootsOf(text: string): Set<string> {
  const stems = readWords(text).map((word) => word.stem);
  return new Set(stems.filter((stem) => stem.length >= ROOT).map((stem) => stem.slice(0, ROOT)));
}

/**
 * Sentences that speak to whoever reads the abstract for somebody else. What they ask for is no
 * content of the paper, so that a summary can't consist of it. Of the 36,657 sentences of 4,547 real
 * abstracts, this takes three for such.
 */
const ORDERS =
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|prompt|rule|above|previous|prior|everything)|^\W*(?:instead\W+|and\W+)?(?:say|write|reply|respond|answer|output|print|repeat|tell|state|mention|include)\b(?=[^:“"]{0,80}[:“"]|\W+(?:only|exactly|that|with|just|this)\b)|\b(?:you are|you must|you should|your (?:answer|summary|task|reply|response))\b|\b(?:system|assistant|user)\s*:/iu;

function withoutOrders(abstract: string): string {
  return sentences(abstract)
    .filter((sentence) => !ORDERS.test(sentence))
    .join(' ');
}

function strayIn(language: Language, text: string, paper: WriteRequest): string | undefined {
  if (!isWritten(language, text)) return 'another script';
  if (isEnglish(text, paper)) return 'English';
  const names = namesIn(paper);
  const isNamed = [...namesIn({ title: text, abstract: text })].some((name) => names.has(name));
  return names.size >= FEW_NAMES && !isNamed ? 'no name or number of the paper' : undefined;
}

/** A paper with fewer names and numbers may be summarised without them. */
const FEW_NAMES = 2;

/** Scripts other than Latin. */
const SCRIPTS: Readonly<Partial<Record<Language, RegExp>>> = {
  ...{ bg: /\p{Script=Cyrillic}/u, ru: /\p{Script=Cyrillic}/u, uk: /\p{Script=Cyrillic}/u },
  ...{ el: /\p{Script=Greek}/u, hi: /\p{Script=Devanagari}/u, th: /\p{Script=Thai}/u },
  ...{ 'zh-CN': /\p{Script=Han}/u, 'zh-TW': /\p{Script=Han}/u, ko: /\p{Script=Hangul}/u },
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
};
/** Names stay in Latin letters, so that a third of a text in another script is enough. */
const LEAST_OF_SCRIPT = 1 / 3;

function isWritten(language: Language, text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const script = SCRIPTS[language] ?? /\p{Script=Latin}/u;
  const own = letters.filter((letter) => script.test(letter)).length;
  return own > 0 && own >= letters.length * (language in SCRIPTS ? LEAST_OF_SCRIPT : 0.9);
}

/** Words that make up 13 in 100 of English prose, and stand in no other language of the list. */
const ENGLISH_WORDS = /\b(?:the|and|that|with|which|this|from|are|their|these|by|we)\b/giu;
const ENGLISH_SHARE = 0.06;

/** By its small words, or by one of them among the paper's own. */
function isEnglish(text: string, paper: WriteRequest): boolean {
  const found = text.match(ENGLISH_WORDS)?.length ?? 0;
  if (found >= 2) return found >= readWords(text).length * ENGLISH_SHARE;
  return found === 1 && strayInEnglish(text, paper) === undefined;
}

/** What translators leave as it is: numbers, and words with a digit or two capitals. */
function namesIn({ title, abstract }: Pick<WriteRequest, 'title' | 'abstract'>): Set<string> {
  const words = `${title} ${abstract}`.match(/[\p{Script=Latin}\p{N}]+(?:[.,]\p{N}+)*/gu) ?? [];
  return new Set(words.filter((word) => NAME.test(word)).map((word) => word.replace(',', '.')));
}

const NAME = /\p{N}|\p{Lu}.*\p{Lu}/u;

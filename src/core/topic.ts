import { count } from './card.ts';
import type { Evidence } from './matching/evidence.ts';
import type { Span, Text } from './message.ts';
import { type FactTerm, type Query, type Term, type Threshold, termsOf } from './query/ast.ts';
import { displayTerm, formatTerm } from './query/format.ts';

/** The word before what a query asks for, in the order in which they follow each other. */
const PREPOSITIONS = ['on', 'by', 'in', 'from', 'with'] as const;
type Preposition = (typeof PREPOSITIONS)[number];

const OF_FIELD: Readonly<Record<FactTerm['field'], Preposition>> = {
  author: 'by',
  category: 'in',
  source: 'from',
  org: 'from',
  has: 'with',
};

/** Longest name of a topic, in UTF-16 units: three of them fit a heading. */
const LONGEST_NAME = 36;
/** So much is said of one query: "on reward model by Ada Byron". */
const PHRASES = 2;
/** So many alternatives are all named. */
const ALTERNATIVES = 3;

/**
 * What the papers of a query have in common, as a heading says it: "on grpo", "by Ada Byron",
 * "on reward model in cs.LG". What a query excludes is left out; votes and code are named only where
 * it asks for nothing else.
 * @param evidence of one of the papers, which has names in their own spelling; a query is folded.
 */
export function topicOf(query: Query, evidence: readonly Evidence[] = []): Text {
  const parts = tellingParts(query);
  const phrases = PREPOSITIONS.flatMap((word) => {
    const of = parts.filter((part) => prepositionOf(part) === word);
    return of.length > 0 ? [phrase(word, of, evidence)] : [];
  });
  return phrases.slice(0, PHRASES).flatMap((it, place) => (place === 0 ? it : [' ', ...it]));
}

/** The authors that a query asks for; none where it asks for a topic or a place, too. */
export function authorsIn(query: Query): string[] {
  const parts = tellingParts(query);
  const isByAuthors = parts.every((part) => prepositionOf(part) === 'by');
  return isByAuthors ? parts.flatMap(termsOf).map(formatTerm) : [];
}

/** A name in at most LONGEST_NAME units, cut between two graphemes, at a space where one is near. */
export function shortName(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const ends = Array.from(graphemes.segment(name), ({ index, segment }) => index + segment.length);
  const start = name.slice(0, ends.findLast((end) => end < LONGEST_NAME) ?? 0);
  const space = start.lastIndexOf(' ');
  return `${(space > LONGEST_NAME / 2 ? start.slice(0, space) : start).trimEnd()}…`;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function tellingParts(query: Query): readonly Query[] {
  const parts = query.kind === 'and' ? query.of : [query];
  const asked = parts.filter((part) => part.kind !== 'not');
  const telling = asked.filter((part) => prepositionOf(part) !== 'with');
  return [telling, asked].find((it) => it.length > 0) ?? parts;
}

/** "on" for what is mixed. */
function prepositionOf(query: Query): Preposition {
  switch (query.kind) {
    case 'text':
    case 'not':
      return 'on';
    case 'fact':
      return OF_FIELD[query.field];
    case 'threshold':
      return 'with';
    default: {
      const [first = 'on', ...others] = new Set(query.of.map(prepositionOf));
      return others.length === 0 ? first : 'on';
    }
  }
}

function phrase(word: Preposition, of: readonly Query[], evidence: readonly Evidence[]): Span[] {
  const [only] = of;
  const speller: Speller = { word, evidence };
  const name =
    only && of.length === 1
      ? spellAlone(only, speller)
      : of.map((part) => spellInside(part, speller)).join(word === 'on' ? ' ' : ' and ');
  return [`${word} `, { bold: shortName(name) }];
}

interface Speller {
  readonly word: Preposition;
  readonly evidence: readonly Evidence[];
}

/** A phrase by itself needs no quotes. */
function spellAlone(query: Query, speller: Speller): string {
  return query.kind === 'text' ? displayTerm(query) : spell(query, speller);
}

function spellInside(query: Query, speller: Speller): string {
  const text = spell(query, speller);
  return query.kind === 'or' ? `(${text})` : text;
}

function spell(query: Query, speller: Speller): string {
  switch (query.kind) {
    case 'not':
      return `not ${spellInside(query.of, speller)}`;
    case 'and':
      return query.of.map((part) => spellInside(part, speller)).join(' ');
    case 'or':
      return alternatives(query.of.map((part) => spell(part, speller)));
    default:
      return spellTerm(query, speller);
  }
}

/** "a, b or c", "a, b or 4 others". */
function alternatives(names: readonly string[]): string {
  const named = names.slice(0, names.length > ALTERNATIVES ? ALTERNATIVES - 1 : -1);
  const others = names.length - named.length;
  return `${named.join(', ')} or ${others === 1 ? names.at(-1) : `${others} others`}`;
}

/** Among words, what is no word keeps its field. */
function spellTerm(term: Term, { word, evidence }: Speller): string {
  if (term.kind === 'text') return formatTerm({ ...term, field: 'any' });
  if (word === 'on') return formatTerm(term);
  return term.kind === 'threshold' ? spellThreshold(term) : spellFact(term, evidence);
}

function spellThreshold({ field, operator, value }: Threshold): string {
  const votes = count(value, field.slice(0, -1));
  if (operator === '=') return votes;
  return operator === '>=' ? `${votes} or more` : `at most ${votes}`;
}

function spellFact(term: FactTerm, evidence: readonly Evidence[]): string {
  const { field, text } = term;
  if (field === 'has') return text === 'project' ? 'a project page' : text;
  if (field === 'category') return text.replace(/\.\*$/, '');
  const found = evidence.find((it) => it.term === formatTerm(term))?.snippet ?? text;
  if (field === 'author') return found;
  const start = found.toLowerCase().lastIndexOf(text);
  return start === -1 ? text : found.slice(start, start + text.length);
}

import type { LinkLook } from './channel.ts';
import type { Reason } from './match.ts';
import { type Evidence, standInOf } from './matching/evidence.ts';
import { type Button, type Card, type Link, SEPARATOR, type Span, type Text } from './message.ts';
import { type Paper, sourceLabel } from './paper.ts';
import { referenceTo } from './reference.ts';
import type { Summarise } from './summary/summarise.ts';

const NAMED_AUTHORS = 3;

/** One paper as a digest shows it, with why it is there and what one can do with it. */
export function makeCard(
  paper: Paper,
  reasons: readonly Reason[],
  summarise: Summarise,
  look: LinkLook = 'words',
): Card {
  const summary = summarise(paper);
  const found = links(paper);
  return {
    title: paper.title,
    url: paper.url,
    byline: byline(paper.authors),
    facts: facts(paper),
    summary: summary.text,
    machineWritten: summary.machineWritten,
    reasons: reasons.map((it) => reasonText(it, summary.text)),
    links: look === 'words' ? found : [],
    brief: brief(paper, reasons),
    actions: [...(look === 'buttons' ? found : []), ...paperActions(paper)],
  };
}

/** A paper that somebody muted in the channel, where its card stood. */
export function makeMutedCard(paper: Paper): Card {
  const empty = { byline: '', facts: [], summary: '', machineWritten: false, links: [] };
  const reasons = [['Muted in this channel.']];
  return {
    ...empty,
    title: paper.title,
    url: paper.url,
    reasons,
    brief: ['muted in this channel'],
  };
}

/** What one can do with a paper wherever it is shown. */
function paperActions(paper: Paper): Button[] {
  const reference = referenceTo(paper);
  return [
    { label: 'Save', command: `papers save ${reference}` },
    { label: 'Mute', command: `papers mute ${reference}` },
    { label: 'Why', command: `papers why ${reference}` },
  ];
}

const BRIEF_TERMS = 3;

/** "Ada Byron et al. · 42 upvotes · grpo": author, votes and what matched, in one line. */
function brief(paper: Paper, reasons: readonly Reason[]): Text {
  const terms = new Set(reasons.flatMap((it) => it.evidence.map((found) => found.term)));
  const parts: Span[][] = [
    [firstAuthor(paper.authors)],
    [paper.upvotes ? count(paper.upvotes, 'upvote') : ''],
    ...[...terms].slice(0, BRIEF_TERMS).map((term): Span[] => [{ bold: term }]),
  ];
  return parts
    .filter(([span]) => span !== '')
    .flatMap((part, place) => (place === 0 ? part : [SEPARATOR, ...part]));
}

/** A paper's title, which leads to it. */
export function titleOf(paper: Pick<Paper, 'title' | 'url'>): Span {
  return { link: paper.title, url: paper.url };
}

/** "Ada Byron et al."; empty when nobody is named. */
export function firstAuthor([first = '', ...others]: readonly string[]): string {
  return others.length > 0 ? `${first} et al.` : first;
}

/** "Ada Byron, Alan Turing, Grace Hopper and 4 others". */
export function byline(authors: readonly string[]): string {
  const others = authors.length - NAMED_AUTHORS;
  const named = authors.slice(0, NAMED_AUTHORS).join(', ');
  if (others <= 0) return named;
  return `${named} and ${count(others, 'other')}`;
}

/** "1 paper", "2 papers". */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** "24 Nov 2026"; listing days are days of the calendar in UTC. */
export function formatDay(date: Date): string {
  return DAY.format(date);
}

const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

function facts(paper: Paper): string[] {
  const known = [
    `${paper.sources.map(sourceLabel).join(', ')}, ${formatDay(paper.listedAt)}`,
    paper.upvotes === null ? '' : count(paper.upvotes, 'upvote'),
    paper.comments ? count(paper.comments, 'comment') : '',
    paper.organization ?? '',
  ];
  return known.filter((fact) => fact !== '');
}

/**
 * "Matched grpo in the abstract: …", with the words around it.
 * @param summary what the reader has just read: its words are not repeated.
 */
export function reasonText(reason: Reason, summary = ''): Text {
  const byField = [...Map.groupBy(reason.evidence, (it) => it.field)];
  const matched = joinSpans(byField.map(([field, found]) => fieldText(field, found)));
  const shown = reason.evidence.find((it) => it.field === 'abstract' || it.field === 'keywords');
  const beyondTitle = reason.evidence.every((it) => it.field !== 'title');
  const isNew = shown && beyondTitle && !isIn(summary, shown);
  return ['Matched ', ...matched, ...(isNew ? [': ', ...snippetText(shown)] : [])];
}

/** True when the words around a match stand in a text as they are. */
function isIn(text: string, { snippet, range: [from, to] }: Evidence): boolean {
  const near = snippet.slice(Math.max(0, from - NEAR), to + NEAR).replace(/^\S*\s|\s\S*$|…/g, '');
  return text.includes(near.trim());
}

/** So many characters on both sides of a match tell its place. */
const NEAR = 20;

/** The words around a match, with the matched ones emphasised. */
function snippetText({ snippet, range: [from, to] }: Evidence): Span[] {
  const spans: Span[] = [
    snippet.slice(0, from),
    { bold: snippet.slice(from, to) },
    snippet.slice(to),
  ];
  return spans.filter((span) => span !== '');
}

function fieldText(field: string, found: readonly Evidence[]): Span[] {
  const terms = new Map(found.map((it) => [it.term, termText(it)]));
  return [...joinSpans([...terms.values()]), ` in the ${field}`];
}

function termText(evidence: Evidence): Span[] {
  const standIn = standInOf(evidence);
  return [{ bold: evidence.term }, ...(standIn ? [` by its ${standIn}`] : [])];
}

/** "a", "a and b", "a, b and c". */
export function joinSpans(parts: readonly (readonly Span[])[]): Span[] {
  return parts.flatMap((part, index) => [...separator(index, parts.length), ...part]);
}

function separator(index: number, total: number): Span[] {
  if (index === 0) return [];
  return [index === total - 1 ? ' and ' : ', '];
}

function links(paper: Paper): Link[] {
  const { arxivId } = paper;
  const known: [string, string | null][] = [
    ['arXiv', arxivId && `https://arxiv.org/abs/${arxivId}`],
    ['PDF', arxivId && `https://arxiv.org/pdf/${arxivId}`],
    [
      'Hugging Face',
      arxivId && onHuggingFace(paper) ? `https://huggingface.co/papers/${arxivId}` : null,
    ],
    ['Code', paper.codeUrl],
    ['Project', paper.projectUrl],
  ];
  return [...known.flatMap(([label, url]) => (url ? [{ label, url }] : [])), ...paper.moreLinks];
}

function onHuggingFace(paper: Paper): boolean {
  return paper.sources.includes('hugging-face');
}

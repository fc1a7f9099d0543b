import type { Reason } from './match.ts';
import { type Evidence, standInOf } from './matching/evidence.ts';
import type { Card, Link, Span, Text } from './message.ts';
import { type Paper, sourceLabel } from './paper.ts';
import { summarise } from './summary/summarise.ts';

const NAMED_AUTHORS = 3;

/** One paper as a digest shows it, with why it is there. */
export function makeCard(paper: Paper, reasons: readonly Reason[]): Card {
  const summary = summarise(paper);
  return {
    title: paper.title,
    url: paper.url,
    byline: byline(paper.authors),
    facts: facts(paper),
    summary: summary.text,
    machineWritten: summary.machineWritten,
    reasons: reasons.map(reasonText),
    links: links(paper),
  };
}

/** "Ada Byron, Alan Turing, Grace Hopper and 4 others". */
export function byline(authors: readonly string[]): string {
  const others = authors.length - NAMED_AUTHORS;
  const named = authors.slice(0, NAMED_AUTHORS).join(', ');
  if (others <= 0) return named;
  return `${named} and ${count(others, 'other')}`;
}

/** "1 paper", "2 papers". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
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

/** "Matched grpo in the abstract: …", with the words around it. */
export function reasonText(reason: Reason): Text {
  const byField = [...Map.groupBy(reason.evidence, (it) => it.field)];
  const matched = joinSpans(byField.map(([field, found]) => fieldText(field, found)));
  const shown = reason.evidence.find((it) => it.field === 'abstract' || it.field === 'keywords');
  const beyondTitle = reason.evidence.every((it) => it.field !== 'title');
  return ['Matched ', ...matched, ...(shown && beyondTitle ? [': ', ...snippetText(shown)] : [])];
}

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
  return known.flatMap(([label, url]) => (url ? [{ label, url }] : []));
}

function onHuggingFace(paper: Paper): boolean {
  return paper.sources.includes('hugging-face');
}

import type { Config } from '../config.ts';
import { count, formatDay } from '../core/card.ts';
import type { News } from '../core/match.ts';
import { type Evidence, standInOf } from '../core/matching/evidence.ts';
import { plainText } from '../core/message.ts';
import { type Query, QueryError } from '../core/query/ast.ts';
import { pointAt } from '../core/query/caret.ts';
import { parseQuery } from '../core/query/parser.ts';
import { hintsFor } from '../core/replies/hints.ts';
import { startProgress } from '../lib/progress.ts';
import { openApp } from './setup.ts';
import { UsageError } from './usage.ts';

export interface PreviewArguments {
  readonly query: string;
  readonly days: string;
  readonly json: boolean;
}

/** `paper-route preview <query>`: what it would have brought of the stored papers. */
export async function preview(config: Config, args: PreviewArguments): Promise<number> {
  if (args.query === '') throw new UsageError('paper-route preview needs a query, such as grpo.');
  const days = readDays(args.days);
  const query = readQuery(args.query);
  if (query instanceof QueryError) return explain(args.query, query);
  const app = await openApp(config, 'warn');
  try {
    const progress = startProgress(process.stderr, 'Looking through the papers…');
    const news = await app.preview(query, days).finally(() => progress.done());
    process.stdout.write(args.json ? toJson(news) : toText(news, days));
    process.stderr.write(
      hintsFor(query, [])
        .map((it) => `${plainText(it)}\n`)
        .join(''),
    );
    return 0;
  } finally {
    await app.stop();
  }
}

function readQuery(typed: string): Query | QueryError {
  try {
    return parseQuery(typed);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
}

/** The query with a caret under the place that can't be read. */
function explain(typed: string, error: QueryError): number {
  const shown = error.whole ? [typed] : pointAt(typed, error.position);
  const lines = ["The query can't be read:", ...[...shown, error.message].map((it) => `  ${it}`)];
  process.stderr.write(`${lines.join('\n')}\n`);
  return 2;
}

function readDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 100_000)
    throw new UsageError(`--days takes a whole number from 1 to 100000, not ${text}.`);
  return days;
}

function toJson(news: readonly News[]): string {
  const papers = news.map(({ paper, reasons }) => ({
    id: paper.id,
    title: paper.title,
    url: paper.url,
    listedAt: paper.listedAt.toISOString(),
    sources: paper.sources,
    evidence: reasons.flatMap((reason) => reason.evidence).map(toFound),
  }));
  return `${JSON.stringify(papers, null, 2)}\n`;
}

/** "by" names what stands in the text instead of the term. */
function toFound(evidence: Evidence) {
  const { term, field, snippet } = evidence;
  const by = standInOf(evidence);
  return { term, field, snippet, ...(by && { by }) };
}

function toText(news: readonly News[], days: number): string {
  const heading = `${count(news.length, 'paper')} in the last ${count(days, 'day')}`;
  return `${[heading, ...news.flatMap(paperLines)].join('\n')}\n`;
}

function paperLines({ paper, reasons }: News): string[] {
  const evidence = reasons.flatMap((reason) => reason.evidence);
  return [
    '',
    paper.title,
    `  ${formatDay(paper.listedAt)}  ${paper.url}`,
    ...evidence.map((it) => `  ${it.term}${byText(it)} in the ${it.field}: ${it.snippet}`),
  ];
}

function byText(evidence: Evidence): string {
  const by = standInOf(evidence);
  return by ? ` by its ${by}` : '';
}

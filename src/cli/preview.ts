import type { Config } from '../config.ts';
import { count, formatDay } from '../core/card.ts';
import type { News } from '../core/match.ts';
import { parseQuery } from '../core/query/parser.ts';
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
  const query = parseQuery(args.query);
  const app = await openApp(config, 'warn');
  try {
    const progress = startProgress(process.stderr, 'Looking through the papers…');
    const news = await app.preview(query, days).finally(() => progress.done());
    process.stdout.write(args.json ? toJson(news) : toText(news, days));
    return 0;
  } finally {
    await app.stop();
  }
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
    evidence: reasons
      .flatMap((reason) => reason.evidence)
      .map(({ term, field, snippet }) => ({ term, field, snippet })),
  }));
  return `${JSON.stringify(papers, null, 2)}\n`;
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
    ...evidence.map((it) => `  ${it.term} in the ${it.field}: ${it.snippet}`),
  ];
}

import type { SuggestRequest } from '../../core/command.ts';
import { splitQueries } from '../../core/query/list.ts';
import { DAY_MS } from '../../core/time.ts';
import type { CommandDeps } from './command.ts';

/** Discord's autocomplete shows 25. */
const MOST = 25;
const KNOWN_DAYS = 30;
/** For so long the keywords of the archive count as current, in milliseconds. */
const FRESH_MS = 3_600_000;

/** What may be meant by what was typed so far. */
export type Suggest = (request: SuggestRequest) => Promise<readonly string[]>;

/**
 * Suggests, for what is to be removed, what the channel follows or muted; for what is to be
 * followed, the keywords that sources gave lately, the commonest first.
 */
export function createSuggest(deps: CommandDeps): Suggest {
  let keywords: Promise<readonly string[]> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;

  /** Many keystrokes at once read the archive once. */
  function known(): Promise<readonly string[]> {
    const now = deps.now().getTime();
    if (keywords && now - readAt < FRESH_MS) return keywords;
    readAt = now;
    keywords = commonKeywords(new Date(now - KNOWN_DAYS * DAY_MS), deps);
    keywords.catch(() => {
      readAt = Number.NEGATIVE_INFINITY;
    });
    return keywords;
  }

  return async (request) => {
    const own = await ownQueries(request, deps);
    return complete(request.typed, own ?? (await known()));
  };
}

/** Undefined for a command that takes any query. */
async function ownQueries(
  { command, channel: address }: SuggestRequest,
  { storage }: CommandDeps,
): Promise<string[] | undefined> {
  if (command !== 'unsubscribe' && command !== 'unmute') return undefined;
  const channel = await storage.channels.find(address);
  if (!channel) return [];
  if (command === 'unmute')
    return channel.mutes.filter((it) => it.kind === 'query').map((it) => it.what);
  return (await storage.subscriptions.listOf(channel.id)).map((it) => it.query);
}

async function commonKeywords(since: Date, { storage }: CommandDeps): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const { keywords } of await storage.papers.listedSince(since))
    for (const keyword of keywords.map((it) => it.toLowerCase()))
      counts.set(keyword, (counts.get(keyword) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([keyword]) => asQuery(keyword));
}

/** Several words, or odd ones, are a phrase. */
function asQuery(keyword: string): string {
  return /^[\p{L}\p{N}-]+$/u.test(keyword) ? keyword : `"${keyword.replaceAll('"', '')}"`;
}

/** Completes the last of several queries: those that begin as typed, then those that hold it. */
function complete(typed: string, candidates: readonly string[]): string[] {
  const ended = typed === '' || /[,\n]\s*$/.test(typed);
  const last = ended ? '' : (splitQueries(typed).at(-1) ?? '');
  const before = typed.slice(0, typed.length - last.length);
  const sought = bare(last);
  const holding = candidates.filter((it) => bare(it).includes(sought));
  const beginning = holding.filter((it) => bare(it).startsWith(sought));
  const others = holding.filter((it) => !beginning.includes(it));
  return [...beginning, ...others].slice(0, MOST).map((it) => before + it);
}

function bare(query: string): string {
  return query.toLowerCase().replace(/^["“„]/, '');
}

import fc from 'fast-check';
import type { Channel, Mute } from '../../src/core/channel.ts';
import { QueryError } from '../../src/core/query/ast.ts';
import { formatQuery } from '../../src/core/query/format.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import { WEEKDAYS } from '../../src/core/schedule.ts';

const term = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{1,8}$/),
  fc.constantFrom(
    ...['"reward model"', '=GRPO', 'diff*', 'title:scaling', 'author:"Yann LeCun"', 'has:code'],
    ...['upvotes>=1,000', '42', 'true', 'null', '1e3', '-', '"a, b"', '(a OR b)', 'grüße', '拡散'],
    ...['category:cs.LG', '"#1"', '"x: y"', 'c++', '#', 'source:arxiv', '~', '"- a"'],
  ),
);

/** A query in its canonical spelling. */
export const anyQuery: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.constantFrom('', '-', 'a OR '), term), { minLength: 1, maxLength: 4 })
  .map((parts) => canonical(parts.map((it) => it.join('')).join(' ')))
  .filter((it) => it !== null);

function canonical(typed: string): string | null {
  try {
    return formatQuery(parseQuery(typed));
  } catch (error) {
    if (error instanceof QueryError) return null;
    throw error;
  }
}

const mute: fc.Arbitrary<Mute> = fc
  .oneof(
    fc.record({ kind: fc.constant('query' as const), what: anyQuery }),
    fc.record({
      kind: fc.constant('paper' as const),
      what: fc.constantFrom(
        'arxiv:2402.03300',
        'doi:10.5555/a:b',
        'entry:rss:https://a.example/f#"x: y" - z',
      ),
    }),
  )
  .map((it) => ({ ...it, mutedBy: 'U1', mutedAt: new Date(0) }));

/** A channel as it may be set, but for its place. */
export const anyChannel: fc.Arbitrary<Omit<Channel, 'id' | 'address'>> = fc.record({
  schedule: fc.oneof(
    fc.constant({ kind: 'at-once' as const }),
    fc.record({
      kind: fc.constant('daily' as const),
      time: fc.constantFrom('00:00', '09:00', '23:59'),
      days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
      timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'),
    }),
  ),
  layout: fc.constantFrom('cards', 'compact', 'thread'),
  links: fc.constantFrom('words', 'buttons', 'title'),
  dailyCap: fc.option(fc.integer({ min: 1, max: 200 })),
  minUpvotes: fc.option(fc.integer({ min: 1, max: 10_000 })),
  sources: fc.option(
    fc.subarray(
      ['hugging-face', 'rss:https://a.example/f', 'rss:https://b.example/?x=hidden#01234567'],
      { minLength: 1 },
    ),
  ),
  notices: fc.boolean(),
  announces: fc.boolean(),
  language: fc.constantFrom(null, 'de', 'pt-BR', 'zh-TW', 'no'),
  mutes: fc.uniqueArray(mute, { maxLength: 4, selector: (it) => it.what }),
  pausedUntil: fc.constant(null),
  pausedReason: fc.constant(null),
  nextDigestAt: fc.constant(null),
});

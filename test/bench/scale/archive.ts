import pg from 'pg';
import { makeListing } from '../../support/listings.ts';

/** How much lies in the database of a bot that has run for long. */
export interface ArchiveSize {
  /**
   * Each with one subscription; every tenth gets papers at once, unless all are due at one time; one
   * in a thousand reads German.
   */
  readonly channels: number;
  readonly papers: number;
  /** Of each channel; the first three are of recent papers that were not posted yet. */
  readonly matches: number;
  /** When every channel's digest is due; left out: at any minute of the day. */
  readonly dueAt?: Date;
}

/** Papers a day: a thousand. */
const DAY_MS = 86_400_000;
const A_DAY = 1_000;

const EVIDENCE = [
  {
    term: 'tidal',
    field: 'abstract',
    snippet:
      '…and we measure how a tidal model rises and falls over the days of a year, twice a day…',
    range: [23, 28],
    implied: false,
  },
];

/**
 * Fills an empty database of the present schema, by SQL: what the stores would have written, in
 * seconds instead of hours.
 */
export async function fillArchive(url: string, size: ArchiveSize, now: Date): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('set session_replication_role = replica');
  for (const statement of statements(size, now)) await client.query(statement);
  await client.query('vacuum analyze');
  await client.end();
}

function statements({ channels, papers, matches, dueAt }: ArchiveSize, now: Date): string[] {
  const at = now.getTime();
  const id = (number: string) => `'arxiv:26' || lpad((${number})::text, 8, '0')`;
  const delivery = (channel: string, number: string) => `${channel} || '-' || ${number}`;
  const recent = Math.floor((papers * 3) / 100);
  /** The paper of a channel's match: its first three are recent. */
  const paperOf = `case when k <= 3 then 1 + (c * 7 + k * 31) % ${recent} else ${recent + 1} + (c * 7919 + k * 104729) % ${papers - recent} end`;
  const isPosted = dueAt ? 'k > 3' : 'k > 3 or (c % 10 = 0 and c % 1000 > 0)';
  const message = JSON.stringify({ heading: 'Ten new papers', cards: ['…'.repeat(100)] });
  return [
    `insert into papers (id, listed_at, seen_at, upvotes, own_summary, paper_json)
      select ${id('n')}, ${at} - (n * ${DAY_MS}::bigint / ${A_DAY}), ${at}, n % 50, 0, replace('${paperJson()}', '<id>', ${id('n')})
      from generate_series(1, ${papers}) n`,
    `insert into paper_numbers (paper_id) select id from papers`,
    `insert into channels (id, platform, workspace, channel, schedule_json, next_digest_at, language, created_at)
      select c, 'discord', 'G' || c / 5, 'C' || c, '${SCHEDULE}',
        ${dueAt ? dueAt.getTime() : `case when c % 10 = 0 then null else ${at} + (c % 1440) * 60000::bigint end`},
        case when c % 1000 = 7 then 'de' end, ${at}
      from generate_series(1, ${channels}) c`,
    `insert into subscriptions (id, channel_id, query, query_key, since, created_by, created_at)
      select c, c, 'tidal', 'tidal', 0, 'U1', 0 from generate_series(1, ${channels}) c`,
    `insert into matches (subscription_id, channel_id, paper_id, evidence_json, created_at, news)
      select c, c, ${id(paperOf)}, '${JSON.stringify(EVIDENCE)}', ${at}, case when ${isPosted} then 0 else 1 end
      from generate_series(1, ${channels}) c, generate_series(1, ${matches}) k`,
    `insert into deliveries (id, channel_id, message_json, state, attempts, not_before, settled_at, receipt, created_at, changed)
      select ${delivery('c', 'd')}, c, '${message}', 'sent', 1, 0, ${at} - d * ${DAY_MS}::bigint, 'M' || c || d, ${at} - d * ${DAY_MS}::bigint,
        case when d = 0 and c % 500 = 0 then 1 else 0 end
      from generate_series(${(matches - 1) / 10}::int, 0, -1) d, generate_series(1, ${channels}) c`,
    `insert into deliveries (id, channel_id, message_json, state, attempts, not_before, created_at)
      select 'new' || c, c, '${message}', 'pending', 0, 0, ${at}
      from generate_series(1, ${dueAt ? 0 : channels}, 100) c`,
    `insert into posts (channel_id, paper_id, delivery_id, carded, place)
      select c, ${id(paperOf)}, ${delivery('c', '(k - 1) / 10')}, 1, (k - 1) % 10
      from generate_series(1, ${channels}) c, generate_series(1, ${matches}) k
      where ${isPosted}`,
    ...['channels', 'subscriptions'].map(
      (table) =>
        `select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`,
    ),
  ];
}

const SCHEDULE = JSON.stringify({
  kind: 'daily',
  time: '09:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  timeZone: 'UTC',
});

/** What a stored paper looks like, with "<id>" for its id. */
function paperJson(): string {
  const {
    source,
    entryId: _,
    identifiers: _ids,
    ...listing
  } = makeListing({
    title: 'A tidal model of the year',
    abstract: 'We measure how it rises and falls over the days of a year. '.repeat(20),
  });
  const more = { id: '<id>', sources: [source], arxivId: null, moreLinks: [] };
  return JSON.stringify({ ...listing, ...more });
}

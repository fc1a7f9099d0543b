import pg from 'pg';

/** What PostgreSQL counts of the statements: https://www.postgresql.org/docs/current/pgstatstatements.html */
export interface Statistics {
  /** The time in the database for each of so many deliveries, and where it went. */
  report(deliveries: number): Promise<string>;
  /** How many were composed since a moment, and in what time. */
  composed(since: Date): Promise<string>;
  close(): Promise<void>;
}

interface Row {
  readonly query: string;
  readonly calls: string;
  readonly ms: number;
}

/** Begins to count, on a server with shared_preload_libraries=pg_stat_statements. */
export async function openStatistics(url: string): Promise<Statistics> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create extension if not exists pg_stat_statements');
  await client.query('select pg_stat_statements_reset()');
  return {
    async report(deliveries) {
      const { rows } = await client.query<Row>(STATEMENTS);
      const total = rows.reduce((sum, row) => sum + row.ms, 0);
      const calls = rows.reduce((sum, row) => sum + Number(row.calls), 0);
      return [
        `in the database: ${(total / deliveries).toFixed(2)} ms and ${(calls / deliveries).toFixed(1)} statements a delivery`,
        ...rows.slice(0, 8).map((row) => line(row, total)),
      ].join('\n');
    },
    async composed(since) {
      const { rows } = await client.query<{ number: number; ms: number }>(COMPOSED, [+since]);
      const { number = 0, ms = 0 } = rows[0] ?? {};
      const seconds = ms / 1_000;
      return `composed ${number} in ${seconds.toFixed(0)} s, ${(number / seconds).toFixed(0)} a second`;
    },
    close: () => client.end(),
  };
}

function line({ query, calls, ms }: Row, total: number): string {
  const share = ((ms / total) * 100).toFixed(0);
  return `  ${share} %, ${calls} calls of ${(ms / Number(calls)).toFixed(3)} ms: ${query.replace(/\s+/g, ' ').slice(0, 110)}`;
}

const COMPOSED =
  'select count(*)::int as number, (max(created_at) - min(created_at))::int as ms from deliveries where created_at > $1';

const STATEMENTS = `select query, calls, total_exec_time as ms from pg_stat_statements
  where query not like '%pg_stat_statements%' and query not like '%as number from deliveries%' order by ms desc`;

/**
 * Writes down every statement of the contract tests, with how many rows it gave or changed: at a
 * release, so that the next one can show that its schema serves this program, too. See
 * vitest.config.ts beside it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { afterAll, expect } from 'vitest';

/** Connection, place of the statement in the list, parameters, rows; null when it failed. */
export type Step = readonly [number, number, readonly unknown[], number | null];

export interface Recording {
  readonly statements: readonly string[];
  /** The steps of each test by its name, in the order in which they were done. */
  readonly tests: Readonly<Record<string, readonly Step[]>>;
}

/** As a step, with the statement itself. */
type Done = readonly [unknown, string, readonly unknown[], number | null];

const tests = new Map<string, Done[]>();
let engine = 'none';

/** What a test does begins when its database is up to date. */
function record(connection: unknown, sql: string, values: readonly unknown[], rows: number | null) {
  const test = expect.getState().currentTestName ?? '';
  const done = tests.get(test) ?? [];
  const opens = /kysely_migration|sqlite_master|to_regclass|^\s*(?:pragma|create|alter|drop)/i;
  if (opens.test(sql)) tests.delete(test);
  else if (done.length > 0 || sql !== 'commit')
    tests.set(test, [...done, [connection, sql, values, rows]]);
}

function toRecording(): Recording {
  const statements: string[] = [];
  const toSteps = (done: readonly Done[]) => {
    const connections: unknown[] = [];
    return done.map(
      ([connection, sql, values, rows]): Step => [
        placeOf(connections, connection),
        placeOf(statements, sql),
        values,
        rows,
      ],
    );
  };
  const steps = [...tests].map(([name, done]) => [name, toSteps(done)] as const);
  return { statements, tests: Object.fromEntries(steps) };
}

function placeOf<T>(list: T[], item: T): number {
  return list.includes(item) ? list.indexOf(item) : list.push(item) - 1;
}

type Work = (...values: unknown[]) => unknown;

const prepare = Database.prototype.prepare;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  const statement = prepare.call(this, sql);
  const watch =
    (work: Work, count: (result: never) => number) =>
    (...values: unknown[]) => {
      engine = 'sqlite';
      try {
        const result = work.apply(statement, values);
        record('file', sql, values.flat(), count(result as never));
        return result;
      } catch (error) {
        record('file', sql, values.flat(), null);
        throw error;
      }
    };
  statement.all = watch(statement.all as Work, (rows: unknown[]) => rows.length) as never;
  statement.run = watch(statement.run as Work, (done: Database.RunResult) => done.changes) as never;
  return statement;
} as never;

const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [sql, values = []] = args as [string, unknown[]?];
  const result = query.apply(this, args);
  if (typeof sql !== 'string' || !(result instanceof Promise)) return result;
  engine = 'postgres';
  const done = (rows: number | null) => record(this, sql, values, rows);
  result.then(
    (answer: pg.QueryResult) => done(answer.rowCount ?? 0),
    () => done(null),
  );
  return result;
} as never;

afterAll(() => {
  const folder = process.env.RECORD_TO ?? import.meta.dirname;
  mkdirSync(folder, { recursive: true });
  const { statements, tests } = toRecording();
  const lines = Object.entries(tests).map(
    ([name, steps]) => `  ${JSON.stringify(name)}: ${JSON.stringify(steps)}`,
  );
  const list = statements.map((it) => `  ${JSON.stringify(it)}`).join(',\n');
  writeFileSync(
    join(folder, `${engine}.json`),
    `{"statements": [\n${list}\n],\n"tests": {\n${lines.join(',\n')}\n}}\n`,
  );
});

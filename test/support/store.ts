import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { makeDatabase } from './postgres/database.ts';
import { borrowDatabase } from './postgres/pool.ts';

/** The databases on which the tests of what is stored run: each is a project of vitest.config.ts. */
export type Engine = 'sqlite' | 'postgres';

declare module 'vitest' {
  interface ProvidedContext {
    engine: Engine;
  }
}

/** The address of an empty database, which ends with its last connection, or with the test. */
export async function passingDatabase(): Promise<string> {
  return inject('engine') === 'postgres' ? borrowDatabase() : 'sqlite::memory:';
}

/** The address of a new database that several programs can open, also one after the other. */
export async function lastingDatabase(): Promise<string> {
  if (inject('engine') === 'postgres') return makeDatabase();
  return `sqlite:${join(await mkdtemp(join(tmpdir(), 'paper-route-')), 'papers.db')}`;
}

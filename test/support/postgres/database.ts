import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { createDatabase, TEMPLATE } from './create.ts';

/** A new database on the server of the tests, without any data; gives its address. */
export async function makeDatabase(): Promise<string> {
  return createDatabase(inject('postgresUrl'), newName(), TEMPLATE);
}

/** The same without any table. */
export async function makeEmptyDatabase(): Promise<string> {
  return createDatabase(inject('postgresUrl'), newName());
}

function newName(): string {
  return `test_${randomUUID().replaceAll('-', '')}`;
}

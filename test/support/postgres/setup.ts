import type { TestProject } from 'vitest/node';
import { openStorage } from '../../../src/storage/index.ts';
import { startCluster } from './cluster.ts';
import { createDatabase, TEMPLATE } from './create.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** A database that is up to date, of which the others are copies: five times as fast as making each. */
async function makeTemplate(url: string): Promise<void> {
  const storage = await openStorage(await createDatabase(url, TEMPLATE));
  await storage.close();
}

/** One server for all tests of a run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  await makeTemplate(cluster.url);
  project.provide('postgresUrl', cluster.url);
  return cluster.stop;
}

import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take the longest start first, so that none is left alone at the end. */
const LONG = /\/test\/(crash|e2e)\/|\/(year|shards|migrate-store|postgres-faults)\.test\.ts$/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = (file: TestSpecification) => LONG.test(file.moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** Whole programs that run on both databases in `npm test`. */
const ON_BOTH = ['test/e2e/{bot,kill,language-model}.test.ts'];
/** Several processes on one database. */
const ON_POSTGRES = ['test/e2e/processes.test.ts'];
/** What a database underneath could change runs on PostgreSQL, too, in `npm run test:postgres`. */
const PIPELINE = ['test/pipeline/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: 'test/support/postgres/setup.ts',
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // What a file imports is loaded once a worker, not once a file: half of the time.
    isolate: false,
    // Most tests wait for processes and servers, not for a core.
    maxWorkers: 5,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: ['test/**/*.test.ts'],
          exclude: ON_POSTGRES,
          provide: { engine: 'sqlite' },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [...ON_BOTH, ...ON_POSTGRES],
          provide: { engine: 'postgres' },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres-pipeline',
          include: PIPELINE,
          // Months of simulated days, and what is kept in memory: rules that no database changes.
          exclude: ['**/{year,silence,pacer,lanes}.test.ts'],
          provide: { engine: 'postgres' },
        },
      },
    ],
  },
});

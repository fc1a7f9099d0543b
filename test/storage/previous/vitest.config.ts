import { defineConfig } from 'vitest/config';

/** Records what this version's stores ask of their databases: npm run record:statements, at a release. */
export default defineConfig({
  test: {
    globalSetup: 'test/support/postgres/setup.ts',
    include: ['test/storage/{sqlite,postgres}.test.ts'],
    testNamePattern: /as a storage/,
    setupFiles: ['test/storage/previous/recorder.ts'],
    provide: { engine: 'sqlite' },
    testTimeout: 60_000,
  },
});

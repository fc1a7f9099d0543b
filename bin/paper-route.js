#!/usr/bin/env node
import module from 'node:module';

const FLOOR = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < FLOOR) {
  process.stderr.write(
    `Paper Route needs Node ${FLOOR} or later, and this is Node ${process.versions.node}. ` +
      'Run npm ci, which brings the right one, and then npm start; or install Node 24.\n',
  );
  process.exit(1);
}

module.enableCompileCache?.();

/** @param {NodeJS.ErrnoException} error */
function explain(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('Paper Route is not set up yet. Run npm ci first.\n');
  process.exit(1);
}

const { main } = await import('../src/main.ts').catch(explain);
await main(process.argv.slice(2));

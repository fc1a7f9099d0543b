#!/usr/bin/env node
import module from 'node:module';

const FLOOR = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < FLOOR) {
  process.stderr.write(
    `Paper Route needs Node ${FLOOR} or later, and this is Node ${process.versions.node}. ` +
      'Run it by npm (npm start), which brings the right one, or install Node 24.\n',
  );
  process.exit(1);
}

module.enableCompileCache?.();
const { main } = await import('../src/main.ts');
await main(process.argv.slice(2));

/** Tells of silent sources in a process that dies by SIGKILL as soon as it makes a delivery's id. */
import { silentLog } from '../../src/lib/log.ts';
import { tellSilences } from '../../src/pipeline/silence.ts';
import { openStorage } from '../../src/storage/index.ts';
import { createRecordingSender } from './platform.ts';

const [databaseUrl = '', now = '', ...sourceNames] = process.argv.slice(2);

await tellSilences([{ source: '', outcome: 'read', listings: 0, reason: null, reached: true }], {
  storage: await openStorage(databaseUrl),
  sourceNames,
  senders: new Map([['slack', createRecordingSender()]]),
  newId: () => {
    process.kill(process.pid, 'SIGKILL');
    return 'never';
  },
  now: () => new Date(now),
  log: silentLog(),
});

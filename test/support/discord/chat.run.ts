/**
 * A process that takes the commands of Discord as one of several on a PostgreSQL, to be killed. It
 * answers each with its own number, says on standard output when it has started, and logs as JSON
 * on standard error.
 */
import { createLog } from '../../../src/lib/log.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { hooksOf } from '../hooks.ts';

const { DATABASE_URL = '', API_URL = '', TOKEN = '', SHARDS = '', PER_PROCESS = '' } = process.env;

const storage = await openStorage(DATABASE_URL);
const { frontend } = createDiscord({
  token: TOKEN,
  apiUrl: API_URL,
  peers: storage.peers,
  shards: SHARDS ? { count: Number(SHARDS), perProcess: Number(PER_PROCESS) } : null,
  log: await createLog({ level: 'info', format: 'json', secrets: [] }),
});
const hooks = hooksOf(async () => ({
  name: 'who',
  tone: 'info',
  message: { heading: [`process ${process.pid}`], lines: [], cards: [] },
}));
process.once('SIGTERM', async () => {
  await frontend?.stop();
  await storage.close();
});
await frontend?.start(hooks);
process.stdout.write(`${frontend?.problem() ?? 'ready'}\n`);

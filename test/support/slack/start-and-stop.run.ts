import { silentLog } from '../../../src/lib/log.ts';
import { createSlack } from '../../../src/platforms/slack/index.ts';
import { hooksOf } from '../hooks.ts';

/** Connects, disconnects, and ends by itself when nothing holds the process. */
const [apiUrl, botToken = '', appToken = ''] = process.argv.slice(2);
const slack = createSlack({ apiUrl, botToken, appToken, log: silentLog() });
await slack.frontend?.start(hooksOf(() => Promise.reject(new Error('nobody types here'))));
await slack.frontend?.stop();

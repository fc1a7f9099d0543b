import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Cluster, startCluster } from '../support/postgres/cluster.ts';
import { createDatabase } from '../support/postgres/create.ts';
import {
  here,
  PATIENCE,
  postedOnce,
  publish,
  run,
  startBot,
  subscribe,
  useOutside,
} from './steady-bot.ts';

const AWAY =
  /The database at 127\.0\.0\.1:\d+ does not answer \([^)]+\)\. Check that PostgreSQL runs there/g;

/** What is committed outlives a crash of the server, though not one of the machine. */
const SAFE = ['-c', 'fsync=off', '-c', 'unix_socket_directories='];

useOutside();

let cluster: Cluster;
let number = 0;

beforeAll(async () => {
  cluster = await startCluster(SAFE);
});
afterAll(() => cluster.stop());

beforeEach(async () => {
  here.settings.DATABASE_URL = await createDatabase(cluster.url, `bot_${++number}`);
});

describe('a running bot whose PostgreSQL server', () => {
  it.each(['crash', 'in order'] as const)(
    'ends (%s) says so once, answers, and goes on by itself when it is back',
    async (how) => {
      await subscribe();
      publish(1);
      const running = await startBot();
      await postedOnce('Tidal One');
      expect(await running.get('/readyz')).toEqual([200, 'ready']);

      await cluster.halt(how);
      publish(2);
      await vi.waitFor(() => expect(running.log()).toMatch(AWAY), PATIENCE);
      const asked = { command: '/subscribe', text: 'mamba' };
      const [answer] = await here.outside.slack.slashCommand(asked);
      expect(answer?.text).toContain('That did not work, and nothing was changed.');
      expect(await running.get('/readyz')).toEqual([503, expect.stringMatching(AWAY)]);
      expect(await running.get('/healthz')).toEqual([200, 'ok']);

      await cluster.start();
      await postedOnce('Tidal One', 'Tidal Two');
      await vi.waitFor(async () => expect(await running.get('/readyz')).toEqual([200, 'ready']));
      expect(running.process.exitCode).toBeNull();
      expect(running.log().match(AWAY)).toHaveLength(1);
      await running.stop();
      expect(running.log()).not.toContain('postgres:postgres');
    },
  );

  it('ends just after a message was taken posts it once', async () => {
    await subscribe();
    const running = await startBot();
    const { slack } = here.outside;
    const halted = new Promise<void>((resolve, reject) => {
      const enough = slack.watch(({ call, phase }) => {
        if (call !== 'chat.postMessage' || phase !== 'done') return;
        enough();
        cluster.halt('crash').then(resolve, reject);
      });
    });
    publish(1);
    await halted;
    await vi.waitFor(() => expect(running.log()).toMatch(AWAY), PATIENCE);
    await cluster.start();
    await postedOnce('Tidal One');
    await vi.waitFor(async () => {
      const { stdout } = await run('deliveries');
      expect(stdout).toMatch(/^Nothing waits/);
    }, PATIENCE);
    await postedOnce('Tidal One');
  });
});

describe('the program', () => {
  it('ends with one sentence when its PostgreSQL server is not there, and works when it is', async () => {
    await subscribe();
    await cluster.halt('in order');
    for (const command of ['start', 'poll', 'deliveries']) {
      const { code, stderr } = await run(command);
      expect([code, stderr.trim().split('\n')]).toEqual([1, [expect.stringMatching(AWAY)]]);
    }
    expect((await run('doctor')).stdout).toMatch(/FAILED {2}Start: The database at \S+ does not/);
    await cluster.start();
    publish(1);
    const running = await startBot();
    await postedOnce('Tidal One');
    await running.stop();
    const { stdout } = await run('doctor');
    expect(stdout).toMatch(/ok {6}Database: bot_\d+ at \S+: 1 paper, 0 deliveries waiting/);
    expect(stdout).toMatch(/ok {6}Database version: PostgreSQL \d+/);
    expect(stdout).not.toContain('postgres:postgres');
  });
});

import { expect, it } from 'vitest';
import { NO_LIMITS, type Sender } from '../../src/core/delivery.ts';
import { NO_PEERS } from '../../src/core/peers.ts';
import type { Storage } from '../../src/core/stores.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createDeliverer } from '../../src/pipeline/deliver.ts';
import { openStorage } from '../../src/storage/index.ts';
import { createRecordingSender } from '../support/platform.ts';
import { passingDatabase } from '../support/store.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const MANY = 1_100;

async function put(storage: Storage, platform: string, channel: string): Promise<void> {
  const address = { platform, workspace: 'W1', channel };
  const { id } = await storage.channels.ensure(address, { kind: 'at-once' }, NOW);
  const message = { heading: [], lines: [], cards: [] };
  await storage.outbox.put(id, [{ id: channel, message, papers: [] }], NOW);
}

it('of a platform that is full hide no other platform behind them, and all are sent', async () => {
  const storage = await openStorage(await passingDatabase());
  await storage.transaction(async (all) => {
    for (let channel = 1; channel <= MANY; channel++)
      await put(all as Storage, 'discord', `D${channel}`);
    await put(all as Storage, 'slack', 'S1');
  });
  const [slow, quick] = [createRecordingSender(), createRecordingSender()];
  const slackSent = Promise.withResolvers<void>();
  const discord: Sender = {
    ...slow,
    pace: { ...NO_LIMITS, perSecond: 1_000_000 },
    send: async (...args) => {
      await slackSent.promise;
      return slow.send(...args);
    },
  };
  const slack: Sender = {
    ...quick,
    send: async (...args) => {
      slackSent.resolve();
      return quick.send(...args);
    },
  };
  const deliverer = createDeliverer(
    {
      storage: { ...storage, peers: NO_PEERS },
      senders: new Map([
        ['discord', discord],
        ['slack', slack],
      ]),
      now: () => NOW,
      log: silentLog(),
      leaseMs: 30_000,
    },
    () => undefined,
  );
  await deliverer.begin();
  await slackSent.promise;
  expect(slow.sent).toEqual([]);
  await deliverer.idle();
  expect(new Set(slow.sent.map((it) => it.key)).size).toBe(MANY);
  expect(slow.sent).toHaveLength(MANY);
  await deliverer.stop(0);
  await storage.close();
});

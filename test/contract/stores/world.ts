import { afterEach, beforeEach } from 'vitest';
import type { Channel } from '../../../src/core/channel.ts';
import { plainEvidence } from '../../../src/core/matching/evidence.ts';
import type { Message } from '../../../src/core/message.ts';
import type { Paper } from '../../../src/core/paper.ts';
import type { Schedule } from '../../../src/core/schedule.ts';
import type { Storage } from '../../../src/core/stores.ts';
import type { Subscription } from '../../../src/core/subscription.ts';

export const NOW = new Date('2026-11-24T10:00:00Z');
export const MESSAGE: Message = { heading: ['News'], lines: [], cards: [] };
const AT_ONCE: Schedule = { kind: 'at-once' };

/** NOW and so many milliseconds. */
export const msLater = (ms: number) => new Date(NOW.getTime() + ms);

export interface World {
  /** An empty storage, a new one for each test. */
  readonly storage: Storage;
  ensureChannel(channel?: string): Promise<Channel>;
  subscribe(channelId: number, query?: string): Promise<Subscription>;
  /** Subscribes a channel and keeps a paper as matching; gives the subscription's id. */
  matchOne(channelId: number, paper: Paper, query?: string): Promise<number>;
}

/** Opens a storage for each test of a suite, and closes it. */
export function makeWorld(open: () => Promise<Storage>): World {
  let storage: Storage;
  beforeEach(async () => {
    storage = await open();
  });
  afterEach(() => storage.close());

  async function subscribe(channelId: number, query = 'grpo') {
    const values = { channelId, query, key: query, since: NOW, createdBy: 'U1', createdAt: NOW };
    const subscription = await storage.subscriptions.add(values);
    if (!subscription) throw new Error('already subscribed');
    return subscription;
  }

  async function matchOne(channelId: number, paper: Paper, query = 'grpo') {
    const { id: subscriptionId } = await subscribe(channelId, query);
    const evidence = [plainEvidence(query, 'title', paper.title)];
    await storage.matches.add([{ channelId, subscriptionId, paperId: paper.id, evidence }], NOW);
    return subscriptionId;
  }

  return {
    get storage() {
      return storage;
    },
    ensureChannel: (channel = 'C1') =>
      storage.channels.ensure({ platform: 'slack', workspace: 'T1', channel }, AT_ONCE, NOW),
    subscribe,
    matchOne,
  };
}

import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Signal } from '../../src/core/peers.ts';
import type { Storage } from '../../src/core/stores.ts';
import { openStorage } from '../../src/storage/index.ts';
import { makeListing } from '../support/listings.ts';
import { makeDatabase } from '../support/postgres/database.ts';

const NOW = new Date('2026-11-24T10:00:00Z');

let url: string;
let one: Storage;
let other: Storage;

beforeEach(async () => {
  url = await makeDatabase();
  [one, other] = [await openStorage(url), await openStorage(url)];
});

afterEach(async () => {
  await Promise.all([one.close(), other.close()]);
});

/** Cuts the connections by which processes hold their locks, as a broken network does. */
async function cutPeers(): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'paper-route peers' and datname = current_database()",
  );
  await client.end();
}

function listenTo(storage: Storage): Signal[] {
  const heard: Signal[] = [];
  storage.peers.onSignal((signal) => heard.push(signal));
  return heard;
}

describe('a lock of processes on one PostgreSQL', () => {
  it('is held by one of them', async () => {
    expect(await one.peers.hold(['a', 'b'])).toEqual(new Set(['a', 'b']));
    expect(await other.peers.hold(['a', 'c'])).toEqual(new Set(['c']));
    expect(other.peers.holds('a')).toBe(false);
    expect(await one.peers.hold(['a', 'a', 'c'])).toEqual(new Set(['a']));
  });

  it('is free once it is released, however often it was asked for', async () => {
    await one.peers.hold(['a']);
    await one.peers.hold(['a']);
    await one.peers.release(['a', 'never held']);
    expect(one.peers.holds('a')).toBe(false);
    expect(await other.peers.hold(['a'])).toEqual(new Set(['a']));
  });

  it('is free once its holder has ended', async () => {
    await one.peers.hold(['a']);
    await one.close();
    await vi.waitFor(async () => expect((await other.peers.hold(['a'])).has('a')).toBe(true));
    one = await openStorage(url);
  });

  it('is lost with the connection, which its holder learns, and can be taken anew', async () => {
    await one.peers.hold(['a']);
    await cutPeers();
    await vi.waitFor(() => expect(one.peers.holds('a')).toBe(false));
    expect(await other.peers.hold(['a'])).toEqual(new Set(['a']));
    expect(await one.peers.hold(['a', 'b'])).toEqual(new Set(['b']));
  });
});

describe('a signal', () => {
  it('tells the others of a removed subscription, and of something to compose or deliver', async () => {
    const heard = listenTo(other);
    const channel = await one.channels.ensure(
      { platform: 'slack', workspace: 'T1', channel: 'C1' },
      { kind: 'at-once' },
      NOW,
    );
    const subscription = await one.subscriptions.add({
      channelId: channel.id,
      query: 'grpo',
      key: 'grpo',
      since: NOW,
      createdBy: 'U1',
      createdAt: NOW,
    });
    const id = subscription?.id ?? 0;
    const { paper } = await one.papers.record(makeListing(), NOW);
    const match = { channelId: channel.id, subscriptionId: id, paperId: paper.id, evidence: [] };
    await vi.waitFor(async () => {
      await one.matches.add([match], NOW);
      expect(heard).toContainEqual({ kind: 'compose' });
    });
    const message = { heading: ['News'], lines: [], cards: [] };
    await one.outbox.put(channel.id, [{ id: 'd1', message, papers: [] }], NOW);
    await one.subscriptions.remove(channel.id, 'grpo');
    await vi.waitFor(() => {
      expect(heard).toContainEqual({ kind: 'deliver' });
      expect(heard).toContainEqual({ kind: 'unsubscribed', id });
    });
  });

  it('tells the others of a feed from chat that was added or removed', async () => {
    const heard = listenTo(other);
    const feed = { url: 'https://example.org/a', title: 'A', addedBy: 'slack/T1/U1', addedAt: NOW };
    await vi.waitFor(async () => {
      await one.feeds.remove(feed.url);
      expect(heard).toContainEqual({ kind: 'feeds' });
    });
    heard.length = 0;
    await one.feeds.add(feed);
    await vi.waitFor(() => expect(heard).toContainEqual({ kind: 'feeds' }));
  });

  it('is not given for what was undone', async () => {
    const heard = listenTo(other);
    const address = { platform: 'slack', workspace: 'T1', channel: 'C1' };
    const { id } = await one.channels.ensure(address, { kind: 'at-once' }, NOW);
    const message = { heading: ['News'], lines: [], cards: [] };
    await vi.waitFor(async () => {
      await one.channels.setSchedule(id, { kind: 'at-once' }, NOW);
      expect(heard).toContainEqual({ kind: 'compose' });
    });
    const work = one.channelTransaction(id, async (stores) => {
      await stores.outbox.put(id, [{ id: 'd1', message, papers: [] }], NOW);
      throw new Error('undone');
    });
    await expect(work).rejects.toThrow('undone');
    heard.length = 0;
    await one.channels.setSchedule(id, { kind: 'at-once' }, NOW);
    await vi.waitFor(() => expect(heard).toContainEqual({ kind: 'compose' }));
    expect(heard).not.toContainEqual({ kind: 'deliver' });
  });

  it('of everything follows a connection that was lost: something may have been missed', async () => {
    const heard = listenTo(other);
    await vi.waitFor(() => expect(heard).toHaveLength(3));
    await cutPeers();
    await vi.waitFor(() => expect(heard).toHaveLength(6), 5_000);
  });
});

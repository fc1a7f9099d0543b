import { describe, expect, it } from 'vitest';
import { type MailRequest, mailChannel } from '../../../src/core/reader.ts';
import type { DailySchedule } from '../../../src/core/schedule.ts';
import { MESSAGE, msLater, NOW, type World } from './world.ts';

const ADA = 'ada@example.org';
const WEEKLY: DailySchedule = { kind: 'daily', time: '08:00', days: ['mon'], timeZone: 'UTC' };
const HOUR_MS = 3_600_000;

function requestOf(key: string, address = ADA): MailRequest {
  return { key, address, queries: ['grpo', 'mamba'], schedule: WEEKLY, requestedAt: NOW };
}

/** What every storage must do with readers of mail. */
export function describeReaders(world: World): void {
  describe('readers', () => {
    const readers = () => world.storage.readers;

    it('keeps a request until it is removed or forgotten, and counts what is open', async () => {
      for (const request of [requestOf('a'), requestOf('b'), requestOf('c', 'ben@example.org')])
        await readers().addRequest(request);
      expect(await readers().findRequest('a', NOW)).toEqual(requestOf('a'));
      expect(await readers().findRequest('a', msLater(1))).toBeUndefined();
      expect(await readers().countRequests(NOW, ADA)).toBe(2);
      expect(await readers().countRequests(NOW)).toBe(3);
      await readers().removeRequest('a');
      expect(await readers().findRequest('a', NOW)).toBeUndefined();
      await readers().forgetRequests(msLater(1));
      expect(await readers().countRequests(NOW)).toBe(0);
    });

    it('finds a reader by address and by token, which stays the same', async () => {
      await readers().add(ADA, 'first', NOW);
      await readers().add(ADA, 'second', msLater(HOUR_MS));
      const ada = { address: ADA, token: 'first', confirmedAt: NOW, pausedReason: null };
      expect(await readers().find(ADA)).toEqual(ada);
      expect(await readers().findByToken('first')).toEqual(ada);
      expect(await readers().findByToken('second')).toBeUndefined();
      expect(await readers().list()).toEqual([ada]);
    });

    it('tells why a reader gets no mail', async () => {
      const { id } = await world.storage.channels.ensure(mailChannel(ADA), WEEKLY, NOW);
      await readers().add(ADA, 'token', NOW);
      await world.storage.channels.refuse(id, 'No such mailbox.', NOW);
      expect((await readers().find(ADA))?.pausedReason).toBe('No such mailbox.');
    });

    it('knows where a delivery went', async () => {
      const { id } = await world.storage.channels.ensure(mailChannel(ADA), WEEKLY, NOW);
      await world.storage.outbox.put(id, [{ id: 'd1', message: MESSAGE, papers: [] }], NOW);
      expect(await readers().channelOf('d1')).toEqual(mailChannel(ADA));
      expect(await readers().channelOf('d2')).toBeUndefined();
    });

    it('erases all of an address, and nothing of another', async () => {
      const { channels, outbox, subscriptions } = world.storage;
      for (const address of [ADA, 'ben@example.org']) {
        const { id } = await channels.ensure(mailChannel(address), WEEKLY, NOW);
        await world.subscribe(id);
        await outbox.put(id, [{ id: `to-${address}`, message: MESSAGE, papers: [] }], NOW);
        await readers().add(address, `token-${address}`, NOW);
        await readers().addRequest(requestOf(address, address));
      }
      await readers().erase(ADA);
      await readers().erase(ADA);
      expect(await channels.find(mailChannel(ADA))).toBeUndefined();
      expect((await readers().list()).map((it) => it.address)).toEqual(['ben@example.org']);
      expect(await readers().countRequests(NOW)).toBe(1);
      expect(await outbox.waiting()).toBe(1);
      expect(await subscriptions.list()).toHaveLength(1);
    });
  });
}

import { onTestFinished } from 'vitest';
import { DeliveryError, type SendRequest } from '../../../src/core/delivery.ts';
import { mailChannel } from '../../../src/core/reader.ts';
import { createEmail } from '../../../src/platforms/email/index.ts';
import type { SmtpServer } from '../../../src/platforms/email/line.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { type MailServerOptions, startMailServer } from '../../support/email/server.ts';

export const ADA = 'ada@example.org';
export const HOME = 'https://papers.example.net';
export const TOKEN = 'a-token-of-ada';
export const FROM = { name: 'Paper Route', address: 'papers@example.net' };
export const UNSUBSCRIBE = `${HOME}/email/unsubscribe?token=${TOKEN}`;
export const NOW = new Date('2026-11-24T09:00:00Z');

/** A mail server, and the platform against it; both end with the test. Ada is a reader, nobody else. */
export async function setUp(options: MailServerOptions = {}, changes: Partial<SmtpServer> = {}) {
  const server = await startMailServer(options);
  const storage = await openStorage('sqlite::memory:');
  await storage.readers.add(ADA, TOKEN, NOW);
  onTestFinished(async () => {
    await server.stop();
    await storage.close();
  });
  const email = createEmail({
    server: { ...server.server, ...changes },
    from: FROM,
    home: HOME,
    readers: storage.readers,
    clock: () => NOW,
  });
  return { server, storage, email, sender: email.sender };
}

export function request(changes: Partial<SendRequest> = {}): SendRequest {
  return {
    to: mailChannel(ADA),
    message: { heading: ['1 new paper'], lines: [], cards: [] },
    key: 'd1',
    maybeSentAt: null,
    first: null,
    ...changes,
  };
}

/** The error with which a send ends. */
export async function failure(sent: Promise<unknown>): Promise<DeliveryError> {
  const error = await sent.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DeliveryError) return error;
  throw new Error(`Not a DeliveryError: ${error}`);
}

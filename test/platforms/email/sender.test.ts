import { describe, expect, it } from 'vitest';
import { mailChannel } from '../../../src/core/reader.ts';
import { confirmation } from '../../../src/core/replies/mail.ts';
import { linksOf, wordsOf } from '../../support/email/reading.ts';
import type { Scripted } from '../../support/email/server.ts';
import { ADA, FROM, failure, HOME, NOW, request, setUp, UNSUBSCRIBE } from './set-up.ts';

const WEEKDAYS = { kind: 'daily', time: '09:00', days: ['mon'], timeZone: 'UTC' } as const;

const calm = AbortSignal.timeout(60_000);

describe('a mail', () => {
  it('has the headers by which programs unsubscribe, and no others than it needs', async () => {
    const { server, sender } = await setUp();
    const receipt = await sender.send(request(), calm);
    const [received] = server.mails;
    const headers = Object.fromEntries(
      received?.mail.headers.map((it) => [it.key, it.value]) ?? [],
    );
    expect(headers).toMatchObject({
      from: 'Paper Route <papers@example.net>',
      to: ADA,
      subject: '1 new paper',
      'message-id': '<d1@example.net>',
      'auto-submitted': 'auto-generated',
      'list-id': 'Paper Route <paper-route.papers.example.net>',
      'list-unsubscribe': `<${UNSUBSCRIBE}>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    });
    expect(receipt).toEqual({ messageId: '<d1@example.net>' });
    expect(received).toMatchObject({ from: FROM.address, to: ADA });
    expect(server.violations).toEqual([]);
  });

  it('to somebody who is no reader yet has nothing to unsubscribe from, and says what to do', async () => {
    const { server, sender } = await setUp();
    const link = `${HOME}/email/confirm?token=a`;
    const message = confirmation({ queries: ['grpo'], schedule: WEEKDAYS }, link);
    await sender.send(request({ to: mailChannel('ben@example.org'), message }), calm);
    const mail = server.mails[0]?.mail;
    expect(mail?.headers.map((it) => it.key).filter((it) => it.startsWith('list'))).toEqual([]);
    expect(mail?.text).toContain('ignore this mail');
    expect([...linksOf(mail ?? {}).values()]).toEqual([link, `${HOME}/`]);
  });

  it('with papers is not sent to somebody who has unsubscribed meanwhile', async () => {
    const { server, sender } = await setUp();
    const late = sender.send(request({ to: mailChannel('ben@example.org') }), calm);
    await expect(late).rejects.toMatchObject({ kind: 'permanent', concerns: 'message' });
    expect(server.mails).toEqual([]);
  });

  it('says the same as HTML and as plain text', async () => {
    const { server, sender } = await setUp();
    const lines = [['Read ', { link: 'the note', url: 'https://a.example/note' }, '.']];
    await sender.send(request({ message: { heading: ['News'], lines, cards: [] } }), calm);
    const mail = server.mails[0]?.mail;
    expect(mail?.text).toContain('Read the note.\nhttps://a.example/note');
    expect(wordsOf(mail ?? {})).toContain('Read the note.');
    expect(linksOf(mail ?? {}).get('the note')).toBe('https://a.example/note');
    expect(linksOf(mail ?? {}).get('Unsubscribe')).toBe(UNSUBSCRIBE);
    expect(mail?.text).toContain(`Unsubscribe: ${UNSUBSCRIBE}`);
  });

  it('leaves out what only a chat can use', async () => {
    const { server, sender } = await setUp();
    const message = {
      heading: ['News'],
      lines: [
        ['And 5 more papers today: ', { code: '/papers more' }],
        [{ code: '/papers more' }, ' lists them.'],
      ],
      cards: [],
      actions: [{ label: 'Show the rest', command: 'papers more 2026-11-24' }],
    };
    await sender.send(request({ message }), calm);
    const mail = server.mails[0]?.mail;
    for (const words of [mail?.text ?? '', wordsOf(mail ?? {})]) {
      expect(words).toContain('And 5 more papers today.');
      expect(words).not.toMatch(/papers more|lists them|Show the rest/);
    }
  });

  it('takes no header from a title', async () => {
    const { server, sender } = await setUp();
    const heading = ['News\r\nBcc: eve@evil.example\r\n\r\n<b>', '\nX-Evil: 1', '\u2028Cc: a@b.c'];
    await sender.send(request({ message: { heading, lines: [], cards: [] } }), calm);
    expect(server.violations).toEqual([]);
    expect(server.mails).toHaveLength(1);
    const mail = server.mails[0]?.mail;
    expect([mail?.cc, mail?.bcc]).toEqual([undefined, undefined]);
    expect(mail?.subject).toContain('Bcc: eve@evil.example');
  });

  it('that goes on a digest answers its first one', async () => {
    const { server, sender } = await setUp();
    const first = await sender.send(request(), calm);
    await sender.send(request({ key: 'd2', first: first.messageId }), calm);
    expect(server.mails[1]?.mail).toMatchObject({
      messageId: '<d2@example.net>',
      inReplyTo: '<d1@example.net>',
      references: '<d1@example.net>',
    });
  });
});

describe('a mail that may have arrived before', () => {
  it.each<Scripted>([
    { at: 'data', say: 'hang up', taken: true },
    { at: 'data', say: 'hang up' },
  ])('is sent again as it was, under the same Message-ID: %j', async (trouble) => {
    const { server, sender } = await setUp();
    server.script(trouble);
    const error = await failure(sender.send(request(), calm));
    expect(error).toMatchObject({ kind: 'unknown', concerns: 'channel' });
    await sender.send(request({ maybeSentAt: NOW }), calm);
    const mails = server.mails.map(({ mail }) => [mail.messageId, mail.date, mail.html]);
    expect(mails).toHaveLength(trouble.taken ? 2 : 1);
    expect(new Set(mails.map((it) => JSON.stringify(it))).size).toBe(1);
  });

  it('is not sent any more when the server fell silent before its text began to leave', async () => {
    const { server, sender } = await setUp();
    server.script({ at: 'rcpt', say: 'hang up' });
    expect((await failure(sender.send(request(), calm))).kind).toBe('retry');
    expect(server.mails).toEqual([]);
  });

  it('is in doubt when it is cut off while the server takes it, and not before', async () => {
    const { server, sender } = await setUp();
    for (const [at, kind] of [
      ['data', 'unknown'],
      ['rcpt', 'retry'],
      ['greeting', 'retry'],
    ] as const) {
      const patience = new AbortController();
      server.script({ at, say: 'silence', reached: () => patience.abort() });
      const error = await failure(sender.send(request(), patience.signal));
      expect([at, error.kind, error.concerns]).toEqual([at, kind, 'channel']);
      expect(error.message).toMatch(/^The mail to ada@example\.org was cut off/);
    }
  });
});

describe('what a mail server says', () => {
  it.each<[string, Scripted['at'], Partial<Awaited<ReturnType<typeof failure>>>]>([
    ['550 5.1.1 No such user', 'rcpt', { kind: 'permanent', concerns: 'channel' }],
    ['550 mailbox unavailable', 'rcpt', { kind: 'permanent', concerns: 'channel' }],
    ['552 5.2.2 Mailbox full', 'rcpt', { kind: 'permanent', concerns: 'channel' }],
    ['550 5.1.1 No such user', 'data', { kind: 'permanent', concerns: 'channel' }],
    ['554 5.7.1 Relay access denied', 'rcpt', { kind: 'retry', concerns: 'platform' }],
    ['550 relay not permitted', 'rcpt', { kind: 'retry', concerns: 'platform' }],
    ['554 5.7.1 Client host blocked', 'rcpt', { kind: 'retry', concerns: 'platform' }],
    ['450 4.2.0 Greylisted', 'rcpt', { kind: 'retry', concerns: 'channel', retryAfterMs: 300_000 }],
    ['451 4.3.0 Later', 'data', { kind: 'retry', concerns: 'channel', retryAfterMs: 300_000 }],
    ['421 4.3.2 Shutting down', 'rcpt', { kind: 'retry', concerns: 'platform' }],
    ['554 5.6.0 Looks like spam', 'data', { kind: 'permanent', concerns: 'message' }],
    ['550 5.7.1 Looks like spam', 'data', { kind: 'permanent', concerns: 'message' }],
    ['550 5.7.26 Unauthenticated', 'data', { kind: 'retry', concerns: 'platform' }],
    ['553 5.7.1 Not your address', 'mail', { kind: 'retry', concerns: 'platform' }],
    ['552 5.3.4 Too big', 'mail', { kind: 'permanent', concerns: 'message' }],
    ['554 5.3.2 Go away', 'greeting', { kind: 'retry', concerns: 'platform' }],
  ])('as %s to the %s means what it should', async (say, at, meaning) => {
    const { server, sender } = await setUp();
    server.script({ at, say });
    const error = await failure(sender.send(request(), calm));
    expect(error).toMatchObject(meaning);
    expect(error.message).toMatch(/^[A-Z][^\n]* [^\n]*\.$/);
    expect(error.message).toContain(say);
    await sender.send(request(), calm);
    expect(server.mails).toHaveLength(1);
  });

  it('about a login is told without the password, and concerns the platform', async () => {
    const { sender } = await setUp(
      { login: { user: 'papers', pass: 'right-password' } },
      { login: { user: 'papers', pass: 'wrong-password' } },
    );
    const error = await failure(sender.send(request(), calm));
    expect(error).toMatchObject({ kind: 'retry', concerns: 'platform' });
    expect(error.message).toMatch(/^The mail server refuses the login of SMTP_URL \(535 /);
    expect(error.message).not.toContain('wrong-password');
  });

  it('is nothing where nobody listens, which concerns the platform', async () => {
    const { server, sender, email } = await setUp();
    await server.stop();
    const error = await failure(sender.send(request(), calm));
    expect(error).toMatchObject({ kind: 'retry', concerns: 'platform' });
    expect(error.message).toContain('could not be reached (ECONNREFUSED)');
    expect(await email.check()).toMatchObject([
      { ok: false, remedy: expect.stringContaining('ECONNREFUSED') },
    ]);
  });
});

describe('a mail that can not be made', () => {
  it('waits, and nobody is blamed for it but us', async () => {
    const { storage, server, sender } = await setUp();
    await storage.close();
    const error = await failure(sender.send(request(), calm));
    expect(error).toMatchObject({ kind: 'retry', concerns: 'channel' });
    expect(error.message).toContain('a fault in Paper Route or its database');
    expect(server.connections()).toBe(0);
  });
});

describe('connections', () => {
  it('are kept for the next mail, and few stand side by side', async () => {
    const { server, sender } = await setUp();
    for (const key of ['a', 'b', 'c']) await sender.send(request({ key }), calm);
    expect(server.connections()).toBe(1);
    const many = Array.from({ length: 20 }, (_, number) => request({ key: `m${number}` }));
    await Promise.all(many.map((it) => sender.send(it, calm)));
    expect(server.mails).toHaveLength(23);
    expect(server.connections()).toBeLessThanOrEqual(4);
  });
});

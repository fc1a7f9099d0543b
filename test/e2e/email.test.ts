import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { linksOf } from '../support/email/reading.ts';
import { type MailServer, startMailServer } from '../support/email/server.ts';
import { dailyPaper } from '../support/feeds/hugging-face.ts';
import { lastingDatabase } from '../support/store.ts';
import { type Outside, startApp, startOutside } from './world.ts';

const DAY = '2026-11-24';
const ADA = 'ada@example.org';
const LOGIN = { user: 'papers', pass: 'p@ss:word' };
const BOUNCES = 'a-secret-of-the-mailbox';
const EVERY_DAY = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const DAILY = { kind: 'daily', time: '09:00', days: EVERY_DAY, timeZone: 'UTC' } as const;

let outside: Outside;
let mail: MailServer;
let app: App;
let moment: Date;

beforeEach(async () => {
  outside = await startOutside({ database: await lastingDatabase() });
  mail = await startMailServer({ login: LOGIN });
  publish('2611.00001', 'Tidal GRPO');
  moment = new Date(`${DAY}T08:00:00Z`);
  const { DATABASE_URL, HF_ENDPOINT, ARXIV_FEED_URL, ARXIV_API_URL } = outside.environment;
  const environment = {
    ...{ DATABASE_URL, HF_ENDPOINT, ARXIV_FEED_URL, ARXIV_API_URL },
    ARXIV_CATEGORIES: '',
    TIMEZONE: 'UTC',
    LOG_LEVEL: 'silent',
    HTTP_PORT: '0',
    PUBLIC_URL: 'https://papers.example.net',
    SMTP_URL: mail.url,
    EMAIL_FROM: 'Paper Route <papers@example.net>',
    EMAIL_BOUNCE_TOKEN: BOUNCES,
  };
  app = await startApp(environment as Record<string, string>, { now: () => moment });
});

afterEach(async () => {
  await app.stop();
  await mail.stop();
  await outside.close();
  expect(mail.violations).toEqual([]);
});

function publish(id: string, title: string, day = DAY): void {
  outside.publish(day, [dailyPaper(id, { submittedOnDailyAt: `${day}T00:00:00.000Z`, title })]);
}

/** A link of a mail, at the program itself instead of the proxy before it. */
function visit(address: string | undefined, init: RequestInit = {}): Promise<Response> {
  const { pathname, search } = new URL(address ?? '');
  return fetch(`http://127.0.0.1:${app.httpPort()}${pathname}${search}`, init);
}

async function ask(): Promise<string> {
  const outcome = await app.readers?.request({ address: ADA, queries: 'grpo', schedule: DAILY });
  expect(outcome).toMatchObject({ kind: 'asked' });
  return linksOf(mail.mails.at(-1)?.mail ?? {}).get('Yes, mail me these papers') ?? '';
}

/** A paper is there already, so that the first mail comes at once. */
async function follow(): Promise<void> {
  await app.poll();
  expect((await visit(await ask(), { method: 'POST' })).status).toBe(200);
}

/** The address that a mail program posts to. */
function oneClick(): string {
  const { headers = [] } = mail.mails.at(-1)?.mail ?? {};
  const value = headers.find((it) => it.key === 'list-unsubscribe')?.value ?? '';
  return value.slice(1, -1);
}

const subjects = () => mail.mails.map((it) => it.mail.subject);

describe('a reader of mail', () => {
  it('asks, confirms, gets a digest, unsubscribes with one click, and hears no more', async () => {
    await app.poll();
    const link = await ask();
    await app.poll();
    expect(subjects()).toEqual(['Do you want new papers by mail?']);

    const shown = await visit(link);
    expect([shown.status, await shown.text()]).toEqual([
      200,
      expect.stringContaining('Yes, mail me these papers'),
    ]);
    await app.poll();
    expect(mail.mails).toHaveLength(1);
    const done = await visit(link, { method: 'POST' });
    expect(await done.text()).toContain('1 paper matches since yesterday: a mail');
    await app.poll();
    expect(mail.mails).toHaveLength(2);
    expect(mail.mails[1]).toMatchObject({ to: ADA, user: 'papers' });
    expect(mail.mails[1]?.mail.text).toContain('Tidal GRPO');

    moment = new Date(`${DAY}T09:00:00Z`);
    await app.poll();
    publish('2611.00002', 'Tidal GRPO returns', '2026-11-25');
    moment = new Date('2026-11-25T08:00:00Z');
    await app.poll();
    expect(mail.mails).toHaveLength(2);
    moment = new Date('2026-11-25T09:00:00Z');
    await app.poll();
    expect(mail.mails[2]?.mail.text).toContain('Tidal GRPO returns');

    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await visit(oneClick(), { method: 'POST', body })).status).toBe(200);
    publish('2611.00003', 'Tidal GRPO for ever', '2026-11-26');
    moment = new Date('2026-11-26T09:00:00Z');
    await app.poll();
    expect(mail.mails).toHaveLength(3);
    expect(await app.readers?.list()).toEqual([]);
    expect((await visit(oneClick(), { method: 'POST', body })).status).toBe(200);
  });

  it('is not confirmed or unsubscribed by a scanner that only looks', async () => {
    await app.poll();
    const link = await ask();
    for (const method of ['GET', 'HEAD', 'GET']) await visit(link, { method });
    expect(await app.readers?.list()).toEqual([]);
    await visit(link, { method: 'POST' });
    await app.poll();
    for (const method of ['GET', 'HEAD'])
      expect((await visit(oneClick(), { method })).status).toBe(200);
    expect(await app.readers?.list()).toHaveLength(1);
    expect((await visit(oneClick(), { method: 'PUT' })).status).toBe(405);
  });

  it('sees that a link is used up, and no secret leaves by the page', async () => {
    const link = await ask();
    await visit(link, { method: 'POST' });
    for (const method of ['GET', 'POST']) {
      const answer = await visit(link, { method });
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('This link is used up');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('content-security-policy')).not.toContain('unsafe');
    }
  });

  it('whose mailbox refuses is paused with the reason, and resumed by a new confirmation', async () => {
    await app.poll();
    const link = await ask();
    mail.refuse(ADA, '550 5.1.1 No such user here');
    await visit(link, { method: 'POST' });
    await app.poll();
    expect(await app.readers?.list()).toMatchObject([
      { pausedReason: expect.stringContaining('(550 5.1.1 No such user here)') },
    ]);
    mail.refuse(ADA, '');
    await follow();
    await app.poll();
    expect(mail.mails.at(-1)?.mail.text).toContain('Tidal GRPO');
  });
});

describe('a mail that comes back', () => {
  const tell = (report: string, token = BOUNCES) =>
    visit('https://papers.example.net/email/bounces', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: report.replaceAll('\n', '\r\n'),
    });

  function report(messageId: string, action = 'failed', status = '5.1.1'): string {
    return `From: mailer-daemon@mail.example.org
To: papers@example.net
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I am sorry.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; ${ADA}
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; 550 5.1.1 <${ADA}>: Recipient address rejected

--b1
Content-Type: text/rfc822-headers

From: Paper Route <papers@example.net>
Message-ID: ${messageId}

--b1--
`;
  }

  const paused = async () => (await app.readers?.list())?.[0]?.pausedReason ?? null;

  it('pauses its address with what the server said', async () => {
    await follow();
    await app.poll();
    const id = mail.mails.at(-1)?.mail.messageId ?? '';
    expect(await (await tell(report(id))).text()).toBe('The address is paused.\n');
    await expect.poll(paused).toMatch(/came back \(550 5\.1\.1 .*Recipient address rejected\)/);
  });

  it('is believed only with the token, a Message-ID of ours, and for good', async () => {
    await follow();
    await app.poll();
    const id = mail.mails.at(-1)?.mail.messageId ?? '';
    expect((await tell(report(id), 'wrong')).status).toBe(401);
    for (const text of [
      report('<d1@example.net>'),
      report(id.replace('example.net', 'evil.example')),
      report(id, 'delayed', '4.4.1'),
      report(id, 'failed', '4.4.1'),
      'Subject: I am on holiday\n\nUntil Monday.\n',
      '',
    ])
      expect(await (await tell(text)).text()).toMatch(/^Nothing to do/);
    expect((await tell('x'.repeat(1_000_001))).status).toBe(413);
    expect(await paused()).toBeNull();
  });
});

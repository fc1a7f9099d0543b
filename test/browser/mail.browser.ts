import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { type Outside, startApp, startOutside } from '../e2e/world.ts';
import { linksOf } from '../support/email/reading.ts';
import { type MailServer, startMailServer } from '../support/email/server.ts';
import { dailyPaper } from '../support/feeds/hugging-face.ts';
import { axeFindings, openTabs, type Tabs } from './tabs.ts';

const HOME = 'https://papers.example.net';
const NOW = new Date('2026-11-24T08:00:00Z');
const BERLIN = { timezoneId: 'Europe/Berlin' };

let folder: string;
let outside: Outside;
let mail: MailServer;
let app: App;
let tabs: Tabs;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paper-route-'));
  [outside, mail, tabs] = await Promise.all([
    startOutside({ database: `sqlite:${join(folder, 'papers.db')}` }),
    startMailServer(),
    openTabs(),
  ]);
  const item = { submittedOnDailyAt: '2026-11-24T00:00:00.000Z', title: 'Tidal GRPO' };
  outside.publish('2026-11-24', [dailyPaper('2611.00001', item)]);
  const { DATABASE_URL, HF_ENDPOINT } = outside.environment;
  const environment = {
    ...{ DATABASE_URL, HF_ENDPOINT, ARXIV_CATEGORIES: '', TIMEZONE: 'UTC', LOG_LEVEL: 'silent' },
    ...{ HTTP_PORT: '0', PAGE: 'true', PUBLIC_URL: HOME },
    ...{ SMTP_URL: mail.url, EMAIL_FROM: 'Paper Route <papers@example.net>' },
  };
  app = await startApp(environment as Record<string, string>, { now: () => NOW });
  await app.poll();
});
afterEach(async () => {
  await tabs.closeAll();
  expect(tabs.complaints()).toEqual([]);
});
afterAll(async () => {
  await tabs.stop();
  await app.stop();
  await Promise.all([mail.stop(), outside.close()]);
  rmSync(folder, { recursive: true });
});

function visit(path: string, javaScriptEnabled = true): Promise<Page> {
  const origin = `http://127.0.0.1:${app.httpPort()}`;
  return tabs.visit(origin, path, { ...BERLIN, javaScriptEnabled });
}

/** A link of the last mail, at the program itself instead of the proxy before it. */
function mailed(words: string): string {
  const link = linksOf(mail.mails.at(-1)?.mail ?? {}).get(words) ?? '';
  expect(link).toContain(HOME);
  return link.slice(HOME.length);
}

async function press(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
}

describe('a reader', () => {
  it('gets a query’s papers by mail a minute after trying it, and ends it by the mail’s link', async () => {
    const page = await visit('/try?q=grpo');
    await page.getByRole('link', { name: 'Daily or weekly, to your mailbox' }).click();
    expect(await page.getByLabel('Papers on').inputValue()).toBe('grpo');
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin');
    await page.getByLabel('Mailed to').fill('ada@example.org');
    await page.getByLabel('How often').selectOption('On Mondays');
    await press(page, 'Mail me the confirmation');
    const asked = await page.getByRole('status').innerText();
    expect(asked).toContain('A mail is on its way to ada@example.org');
    expect(mail.mails.map((it) => it.to)).toEqual(['ada@example.org']);

    const confirming = await visit(mailed('Yes, mail me these papers'));
    expect(await axeFindings(confirming)).toEqual([]);
    expect(await app.readers?.list()).toEqual([]);
    await press(confirming, 'Yes, mail me these papers');
    await confirming.getByRole('heading', { name: 'Done' }).waitFor();
    expect(await app.readers?.list()).toMatchObject([
      { queries: ['grpo'], schedule: { days: ['mon'], timeZone: 'Europe/Berlin' } },
    ]);
    await expect.poll(() => mail.mails.length).toBe(2);
    expect(mail.mails[1]?.mail.text).toContain('Tidal GRPO');

    const leaving = await visit(mailed('Unsubscribe'));
    expect(await axeFindings(leaving)).toEqual([]);
    await press(leaving, 'Send me no more papers');
    await leaving.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
    expect(await app.readers?.list()).toEqual([]);
  });

  it('does it by the keyboard alone, without JavaScript, and is shown what is wrong', async () => {
    const page = await visit('/email/subscribe?q=grpo', false);
    await page.getByLabel('Papers on').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('grpo (mamba');
    await page.keyboard.press('Tab');
    await page.keyboard.type('bob@example.org');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').innerText()).toContain('grpo (mamba\n     ^');
    expect(await page.getByLabel('Mailed to').inputValue()).toBe('bob@example.org');
    tabs.complaints();
    await page.getByLabel('Papers on').fill('mamba');
    await page.keyboard.press('Enter');
    await page.getByText('A mail is on its way to bob@example.org').waitFor();
    expect(mail.mails.at(-1)?.to).toBe('bob@example.org');
  });
});

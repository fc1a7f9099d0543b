import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../support/pages.ts';
import { DAY_BEFORE, startSite, TOKEN } from './site.ts';
import { axeFindings, openTabs, type Tabs } from './tabs.ts';

const PHONE = { viewport: { width: 390, height: 844 } };

let site: Pages;
let tabs: Tabs;

beforeAll(async () => {
  [site, tabs] = await Promise.all([startSite(), openTabs()]);
});
afterEach(async () => {
  await tabs.closeAll();
  expect(tabs.complaints()).toEqual([]);
});
afterAll(async () => {
  await tabs.stop();
  await site.close();
});

function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  return tabs.visit(site.origin, path, options);
}

const titlesOf = (page: Page) => page.locator('.papers h2').allInnerTexts();

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Token').fill(TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The last 90 days').waitFor();
}

describe('a visitor', () => {
  it('browses the days, and opens a paper', async () => {
    const page = await visit('/');
    expect(await page.locator('h1').innerText()).toBe('Friday, 12 June 2026');
    expect(await titlesOf(page)).toHaveLength(12);
    await page.getByRole('link', { name: '← Thursday, 11 June 2026' }).click();
    expect(page.url()).toContain(DAY_BEFORE);
    expect(await titlesOf(page)).toHaveLength(3);
    await page.getByRole('link', { name: 'Month' }).click();
    expect(await titlesOf(page)).toHaveLength(15);
    const [first = ''] = await titlesOf(page);
    await page.getByRole('link', { name: first }).click();
    expect(await page.locator('h1').innerText()).toBe(first);
    expect(await page.locator('.abstract').innerText()).not.toBe('');
  });

  it('searches, is shown where a query is wrong, and mends it', async () => {
    const page = await visit('/');
    const field = page.getByRole('searchbox');
    await field.fill('agents (memory');
    await field.press('Enter');
    expect(await page.getByRole('alert').innerText()).toContain('agents (memory\n       ^');
    await page.getByRole('searchbox').fill('agents');
    await page.getByRole('button', { name: 'Search' }).click();
    expect(await page.locator('mark').first().innerText()).toMatch(/agent/i);
  });

  it('tries a query and sees at once what it brings, and copies it', async () => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const page = await visit('/try', { permissions });
    await page.getByLabel('Query').pressSequentially('agents', { delay: 20 });
    await page.getByText('/subscribe agents').waitFor();
    expect(page.url()).toContain('/try?q=agents');
    expect((await titlesOf(page)).length).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('/subscribe agents');
  });

  it('is offered no copying where the browser has none', async () => {
    const page = await visit('/');
    await page.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await page.goto('/try');
    await page.getByLabel('Query').fill('agents');
    await page.getByText('/subscribe agents').waitFor();
    expect(await page.getByRole('button', { name: 'Copy' }).count()).toBe(0);
  });

  it('has in the head of the page what it has in its body', async () => {
    const page = await visit('/try');
    await page.getByLabel('Query').fill('agents');
    await page.getByText('/subscribe agents').waitFor();
    expect(await page.title()).toBe('agents · Paper Route');
    const feeds = await page.locator('link[rel=alternate]').all();
    expect(await Promise.all(feeds.map((it) => it.getAttribute('href')))).toEqual([
      '/feed.atom?q=agents',
      '/feed.json?q=agents',
    ]);
  });

  it('hears the numbers of a query, and not all of its papers', async () => {
    const page = await visit('/try');
    await page.getByLabel('Query').fill('agents');
    await page.getByText('/subscribe agents').waitFor();
    expect(await page.getByRole('status').innerText()).toMatch(/^agents: \d+ papers/);
    expect(await page.locator('[aria-live]').count()).toBe(0);
    expect(await page.getByRole('status').locator('article').count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
  });

  it.each([
    [
      'is refused',
      { status: 429, contentType: 'text/plain', body: 'Wait a <b>little</b>.\n' },
      'Wait a <b>little</b>.',
    ],
    ['fails', { status: 500, contentType: 'text/html', body: '<p>x' }, /could not answer/],
  ] as const)('is told when a question %s', async (_, answer, text) => {
    const page = await visit('/try?q=agents');
    await page.route('**/try?*', (route) => route.fulfill(answer));
    await page.getByLabel('Query').fill('memory');
    await page.getByRole('alert').filter({ hasText: text }).waitFor();
    expect(await titlesOf(page)).toEqual([]);
    expect(page.url()).toContain('/try?q=agents');
    await page.unroute('**/try?*');
    await page.getByLabel('Query').fill('agents');
    await page.getByText('/subscribe agents').waitFor();
    expect(tabs.complaints()).toHaveLength(1);
  });

  it('is told when the server can’t be reached', async () => {
    const page = await visit('/try');
    await page.route('**/try?*', (route) => route.abort());
    await page.getByLabel('Query').fill('agents');
    await page.getByRole('alert').filter({ hasText: 'can’t be reached' }).waitFor();
    expect(tabs.complaints()).toHaveLength(1);
  });

  it('sees what was typed last, one question after the other', async () => {
    const page = await visit('/try');
    await page.clock.install();
    const asked: string[] = [];
    const held = Promise.withResolvers<void>();
    await page.route('**/try?*', async (route) => {
      asked.push(new URL(route.request().url()).search);
      await held.promise;
      await route.continue();
    });
    const type = async (text: string) => {
      await page.getByLabel('Query').fill(text);
      await page.clock.runFor(500);
    };
    for (const text of ['agents', 'memory', 'robots']) await type(text);
    held.resolve();
    await page.getByText('/subscribe robots').waitFor();
    expect(asked).toEqual(['?q=agents', '?q=robots']);
  });

  it('does all of it without JavaScript', async () => {
    const page = await visit('/try', { javaScriptEnabled: false });
    await page.getByLabel('Query').fill('agents');
    await page.getByRole('button', { name: 'Show papers' }).click();
    expect(await page.locator('.ways').innerText()).toContain('/subscribe agents');
    expect(await page.getByRole('button', { name: 'Copy' }).count()).toBe(0);
    await page.getByRole('searchbox').fill('agents');
    await page.getByRole('button', { name: 'Search' }).click();
    expect((await titlesOf(page)).length).toBeGreaterThan(0);
  });

  it('comes everywhere by the keyboard alone', async () => {
    const page = await visit('/');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Skip to the papers');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Day');
    for (let step = 0; step < 3; step++) await page.keyboard.press('Tab');
    const title = await page.locator(':focus').innerText();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/paper/**');
    expect(await page.locator('h1').innerText()).toBe(title);
  });

  it('gets no cookie', async () => {
    const page = await visit('/');
    await page.goto('/try?q=agents');
    expect(await page.context().cookies()).toEqual([]);
  });
});

describe('the operator', () => {
  it('signs in, sees what is wrong, and retries what was given up', async () => {
    const page = await visit('/admin', {});
    tabs.complaints();
    await signIn(page);
    expect(await page.getByText('rss.arxiv.org answered 503').count()).toBe(1);
    await page.getByRole('button', { name: /^Retry/ }).click();
    expect(await page.getByRole('status').innerText()).toBe('1 back in the queue.');
    await page.getByText('The same as a table').click();
    expect(await page.getByRole('rowheader', { name: '2026-06-12' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').waitFor();
    tabs.complaints();
  });
});

describe('every page', () => {
  const PAGES = [
    ...['/', '/trending', '/try', '/try?q=agents', '/search?q=(x', '/paper/2606.13681'],
    '/email/subscribe?q=agents',
  ];

  it.each(
    PAGES.flatMap((path) =>
      (['light', 'dark'] as const).map((colorScheme) => [path, colorScheme] as const),
    ),
  )('%s in %s has nothing that axe-core finds', async (path, colorScheme) => {
    const page = await visit(path, { colorScheme });
    expect(await axeFindings(page)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    '/admin in %s has nothing that axe-core finds',
    async (it) => {
      const page = await visit('/admin', { colorScheme: it });
      expect(await axeFindings(page)).toEqual([]);
      tabs.complaints();
      await signIn(page);
      await page.getByText('The same as a table').click();
      expect(await axeFindings(page)).toEqual([]);
    },
  );

  it.each([...PAGES, '/admin'])('%s fits a phone', async (path) => {
    const page = await visit(path, PHONE);
    tabs.complaints();
    if (path === '/admin') await signIn(page);
    const width = 'document.documentElement.scrollWidth';
    expect(await page.evaluate(width)).toBeLessThanOrEqual(PHONE.viewport.width);
  });
});

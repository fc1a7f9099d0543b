/** `npm run pictures:page`: pictures of the pages for docs/, at 1280 and 390 px, light and dark. */
import { writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { shrinkPng } from '../pictures/png/encode.ts';
import { ensureChromium, openChromium } from './chromium.ts';
import { startSite, TOKEN } from './site.ts';

const FOLDER = new URL('../../docs/pictures/', import.meta.url);
const SIZES = { '': { width: 1280, height: 900 }, '-phone': { width: 390, height: 844 } } as const;
const PATHS = {
  front: '/',
  try: '/try?q=agents',
  error: '/search?q=agents (memory',
  paper: '/paper/2606.13681',
  mail: '/email/subscribe?q=agents',
  admin: '/admin',
} as const;

ensureChromium();
const site = await startSite();
const browser = await openChromium();
for (const [size, viewport] of Object.entries(SIZES))
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await openTab(browser, { viewport, colorScheme, isMobile: size !== '' });
    for (const [name, path] of Object.entries(PATHS)) {
      await show(page, path);
      keep(`page-${name}${size}-${colorScheme}`, await page.screenshot());
    }
    await page.context().close();
  }
await browser.close();
await site.close();

function openTab(from: Browser, options: Parameters<Browser['newPage']>[0]): Promise<Page> {
  return from.newPage({ ...options, baseURL: site.origin, deviceScaleFactor: 2 });
}

async function show(page: Page, path: string): Promise<void> {
  await page.goto(path);
  const token = page.getByLabel('Token');
  if ((await token.count()) === 0) return;
  await token.fill(TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The last 90 days').waitFor();
}

function keep(name: string, png: Buffer): void {
  const small = shrinkPng(png);
  writeFileSync(new URL(`${name}.png`, FOLDER), small);
  process.stdout.write(`docs/pictures/${name}.png  ${Math.round(small.length / 1000)} kB\n`);
}

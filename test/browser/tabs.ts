import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { openChromium } from './chromium.ts';

/** A browser whose visitors come without a past, and what it complained of. */
export interface Tabs {
  /** A new visitor's tab on a site. */
  visit(origin: string, path: string, options?: BrowserContextOptions): Promise<Page>;
  /** What was in the consoles since the last call. */
  complaints(): string[];
  /** All visitors leave. */
  closeAll(): Promise<void>;
  stop(): Promise<void>;
}

export async function openTabs(): Promise<Tabs> {
  const browser = await openChromium();
  const complaints: string[] = [];
  return {
    async visit(origin, path, options = {}) {
      const context = await browser.newContext({ baseURL: origin, ...options });
      const page = await context.newPage();
      page.on('console', (it) => {
        if (it.type() === 'error') complaints.push(it.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(path);
      return page;
    },
    complaints: () => complaints.splice(0),
    closeAll: async () => {
      await Promise.all(browser.contexts().map((it) => it.close()));
    },
    stop: () => browser.close(),
  };
}

/** What axe-core finds; its script comes in beside the page's own rules for scripts. */
export async function axeFindings(page: Page): Promise<unknown[]> {
  await page.evaluate(axe.source);
  const run = 'axe.run().then((it) => it.violations.map(({ id, nodes }) => [id, nodes[0].html]))';
  return page.evaluate(run);
}

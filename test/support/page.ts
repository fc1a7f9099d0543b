import { onTestFinished } from 'vitest';
import { type PagesOptions, startPages } from './pages.ts';

export type { Pages } from './pages.ts';
export { PAGE_NOW } from './pages.ts';

/** Pages that end with the test; see startPages. */
export async function servePages(environment: PagesOptions['environment'] = {}) {
  const pages = await startPages({ environment });
  onTestFinished(pages.close);
  return pages;
}

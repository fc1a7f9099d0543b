import type { WebDeps } from './index.ts';
import type { Page } from './page/index.ts';

/** What the HTTP server shows beside the health pages: loaded only where something is configured. */
export async function openWeb(deps: WebDeps): Promise<Page> {
  const { page, metrics, adminToken, adminHeader } = deps.config;
  const isWanted = page || metrics || adminToken !== null || adminHeader !== null || deps.readers;
  if (!isWanted) return { refresh: () => undefined };
  return (await import('./index.ts')).createWeb(deps);
}

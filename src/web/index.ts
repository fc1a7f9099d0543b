import type { WebConfig } from '../config-web.ts';
import type { Routes } from '../lib/routes.ts';
import { createPage } from './page/index.ts';
import type { PageDeps } from './page/view.ts';
import { createVisitors } from './visitors.ts';

export interface WebDeps extends Omit<PageDeps, 'publicUrl' | 'visitors'> {
  readonly config: WebConfig;
  readonly routes: Routes;
}

export interface Web {
  /** Papers or votes may have changed. */
  refresh(): void;
}

/** What the HTTP server shows beside the health pages, as far as it is configured. */
export function createWeb({ config, routes, ...deps }: WebDeps): Web {
  const visitors = createVisitors(config.trustedProxies);
  if (!config.page) return { refresh: () => undefined };
  const page = createPage({ ...deps, publicUrl: config.publicUrl, visitors });
  routes.addRest(page.listener);
  return { refresh: page.refresh };
}

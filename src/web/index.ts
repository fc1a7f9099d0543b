import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import type { WebConfig } from '../config-web.ts';
import { MAIL_PATHS } from '../core/reader.ts';
import type { Routes } from '../lib/routes.ts';
import { createGate } from './admin/gate.ts';
import { type AdminDeps, addAdmin } from './admin/index.ts';
import { addAssets } from './assets.ts';
import { addLinks } from './email/links.ts';
import { addMetrics } from './metrics/index.ts';
import { addPage, type Page } from './page/index.ts';
import { document } from './page/layout.ts';
import { BusyError } from './page/questions.ts';
import { createVisitors } from './visitors.ts';

export interface WebDeps extends Omit<AdminDeps, 'publicUrl' | 'visitors' | 'gate'> {
  readonly config: WebConfig;
  readonly routes: Routes;
}

/** What the HTTP server shows beside the health pages, as far as it is configured. */
export function createWeb({ config, routes, ...others }: WebDeps): Page {
  const { page, metrics, adminToken, adminHeader, publicUrl, trustedProxies } = config;
  const isRun = adminToken !== null || adminHeader !== null;
  const visitors = createVisitors(trustedProxies);
  const gate = createGate(config, visitors, others.now);
  const deps = { ...others, publicUrl, visitors, gate };
  const app = createSite(deps);
  if (others.readers) addLinks(app, { ...deps, readers: others.readers, hasHome: page });
  if (isRun) addAdmin(app, deps);
  if (isRun || metrics) addMetrics(app, { ...deps, isOpen: metrics });
  // Others in the process, such as discord.js, send files by the Request and Response of Node.
  routes.addRest(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  return page ? addPage(app, deps) : { refresh: () => undefined };
}

/** Longer than any form of ours, in bytes. */
const FORM_BYTES = 16_384;
const TOO_LONG = 'That is longer than any form here.\n';

const HEADERS: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'same-origin',
  strictTransportSecurity: false,
};

/**
 * What all pages share: safe headers, our files, and what is said when something is not there. The
 * address behind a mail's link holds a secret: it is told to no other page.
 */
function createSite({ log }: Pick<AdminDeps, 'log'>): Hono {
  const app = new Hono();
  for (const path of [MAIL_PATHS.confirm, MAIL_PATHS.unsubscribe])
    app.use(path, secureHeaders({ ...HEADERS, referrerPolicy: 'no-referrer' }));
  app.use(secureHeaders(HEADERS));
  app.use(bodyLimit({ maxSize: FORM_BYTES, onError: (c) => c.text(TOO_LONG, 413) }));
  addAssets(app);
  app.notFound((c) => c.html(missing(), 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (error instanceof BusyError)
      return c.text(`${error.message}\n`, 503, { 'retry-after': '60' });
    log.error({ err: error, path: c.req.path }, 'a page could not be shown');
    return c.html(broken(), 500);
  });
  return app;
}

function missing() {
  const main = html`<div class="heading"><h1>Nothing is here</h1></div>
<p class="notice">The address leads to no page. <a href="/">The newest papers</a> are at the front.</p>`;
  return document({ title: 'Not found', main });
}

function broken() {
  const main = html`<div class="heading"><h1>This went wrong</h1></div>
<p class="notice">The page could not be shown; the operator’s log says why. Try again in a minute.</p>`;
  return document({ title: 'Error', main });
}

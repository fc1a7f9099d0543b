import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import type { Listener } from '../../lib/routes.ts';
import { addAssets } from '../assets.ts';
import { addFeeds } from './feeds.ts';
import { addFront } from './front.ts';
import { document } from './layout.ts';
import { addPaper } from './paper.ts';
import { BusyError, createQuestions } from './questions.ts';
import { createRenderings } from './renderings.ts';
import { addSearch } from './search.ts';
import { addTry } from './try.ts';
import type { PageDeps } from './view.ts';

export interface Page {
  readonly listener: Listener;
  /** Papers or votes may have changed. */
  refresh(): void;
}

/** Searches and tries of one address in a minute; a person who types has one a second at most. */
const ASKED = 60;
/** Feeds that one address fetches in a minute. */
const FOLLOWED = 60;

/** What readers see: no cookie, no script of others, nothing that is not on this server. */
export function createPage(deps: PageDeps): Page {
  const app = new Hono();
  const renderings = createRenderings(deps.now);
  const questions = createQuestions(deps);
  app.use(secureHeaders(HEADERS));
  addAssets(app);
  addFront(app, deps, renderings);
  addPaper(app, deps, renderings);
  const [asking, following] = [deps.visitors.atMost(ASKED), deps.visitors.atMost(FOLLOWED)];
  for (const path of ['/search', '/try']) app.use(path, asking);
  for (const path of ['/feed.atom', '/feed.json']) app.use(path, following);
  addSearch(app, deps, questions, renderings);
  addTry(app, deps, questions, renderings);
  addFeeds(app, deps, questions, renderings);
  app.notFound((c) => c.html(missing(), 404));
  app.onError((error, c) => {
    if (error instanceof BusyError)
      return c.text(`${error.message}\n`, 503, { 'retry-after': '60' });
    deps.log.error({ err: error, path: c.req.path }, 'a page could not be shown');
    return c.html(broken(), 500);
  });
  return { listener: getRequestListener(app.fetch), refresh: renderings.forget };
}

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
  referrerPolicy: 'no-referrer',
  strictTransportSecurity: false,
};

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

import type { Hono } from 'hono';
import { addForm } from '../email/form.ts';
import { addFeeds } from './feeds.ts';
import { addFront } from './front.ts';
import { addPaper } from './paper.ts';
import { createQuestions } from './questions.ts';
import { createRenderings } from './renderings.ts';
import { addSearch } from './search.ts';
import { addTry } from './try.ts';
import type { PageDeps } from './view.ts';

/** Searches and tries of one address in a minute; a person who types has one a second at most. */
const ASKED = 60;
/** Feeds that one address fetches in a minute. */
const FOLLOWED = 60;
/** Searches, tries and feeds that one address waits for at a time, so that others come between. */
const AT_ONCE = 3;
/** Pages that are rendered for one address in a minute, beside those that are kept already. */
const RENDERED = 240;

/** What is computed for each who asks is nothing for crawlers. */
const ROBOTS = `User-agent: *
Disallow: /search
Disallow: /try
Disallow: /feed.
Disallow: /email/
Disallow: /admin
`;

export interface Page {
  /** Papers or votes may have changed. */
  refresh(): void;
}

/** What readers see: no cookie, no script of others, nothing that is not on this server. */
export function addPage(app: Hono, deps: PageDeps): Page {
  const { atMost, atOnce } = deps.visitors;
  const renderings = createRenderings(deps.now, atMost(RENDERED));
  const questions = createQuestions(deps);
  const [asking, following, waiting] = [atMost(ASKED), atMost(FOLLOWED), atOnce(AT_ONCE)];
  for (const path of ['/search', '/try']) app.use(path, asking, waiting);
  for (const path of ['/feed.atom', '/feed.json']) app.use(path, following, waiting);
  app.get('/robots.txt', (c) => c.text(ROBOTS));
  addFront(app, deps, renderings);
  addPaper(app, deps, renderings);
  addSearch(app, deps, questions, renderings);
  addTry(app, deps, questions, renderings);
  addFeeds(app, deps, questions, renderings);
  if (deps.readers) addForm(app, { ...deps, readers: deps.readers });
  return { refresh: renderings.forget };
}

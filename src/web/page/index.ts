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

export interface Page {
  /** Papers or votes may have changed. */
  refresh(): void;
}

/** What readers see: no cookie, no script of others, nothing that is not on this server. */
export function addPage(app: Hono, deps: PageDeps): Page {
  const renderings = createRenderings(deps.now);
  const questions = createQuestions(deps);
  const [asking, following] = [deps.visitors.atMost(ASKED), deps.visitors.atMost(FOLLOWED)];
  for (const path of ['/search', '/try']) app.use(path, asking);
  for (const path of ['/feed.atom', '/feed.json']) app.use(path, following);
  addFront(app, deps, renderings);
  addPaper(app, deps, renderings);
  addSearch(app, deps, questions, renderings);
  addTry(app, deps, questions, renderings);
  addFeeds(app, deps, questions, renderings);
  if (deps.readers) addForm(app, { ...deps, readers: deps.readers });
  return { refresh: renderings.forget };
}

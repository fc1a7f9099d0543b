import type { News } from '../../src/core/match.ts';
import type { World } from './painter.ts';
import { newsOn, oddPapers, samplePapers } from './papers.ts';
import { asking } from './scenes/asking.ts';
import { QUERIES } from './scenes/channel.ts';
import { announcements, forms, lists, lookOf, settingsShown } from './scenes/managing.ts';
import { homePage, withPapers } from './scenes/member.ts';
import { type Moment, post, type Scene } from './scenes/scene.ts';
import { subscribing } from './scenes/subscribing.ts';

/** The scene whose height is measured, and how many papers it shows. */
export const MEASURED = 'compact';
export const MEASURED_PAPERS = 10;

const WIDE_QUERIES = ['agent', 'attention', '"reinforcement learning"', 'diffusion', 'benchmark'];

/** All that docs/messages.md shows, in its order. */
export function makeScenes(world: World): readonly Scene[] {
  const news = newsOn(QUERIES, samplePapers);
  return [
    scene('digest', [post(news)], 'themes'),
    scene('groups', [
      post(newsOn(['agent', '"reinforcement learning"'], samplePapers).slice(0, 5)),
    ]),
    scene(MEASURED, [post(tenOf(samplePapers), { layout: 'compact' })], 'themes'),
    scene('thread', [post(twoOf(news), { layout: 'thread' })]),
    scene('phone', [post(twoOf(news)), lookOf(world)], 'phone'),
    scene('odd-cards', [post(newsOn(['claims', 'gpus'], oddPapers), { links: 'buttons' })]),
    scene('subscribing', subscribing()),
    scene('announcing', announcements(world)),
    scene('lists', lists(world)),
    scene('settings', settingsShown(world)),
    scene('forms', forms(world)),
    scene('papers', withPapers(world)),
    scene('home', [{ kind: 'home', message: homePage(world) }]),
    scene('asking', asking()),
  ];
}

/** The best, and one whose card differs much from its. */
function twoOf(news: readonly News[]): News[] {
  return [...news.slice(0, 1), ...news.slice(-1)];
}

function tenOf(papers: typeof samplePapers): News[] {
  const news = newsOn(WIDE_QUERIES, papers).slice(0, MEASURED_PAPERS);
  if (news.length < MEASURED_PAPERS)
    throw new Error(`Only ${news.length} sample papers match: the compact list needs ten.`);
  return news;
}

function scene(name: string, moments: readonly Moment[], shown: Scene['shown'] = 'plain'): Scene {
  return { name, moments, shown };
}

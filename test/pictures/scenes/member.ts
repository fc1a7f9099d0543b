import { makeCard } from '../../../src/core/card.ts';
import type { News } from '../../../src/core/match.ts';
import type { Message } from '../../../src/core/message.ts';
import { referenceTo } from '../../../src/core/reference.ts';
import { home } from '../../../src/core/replies/home.ts';
import { muteChoices, muted } from '../../../src/core/replies/muting.ts';
import { saved, savedList } from '../../../src/core/replies/saved.ts';
import { whyMuted, whyPosted } from '../../../src/core/replies/why.ts';
import { summarise } from '../../support/summarise.ts';
import type { World } from '../painter.ts';
import { DAY, newsOn, samplePapers } from '../papers.ts';
import { makeChannel, QUERIES } from './channel.ts';
import { type Moment, pressed, typed } from './scene.ts';

/** Save, Mute and Why, pressed on a card, and where they lead. */
export function withPapers(world: World): Moment[] {
  const news = newsOn(QUERIES, samplePapers);
  const [first, , third] = news;
  if (!first || !third) throw new Error('There are too few sample papers.');
  const { paper, reasons } = first;
  const { actions } = makeCard(paper, reasons, summarise);
  const [mute] = makeChannel(world).mutes;
  return [
    pressed('Save', actions, saved(paper, true)),
    typed('/papers saved', savedList(savedOf(news.slice(0, 2)), 2, 1)),
    pressed('Mute', actions, muteChoices(paper, reasons)),
    typed('/papers mute diffusion', muted({ mute, paper: null }, true, false)),
    pressed('Why', actions, whyPosted(paper, DAY, reasons)),
    typed(
      `/papers why ${referenceTo(third.paper)}`,
      whyMuted(third.paper, { kind: 'muted', mute }),
    ),
  ];
}

/** A member's own page. */
export function homePage(world: World): Message {
  const papers = savedOf(newsOn(QUERIES, samplePapers).slice(0, 3));
  return home({ saved: papers, savedTotal: 3, channels: [[makeChannel(world), QUERIES]] });
}

function savedOf(news: readonly News[]) {
  return news.map(({ paper }) => ({ paper, savedAt: DAY }));
}

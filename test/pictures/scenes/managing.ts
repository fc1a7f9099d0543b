import { announcement } from '../../../src/core/announcement.ts';
import { writeExchange } from '../../../src/core/exchange/write.ts';
import { exported, importForm } from '../../../src/core/replies/exchange.ts';
import { notAllowed } from '../../../src/core/replies/permission.ts';
import { settings } from '../../../src/core/replies/settings.ts';
import { lookForm, whenForm, whichForm } from '../../../src/core/replies/settings-forms.ts';
import { SUBSCRIPTIONS_PAGE, subscriptions } from '../../../src/core/replies/subscriptions.ts';
import type { Subscription, Yield } from '../../../src/core/subscription.ts';
import { CHANNEL_NAME, READER, type World } from '../painter.ts';
import { DAY } from '../papers.ts';
import { makeChannel, QUERIES, SCHEDULE } from './channel.ts';
import { type Moment, typed } from './scene.ts';

/** What a channel is told of a change to what it gets. */
export function announcements({ shared }: World): Moment[] {
  if (!shared) return [];
  const told = [
    { kind: 'added', queries: ['grpo', '"web agent"'], by: READER },
    { kind: 'muted', queries: ['diffusion'], by: READER },
  ] as const;
  return told.map((change) => ({ kind: 'post', messages: [announcement(change)] }));
}

/** A page of 200 subscriptions, and one of a channel that is paused (a terminal never is). */
export function lists(world: World): Moment[] {
  const channel = makeChannel(world);
  const { pausedReason } = world;
  const shown = followed(world);
  const page = { channel, total: 200, page: 2, now: DAY, shown };
  const paused = { ...page, channel: { ...channel, pausedReason }, total: 1, page: 1 };
  return [
    typed('/subscriptions 2', subscriptions(page)),
    ...(pausedReason === null
      ? []
      : [typed('/subscriptions', subscriptions({ ...paused, shown: shown.slice(0, 1) }))]),
  ];
}

/** The settings of a channel, and what somebody is told who may not change them. */
export function settingsShown(world: World): Moment[] {
  const channel = makeChannel(world);
  const text = writeExchange(channel, QUERIES);
  return [
    typed('/papers settings', settings(channel)),
    ...(world.shared ? [typed('/papers settings layout compact', notAllowed())] : []),
    typed('/papers export', exported({ name: `${CHANNEL_NAME}.yaml`, text }, QUERIES.length)),
  ];
}

/** The forms of the settings, and the one to paste an exported text into. */
export function forms(world: World): Moment[] {
  const channel = makeChannel(world);
  const left = [whenForm(channel, SCHEDULE), importForm()];
  const right = [lookForm(channel), whichForm(channel, SOURCES)];
  return [...left, ...right].map((form) => ({ kind: 'form', form }));
}

/** The longest of them. */
export function lookOf(world: World): Moment {
  return { kind: 'form', form: lookForm(makeChannel(world)) };
}

const SOURCES = ['hugging-face', 'arxiv:cs.CL', 'arxiv:cs.LG', 'rss:https://lab.example.org/feed'];

/** Queries with their posts of 30 days. */
const FOLLOWED: readonly (readonly [string, number])[] = [
  ['"sparse attention"', 14],
  ['grpo -survey', 9],
  ['author:"Ada Byron" upvotes>=20', 2],
  ['"web agent" OR "computer use"', 31],
  ['state space model', 0],
  ['"reward model" -diffusion', 6],
  ['category:cs.CL title:benchmark', 18],
  ['has:code "speculative decoding"', 4],
  ['mixture of experts', 12],
  ['tokenizer*', 1],
];

function followed({ reader }: World): (readonly [Subscription, Yield | undefined])[] {
  return FOLLOWED.slice(0, SUBSCRIPTIONS_PAGE).map(([query, posts], place) => [
    { id: place + 11, channelId: 1, query, since: DAY, createdBy: reader, createdAt: DAY },
    posts === 0 ? undefined : { posts, lastAt: DAY },
  ]);
}

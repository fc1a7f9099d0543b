import { describe, expect, it, onTestFinished } from 'vitest';
import type { ChannelAddress } from '../../src/core/channel.ts';
import { SourceError } from '../../src/core/source.ts';
import { hooksOf, memberOf } from '../support/hooks.ts';
import { makeListings } from '../support/listings.ts';
import { makeWorld, type World } from '../support/world.ts';
import type { PlatformSetup } from './platforms.ts';

/** Every command, as somebody types it who knows it, and as somebody who does not. */
const COMMANDS = [
  '/subscribe dpo',
  '/subscribe grpo',
  '/subscribe',
  '/subscribe (dpo OR',
  '/unsubscribe dpo',
  '/unsubscribe mamba',
  '/unsubscribe',
  '/subscriptions',
  '/subscriptions 2',
  '/subscriptions 99',
  '/papers subscribe mamba',
  '/papers unsubscribe mamba',
  '/papers today',
  '/papers more',
  '/papers trending',
  '/papers trending (',
  '/papers search grpo',
  '/papers search (',
  '/papers preview grpo',
  '/papers preview',
  '/papers why 2611.00001',
  '/papers why 9999.99999',
  '/papers why it',
  '/papers paper 2611.00001',
  '/papers save 2611.00001',
  '/papers save nothing',
  '/papers saved',
  '/papers unsave 2611.00001',
  '/papers mute 2611.00001',
  '/papers mute diffusion',
  '/papers mute (',
  '/papers muted',
  '/papers unmute diffusion',
  '/papers unmute diffusion',
  '/papers settings',
  '/papers settings layout compact',
  '/papers settings layout wide',
  '/papers settings language german',
  '/papers settings language klingon',
  '/papers settings colour red',
  '/papers schedule',
  '/papers schedule 18:00 mon,thu UTC',
  '/papers schedule soon',
  '/papers limit',
  '/papers limit 5',
  '/papers limit many',
  '/papers notices',
  '/papers notices off',
  '/papers notices maybe',
  '/papers pause',
  '/papers pause 2026-12-24',
  '/papers pause tomorrow',
  '/papers resume',
  '/papers email',
  '/papers email me@example.org',
  '/papers export',
  '/papers export feeds',
  '/papers import',
  '/papers import mamba, ssm',
  '/papers sources',
  '/papers source add https://example.org/feed',
  '/papers source remove https://example.org/feed',
  '/papers help',
  '/papers halp',
] as const;

type Prepare = (world: World, address: ChannelAddress) => Promise<void>;

async function followed(world: World, address: ChannelAddress): Promise<void> {
  await follow(world, address, 'grpo, "reward model"');
  await world.list(makeListings(3, { upvotes: 12 }));
}

const STATES: Readonly<Record<string, Prepare>> = {
  'nothing yet': async () => undefined,
  'a channel with subscriptions': followed,
  'a channel with 200 subscriptions': async (world, address) => {
    for (let from = 0; from < 200; from += 20)
      await follow(world, address, Array.from({ length: 20 }, (_, i) => `topic${from + i}`).join());
    await world.list(makeListings(3));
  },
  'a paused channel': async (world, address) => {
    await follow(world, address, 'grpo');
    const channel = await world.storage.channels.find(address);
    await world.storage.channels.refuse(channel?.id ?? 0, 'The channel is archived.', NOW);
    await world.list(makeListings(3));
  },
  'a channel that is paused until a day': async (world, address) => {
    await followed(world, address);
    const channel = await world.storage.channels.find(address);
    const pausedUntil = new Date('2026-12-01T08:00:00Z');
    await world.storage.channels.change(channel?.id ?? 0, { pausedUntil });
    await world.list(makeListings(4, { upvotes: 12 }));
  },
  'a source that is down': async (world, address) => {
    await follow(world, address, 'grpo');
    await world.list(new SourceError('Hugging Face answered HTTP 503.', { reached: true }));
  },
};

const NOW = new Date('2026-11-24T10:00:00Z');

async function follow(world: World, channel: ChannelAddress, queries: string): Promise<void> {
  const member = memberOf('U1');
  await world.talk.handle({ text: `subscribe ${queries}`, channel, place: 'private', member });
}

/**
 * Every command in every state, on a platform as its people see it: nothing is refused there, and
 * the answers are those of the reviewed snapshot.
 * @param setUpGuest the same, with somebody at the keyboard who may not manage the channel.
 */
export function describeConversation(
  name: string,
  setUp: PlatformSetup,
  setUpGuest?: PlatformSetup,
): void {
  const fileOf = (state: string) => `snapshots/${state.replaceAll(' ', '-')}.txt`;
  describe(`every command on ${name}`, () => {
    it.each(Object.entries(STATES))('with %s', async (state, prepare) => {
      await expect(await talkAll(setUp, prepare)).toMatchFileSnapshot(fileOf(state));
    });

    it.runIf(setUpGuest)('by somebody who may not manage the channel', async () => {
      const answers = await talkAll(setUpGuest ?? setUp, followed);
      await expect(answers).toMatchFileSnapshot(fileOf('somebody who may not manage'));
    });
  });
}

async function talkAll(setUp: PlatformSetup, prepare: Prepare): Promise<string> {
  const world = await makeWorld();
  onTestFinished(() => world.close());
  const { platform, address, type } = await setUp();
  await prepare(world, address);
  await platform.frontend?.start(hooksOf(world.talk.handle, world.talk));
  const answers: string[] = [];
  for (const command of COMMANDS) answers.push(`> ${command}\n${(await type(command)).trim()}\n`);
  return answers.join('\n').replace(/<@\w+>/g, '<@somebody>');
}

import { describe, expect, it } from 'vitest';
import type { SuggestRequest } from '../../../src/core/command.ts';
import { wordsOf } from '../../support/discord/reader.ts';
import { echo, setUpCommands, setUpListening } from './set-up.ts';

describe('while a command is typed', () => {
  it.each([
    [{ name: 'unsubscribe' }, 'unsubscribe'],
    [{ name: 'papers', subcommand: 'subscribe' }, 'subscribe'],
  ])('%j offers what may be meant', async (typing, command) => {
    const asked: SuggestRequest[] = [];
    const { server } = await setUpCommands(echo, {}, undefined, {
      suggest: async (request) => {
        asked.push(request);
        return ['grpo', '"state space"'];
      },
    });
    expect(await server.type({ ...typing, option: 'query', typed: 'gr' })).toEqual([
      ...['grpo', '"state space"'],
    ]);
    const channel = { platform: 'discord', workspace: server.guildId };
    const general = server.channels.general.id;
    expect(asked).toEqual([{ command, typed: 'gr', channel: { ...channel, channel: general } }]);
  });

  it('offers 25 at most, and nothing that Discord would cut', async () => {
    const many = ['', 'x'.repeat(101), '\ud800', ...Array.from({ length: 40 }, (_, i) => `q${i}`)];
    const { server } = await setUpCommands(echo, {}, undefined, { suggest: async () => many });
    const offered = await server.type({ name: 'subscribe', option: 'query', typed: '' });
    expect(offered).toEqual(many.slice(3, 28));
  });

  it('offers nothing when it can not tell', async () => {
    const suggest = () => Promise.reject(new Error('the database is gone'));
    const { server } = await setUpCommands(echo, {}, undefined, { suggest });
    expect(await server.type({ name: 'subscribe', option: 'query', typed: 'g' })).toEqual([]);
  });
});

describe('a file that comes with a command', () => {
  const entered = (bytes: Uint8Array, name = 'paper-route.yaml') => ({
    ...{ name: 'papers', subcommand: 'import', options: { file: { name, bytes } } },
  });

  it('is handed on as text', async () => {
    const { server, heard } = await setUpListening();
    await server.interact(entered(Buffer.from('subscriptions: ["état"]\n')));
    expect(heard).toMatchObject([
      { text: 'papers import', attachment: 'subscriptions: ["état"]\n' },
    ]);
  });

  it.each([
    ['too large', Buffer.alloc(100_001, 'x'), '"paper-route.yaml" is too large: 100 kB are read.'],
    ['a picture', Buffer.from([0x89, 0x50, 0, 0xff]), '"paper-route.yaml" is not a text file.'],
  ])('is refused in one sentence when it is %s', async (_, bytes, sentence) => {
    const { server, heard } = await setUpListening();
    expect(wordsOf(await server.interact(entered(bytes)))).toBe(`⚠️ ${sentence}`);
    expect(heard).toEqual([]);
  });

  it('is asked for again when Discord does not have it', async () => {
    const { server, heard } = await setUpListening();
    server.losesFiles();
    expect(wordsOf(await server.interact(entered(Buffer.from('x'))))).toContain('send it again');
    expect(heard).toEqual([]);
  });
});

import { silentLog } from '../../../src/lib/log.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { describeConversation } from '../../contract/conversation.ts';
import { describePlatformContract, type PlatformUnderTest } from '../../contract/platforms.ts';
import { wordsOf } from '../../support/discord/reader.ts';
import { alarmsIn } from './expectations.ts';
import { address, setUp } from './set-up.ts';
import { enter } from './typing.ts';

const NOT_SENT = '(Discord does not let a person send this.)';
/** What everybody may do. */
const SEND_MESSAGES = '2048';
const PLENTY = 1_000_000;

/** @param permissions of who types; with Manage Channels when left out. */
const setUpSubject = async (permissions?: string): Promise<PlatformUnderTest> => {
  const messageLimit = { limit: PLENTY, windowMs: 5_000 };
  const { server, discord } = await setUp({ messageLimit, globalPerSecond: PLENTY });
  const { general } = server.channels;
  return {
    platform: discord,
    address: address(server, general),
    type: async (line) => {
      const entered = enter(line);
      return entered
        ? wordsOf(await server.interact({ ...entered, ...(permissions && { permissions }) }))
        : NOT_SENT;
    },
    press: async (label) => {
      const last = server.messages(general).at(-1);
      if (!last) throw new Error('There is nothing to press on');
      return wordsOf(await server.press(last, label));
    },
    posts: () => server.messages(general).map(({ body }) => wordsOf(body)),
    alarms: (links, known) => [
      ...server.violations,
      ...server
        .messages(general)
        .slice(known)
        .flatMap(({ body }) => alarmsIn(body, links)),
    ],
    refuseNext: (how) =>
      server.fail(
        'POST /channels/:channel/messages',
        how === 'closed' ? { status: 403, code: 50001 } : { retryAfter: 2 },
      ),
    impostor: createDiscord({ ...server, token: 'a-wrong-token', log: silentLog() }),
  };
};

describePlatformContract('Discord', () => setUpSubject());
describeConversation(
  'Discord',
  () => setUpSubject(),
  () => setUpSubject(SEND_MESSAGES),
);

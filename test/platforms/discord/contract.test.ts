import { silentLog } from '../../../src/lib/log.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { describePlatformContract } from '../../contract/platforms.ts';
import { read } from '../../support/discord/reader.ts';
import { alarmsIn } from './expectations.ts';
import { address, setUp } from './set-up.ts';

const PLENTY = 1_000_000;

describePlatformContract('Discord', async () => {
  const messageLimit = { limit: PLENTY, windowMs: 5_000 };
  const { server, discord } = await setUp({ messageLimit, globalPerSecond: PLENTY });
  const { general } = server.channels;
  return {
    platform: discord,
    address: address(server, general),
    type: async (line) => {
      const [, name = '', rest = ''] = /^\/(\S+) ?(.*)$/.exec(line) ?? [];
      const typed = name === 'papers' ? { subcommand: rest } : { options: rest && { query: rest } };
      const { content } = await server.interact({ name, ...(rest ? typed : {}) } as never);
      return read(content ?? '').text;
    },
    posts: () =>
      server
        .messages(general)
        .map(({ body: { content, embeds = [] } }) =>
          [content, ...embeds.flatMap((it) => [it.title, it.description, it.footer?.text])].join(
            '\n',
          ),
        ),
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
});

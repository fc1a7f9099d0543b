import type { HomeRequest } from '../../core/command.ts';
import type { Message } from '../../core/message.ts';
import { home as homeMessage } from '../../core/replies/home.ts';
import type { CommandDeps } from './command.ts';

const SAVED_SHOWN = 20;
const CHANNELS_SHOWN = 20;

/**
 * A member's page of the bot: the papers saved last, and what the channels follow that the member
 * can see; where the platform does not tell which, only the member's own with the bot.
 */
export async function home(request: HomeRequest, { storage }: CommandDeps): Promise<Message> {
  const { platform, workspace, userId } = request;
  const member = { platform, workspace, userId };
  const saved = await storage.saved.list(member, { limit: SAVED_SHOWN, offset: 0 });
  const known = await storage.channels.listIn(platform, workspace);
  const seen = new Set([userId, ...(request.channels ?? [])]);
  const channels = [];
  for (const channel of known.filter(({ address }) => seen.has(address.channel))) {
    const followed = await storage.subscriptions.listOf(channel.id);
    if (followed.length > 0) channels.push([channel, followed.map((it) => it.query)] as const);
    if (channels.length === CHANNELS_SHOWN) break;
  }
  return homeMessage({ saved, savedTotal: await storage.saved.count(member), channels });
}

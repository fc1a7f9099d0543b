import { type APIGatewayBotInfo, Routes } from 'discord.js';
import { count } from '../../core/card.ts';
import type { Check } from '../../core/platform.ts';
import { failureName, toStartError } from './errors.ts';
import { inviteLink } from './invite.ts';
import { type Application, areCommandsRegistered, readApplication } from './register.ts';
import type { DiscordRest } from './rest.ts';

/** Fewer connections left than this today are worth a warning: Discord resets the token at none. */
const FEW_CONNECTIONS = 10;

/** What doctor asks Discord, over REST alone; nothing is posted and nothing is changed. */
export async function check(rest: DiscordRest): Promise<Check[]> {
  const token = await attempt('Discord token', () => checkToken(rest));
  if (!token.ok) return [token];
  const gateway = await attempt('Discord gateway', () => checkGateway(rest));
  return [token, gateway, ...(await checkApplication(rest))];
}

/** A check without its name. */
export type Finding = Omit<Check, 'name'>;

async function attempt(name: string, examine: () => Promise<Finding>): Promise<Check> {
  try {
    return { name, ...(await examine()) };
  } catch (error) {
    return { name, ...bad(failureName(error), toStartError(error).message) };
  }
}

async function checkToken(rest: DiscordRest): Promise<Finding> {
  const user = await rest.call<{ id: string; username: string }>('get', Routes.user('@me'));
  return good(`the bot is ${user.username} (${user.id})`);
}

async function checkGateway(rest: DiscordRest): Promise<Finding> {
  const { session_start_limit: limit, shards } = await rest.call<APIGatewayBotInfo>(
    'get',
    Routes.gatewayBot(),
  );
  const { remaining, total } = limit;
  const detail = `reachable, ${remaining} of ${total} connections left today, ${count(shards, 'shard')} recommended`;
  if (remaining >= FEW_CONNECTIONS) return good(detail);
  return bad(
    detail,
    'Stop restarting the bot until tomorrow: Discord resets the token when none is left.',
  );
}

async function checkApplication(rest: DiscordRest): Promise<Check[]> {
  try {
    const application = await readApplication(rest);
    const commands = await attempt('Discord commands', () => checkCommands(rest, application));
    return [commands, { name: 'Discord servers', ...checkServers(application) }];
  } catch (error) {
    return [await attempt('Discord application', () => Promise.reject(error))];
  }
}

async function checkCommands(rest: DiscordRest, application: Application): Promise<Finding> {
  if (await areCommandsRegistered(rest, application)) return good('registered');
  return bad('not registered, or of an older version', 'Run npm start: it registers them.');
}

function checkServers({ id, approximate_guild_count }: Application): Finding {
  const link = inviteLink(id);
  if (approximate_guild_count === 0) return bad('the bot is in no server', `Invite it: ${link}`);
  return good(
    `in ${approximate_guild_count ?? 'an unknown number of'} server(s); invite link: ${link}`,
  );
}

/** All is well. */
export function good(detail: string): Finding {
  return { ok: true, detail, remedy: '' };
}

/** Something is wrong: what was found, and what to do about it. */
export function bad(detail: string, remedy: string): Finding {
  return { ok: false, detail, remedy };
}

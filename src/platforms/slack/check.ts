import type { Check } from '../../core/platform.ts';
import { type ApiOptions, createClient } from './api.ts';
import { type Bot, identify } from './bot.ts';
import { swappedTokens, type Tokens, tokenProblem } from './tokens.ts';

interface Scope {
  readonly name: string;
  readonly required: boolean;
  /** What does not work without it. */
  readonly loss: string;
}

/** The bot scopes of docs/slack-manifest.yaml. */
const SCOPES: readonly Scope[] = [
  { name: 'chat:write', required: true, loss: 'nothing can be posted' },
  { name: 'commands', required: true, loss: 'slash commands do not work' },
  {
    name: 'chat:write.public',
    required: false,
    loss: 'the bot must be invited to a public channel, too, before it can post there',
  },
  {
    name: 'channels:history',
    required: false,
    loss: 'a digest may come twice after a crash or a lost connection',
  },
  {
    name: 'channels:read',
    required: false,
    loss: 'the bot notices only after a while that it was invited again, or a channel unarchived',
  },
  { name: 'groups:read', required: false, loss: 'the same in private channels' },
];

/** The bot token, its scopes and the app token, one by one. Never rejects. */
export async function checkSlack(tokens: Tokens, options: ApiOptions): Promise<Check[]> {
  const swapped = swappedTokens(tokens);
  if (swapped) return [{ name: 'Slack tokens', ok: false, ...swapped }];
  const [bot, app] = await Promise.all([
    checkBot(tokens.botToken, options),
    checkApp(tokens.appToken, options),
  ]);
  return [...bot, app];
}

async function checkBot(token: string, options: ApiOptions): Promise<Check[]> {
  const name = 'Slack bot token';
  try {
    const bot = await identify(token, options);
    return [passed(name, `signed in as ${bot.name} in ${bot.team}`), ...checkScopes(bot)];
  } catch (error) {
    return [{ name, ok: false, ...tokenProblem(error, 'SLACK_BOT_TOKEN', options.apiUrl) }];
  }
}

function checkScopes({ scopes }: Bot): Check[] {
  if (scopes === undefined) return [];
  return SCOPES.map(({ name: scope, required, loss }) => {
    const name = `Slack scope ${scope}${required ? '' : ' (optional)'}`;
    if (scopes.includes(scope)) return passed(name, 'granted');
    const remedy = `add ${scope} under "OAuth & Permissions" and install the app again`;
    return { name, ok: !required, detail: `missing: ${loss}`, remedy };
  });
}

async function checkApp(token: string, options: ApiOptions): Promise<Check> {
  const name = 'Slack app token';
  try {
    await createClient(token, options).apps.connections.open({});
    return passed(name, 'opens a Socket Mode connection');
  } catch (error) {
    return { name, ok: false, ...tokenProblem(error, 'SLACK_APP_TOKEN', options.apiUrl) };
  }
}

function passed(name: string, detail: string): Check {
  return { name, ok: true, detail, remedy: '' };
}

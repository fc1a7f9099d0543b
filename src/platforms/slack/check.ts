import type { Check } from '../../core/platform.ts';
import { type ApiOptions, createClient } from './api.ts';
import { identify } from './bot.ts';
import type { Found, Installations } from './installations.ts';
import { SCOPES } from './scopes.ts';
import { swappedTokens, type Tokens, tokenProblem } from './tokens.ts';

/** The bot token, its scopes and the app token, one by one. Never rejects. */
export async function checkSlack(tokens: Tokens, options: ApiOptions): Promise<Check[]> {
  const swapped = swappedTokens(tokens);
  if (swapped) return [{ name: 'Slack tokens', ok: false, ...swapped }];
  const [bot, app] = await Promise.all([
    checkBot(tokens.botToken ?? '', options),
    checkApp(tokens, options),
  ]);
  return [...bot, ...app];
}

/** Each workspace that installed the app, and the app token. Never rejects. */
export async function checkInstallations(
  installations: Installations,
  options: ApiOptions & Tokens,
  installUrl: string,
): Promise<Check[]> {
  const app = await checkApp(options, options);
  try {
    const found = await installations.list();
    if (found.length === 0) return [...app, passed('Slack workspaces', `none yet: ${installUrl}`)];
    const checks = await Promise.all(found.map((it) => checkInstallation(it, options)));
    return [...app, ...checks.flat()];
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const remedy = 'mend what the sentence names';
    return [...app, { name: 'Slack workspaces', ok: false, detail, remedy }];
  }
}

async function checkBot(token: string, options: ApiOptions): Promise<Check[]> {
  const name = 'Slack bot token';
  try {
    const bot = await identify(token, options);
    return [
      passed(name, `signed in as ${bot.name} in ${bot.team}`),
      ...checkScopes(bot.access.scopes, ''),
    ];
  } catch (error) {
    return [{ name, ok: false, ...tokenProblem(error, 'SLACK_BOT_TOKEN', options.apiUrl) }];
  }
}

/** Of many workspaces only what is missing is told. */
async function checkInstallation(
  { workspace, name: team, access, problem }: Found,
  options: ApiOptions,
): Promise<Check[]> {
  const name = `Slack workspace ${team} (${workspace})`.replace('  ', ' ');
  if (!access) return [{ name, ok: false, detail: problem, remedy: '' }];
  try {
    const bot = await identify(access.botToken, options);
    const missing = checkScopes(bot.access.scopes, ` in ${workspace}`);
    return [passed(name, `signed in as ${bot.name}`), ...missing.filter((it) => it.remedy !== '')];
  } catch (error) {
    return [
      { name, ok: false, ...tokenProblem(error, 'the token of the workspace', options.apiUrl) },
    ];
  }
}

function checkScopes(scopes: readonly string[] | undefined, where: string): Check[] {
  if (scopes === undefined) return [];
  return SCOPES.map(({ name: scope, required, loss }) => {
    const name = `Slack scope ${scope}${where}${required ? '' : ' (optional)'}`;
    if (scopes.includes(scope)) return passed(name, 'granted');
    const remedy = `add ${scope} under "OAuth & Permissions" and install the app again`;
    return { name, ok: !required, detail: `missing: ${loss}`, remedy };
  });
}

/** Nothing to ask in HTTP mode: only a request of Slack shows whether the signing secret is right. */
async function checkApp({ appToken }: Tokens, options: ApiOptions): Promise<Check[]> {
  if (!appToken) return [];
  const name = 'Slack app token';
  try {
    await createClient(appToken, options).apps.connections.open({});
    return [passed(name, 'opens a Socket Mode connection')];
  } catch (error) {
    return [{ name, ok: false, ...tokenProblem(error, 'SLACK_APP_TOKEN', options.apiUrl) }];
  }
}

function passed(name: string, detail: string): Check {
  return { name, ok: true, detail, remedy: '' };
}

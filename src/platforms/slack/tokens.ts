import { type ApiOptions, SLACK_API_URL } from './api.ts';
import { codeMeaning } from './error-codes.ts';
import { failureName, slackCode } from './errors.ts';

export interface Tokens {
  readonly botToken?: string | undefined;
  readonly appToken?: string | undefined;
}

export type TokenName = 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN' | 'the token of the workspace';

/** What stands in the way, and what to do about it. */
export interface Problem {
  readonly detail: string;
  readonly remedy: string;
}

const APPS = 'your app at https://api.slack.com/apps';

const WHERE_TO_GET: Record<TokenName, string> = {
  SLACK_BOT_TOKEN: `copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" of ${APPS}`,
  SLACK_APP_TOKEN: `create an app-level token (xapp-…) with the scope connections:write under "Basic Information" of ${APPS}`,
  'the token of the workspace': 'install the app there again, as docs/slack.md says',
};

/** Tokens that stand in each other's place, as their beginnings show; null when they don't. */
export function swappedTokens({ botToken = '', appToken = '' }: Tokens): Problem | null {
  const isAppToken = botToken.startsWith('xapp-');
  const isBotToken = appToken.startsWith('xoxb-');
  if (isAppToken && isBotToken)
    return {
      detail: 'SLACK_BOT_TOKEN and SLACK_APP_TOKEN are swapped',
      remedy: 'put the token that begins with xoxb- into the first and xapp- into the second',
    };
  if (isAppToken) return misplaced('SLACK_BOT_TOKEN', 'an app-level token (xapp-…)');
  if (isBotToken) return misplaced('SLACK_APP_TOKEN', 'a bot token (xoxb-…)');
  return null;
}

/** Why a call with this token failed, in words that name the setting. Never the token itself. */
export function tokenProblem(
  error: unknown,
  name: TokenName,
  apiUrl: string = SLACK_API_URL,
): Problem {
  return (
    refusedToken(error, name) ?? {
      detail: `Slack can't be reached at ${apiUrl} (${failureName(error)})`,
      remedy: 'check the network and SLACK_API_URL, or wait a minute, then start again',
    }
  );
}

/** The problem when Slack itself refused the token; null for any other failure. */
export function refusedToken(error: unknown, name: TokenName): Problem | null {
  const code = slackCode(error);
  if (code === undefined) return null;
  const { kind, concerns } = codeMeaning(code);
  if (kind !== 'permanent' && concerns !== 'workspace') return null;
  return { detail: `Slack does not accept ${name} (${code})`, remedy: WHERE_TO_GET[name] };
}

/** The problem in one sentence. */
export function problemSentence({ detail, remedy }: Problem): string {
  return `${detail}: ${remedy}.`;
}

/** The call, its failure told in one sentence that names the token. */
export async function explained<T>(
  call: Promise<T>,
  name: TokenName,
  { apiUrl }: ApiOptions,
): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw new Error(problemSentence(tokenProblem(error, name, apiUrl)), { cause: error });
  }
}

function misplaced(name: TokenName, what: string): Problem {
  return { detail: `${name} holds ${what}`, remedy: WHERE_TO_GET[name] };
}

import { SLACK_API_URL } from './api.ts';
import { codeMeaning } from './error-codes.ts';
import { failureName, slackCode } from './errors.ts';

export type TokenName = 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN';

/** What stands in the way, and what to do about it. */
export interface Problem {
  readonly detail: string;
  readonly remedy: string;
}

const APPS = 'your app at https://api.slack.com/apps';

const WHERE_TO_GET: Record<TokenName, string> = {
  SLACK_BOT_TOKEN: `copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" of ${APPS}`,
  SLACK_APP_TOKEN: `create an app-level token (xapp-…) with the scope connections:write under "Basic Information" of ${APPS}`,
};

/** Why a call with this token failed, in words that name the setting. Never the token itself. */
export function tokenProblem(
  error: unknown,
  name: TokenName,
  apiUrl: string = SLACK_API_URL,
): Problem {
  const code = slackCode(error);
  if (code !== undefined && codeMeaning(code).kind === 'permanent') {
    return { detail: `Slack does not accept ${name} (${code})`, remedy: WHERE_TO_GET[name] };
  }
  return {
    detail: `Slack can't be reached at ${apiUrl} (${failureName(error)})`,
    remedy: 'check the network and SLACK_API_URL, or wait a minute, then start again',
  };
}

/** The problem as an error of one sentence. */
export function problemError({ detail, remedy }: Problem, cause: unknown): Error {
  return new Error(`${detail}: ${remedy}.`, { cause });
}

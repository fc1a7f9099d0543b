import { type Answer, type HttpAnswer, refusal } from './answers.ts';
import type { Team, Teams } from './teams.ts';
import { APP_ID, secret } from './workspace.ts';

/** The app's credentials, as "Basic Information" shows them. */
export interface AppCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  /** The redirect URL that the app registered. */
  readonly redirectUrl: string;
}

/** Slack's side of an installation: https://docs.slack.dev/authentication/installing-with-oauth */
export interface OAuth {
  /** What the next person chooses on Slack's page. */
  choose(choice: Team | 'cancel'): void;
  /** Slack's page, which sends the browser back at once. */
  authorize(url: URL): HttpAnswer;
  /** oauth.v2.access: a code for a token, once. */
  access(args: Readonly<Record<string, string>>): Answer;
}

interface Code {
  readonly team: Team;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
}

export function createOAuth(app: AppCredentials, teams: Teams): OAuth {
  const codes = new Map<string, Code>();
  let choice: Team | 'cancel' = 'cancel';

  function authorize({ searchParams }: URL): HttpAnswer {
    const ask = (name: string) => searchParams.get(name) ?? '';
    if (ask('client_id') !== app.clientId) return complaint('invalid_client_id');
    if (ask('redirect_uri') !== app.redirectUrl) return complaint('bad_redirect_uri');
    if (ask('scope') === '') return complaint('missing_scope');
    const state = { state: ask('state') };
    if (choice === 'cancel') return redirect({ error: 'access_denied', ...state });
    const code = secret();
    codes.set(code, {
      team: choice,
      scopes: ask('scope').split(','),
      redirectUri: ask('redirect_uri'),
    });
    return redirect({ code, ...state });
  }

  function redirect(parameters: Record<string, string>): HttpAnswer {
    const location = `${app.redirectUrl}?${new URLSearchParams(parameters)}`;
    return { status: 302, headers: { location }, body: '' };
  }

  function access(args: Readonly<Record<string, string>>): Answer {
    if (args.client_id !== app.clientId) return refusal('invalid_client_id');
    if (args.client_secret !== app.clientSecret) return refusal('bad_client_secret');
    const code = codes.get(args.code ?? '');
    codes.delete(args.code ?? '');
    if (!code) return refusal('invalid_code');
    if (args.redirect_uri !== code.redirectUri) return refusal('bad_redirect_uri');
    return granted(code, teams);
  }

  return {
    choose: (next) => {
      choice = next;
    },
    authorize,
    access,
  };
}

/** https://docs.slack.dev/reference/methods/oauth.v2.access#examples */
function granted({ team, scopes }: Code, teams: Teams): Answer {
  const { token, botUserId } = teams.install(team, scopes);
  const { id, name, isOrg = false } = team;
  return {
    ok: true,
    access_token: token,
    token_type: 'bot',
    scope: scopes.join(','),
    bot_user_id: botUserId,
    app_id: APP_ID,
    team: isOrg ? null : { id, name },
    enterprise: isOrg ? { id, name } : null,
    is_enterprise_install: isOrg,
    authed_user: { id: 'U0ADMIN' },
  };
}

function complaint(error: string): HttpAnswer {
  return { status: 400, body: error };
}

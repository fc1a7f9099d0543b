import { secret, TEAM, type Workspace } from './workspace.ts';

/** A workspace that the app can be installed in; with `isOrg`, a whole organization (Enterprise Grid). */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly isOrg?: boolean;
}

/** What a bot token is good for. */
export interface Grant {
  readonly token: string;
  readonly team: Team;
  readonly botUserId: string;
  scopes: readonly string[];
  isRevoked: boolean;
}

/** The bot tokens of the app, each of one team. */
export interface Teams {
  /** The token of a new installation. */
  install(team: Team, scopes: readonly string[]): Grant;
  find(token: string | undefined): Grant | undefined;
  /** The tokens of a team stop working. */
  revoke(team: Team): void;
  /** The tokens of a team are good for less from now on. */
  shrink(team: Team, scopes: readonly string[]): void;
  /** Which team's token each call came with, in order. */
  readonly calls: { readonly method: string; readonly team: string }[];
}

/** The first workspace is there already, with the server's own bot token. */
export function createTeams({ botToken, options }: Workspace, botUserId: string): Teams {
  const first = { token: botToken, team: TEAM, scopes: options.scopes, botUserId };
  const grants: Grant[] = [{ ...first, isRevoked: false }];
  return {
    calls: [],
    install(team, scopes) {
      const token = `xoxb-${secret()}`;
      const grant = { token, team, scopes, botUserId: `U${team.id}BOT`, isRevoked: false };
      grants.push(grant);
      return grant;
    },
    find: (token) => grants.find((grant) => grant.token === token),
    shrink(team, scopes) {
      for (const grant of grants) if (grant.team.id === team.id) grant.scopes = scopes;
    },
    revoke(team) {
      for (const grant of grants) if (grant.team.id === team.id) grant.isRevoked = true;
    },
  };
}

/** auth.test with a token: https://docs.slack.dev/reference/methods/auth.test */
export function whoIs({ team, botUserId }: Grant) {
  return {
    ok: true,
    url: `https://${team.name.toLowerCase().replaceAll(' ', '-')}.slack.com/`,
    team: team.name,
    team_id: team.id,
    user: 'paper-route',
    user_id: botUserId,
    bot_id: `B${team.id}`,
    is_enterprise_install: team.isOrg ?? false,
    ...(team.isOrg && { enterprise_id: team.id }),
  };
}

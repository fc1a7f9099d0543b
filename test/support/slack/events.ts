import type { Team } from './teams.ts';
import { APP_ID, secret, TEAM } from './workspace.ts';

/** An event as Slack wraps it: https://docs.slack.dev/apis/events-api/#callback-field */
export function eventOf(
  event: { readonly type: string; readonly [field: string]: unknown },
  team: Team = TEAM,
) {
  const { id, isOrg = false } = team;
  return {
    type: 'event_callback',
    token: secret(),
    team_id: isOrg ? 'T0MEMBER' : id,
    ...(isOrg && { enterprise_id: id }),
    api_app_id: APP_ID,
    event_id: `Ev${secret()}`,
    event_time: Math.floor(Date.now() / 1_000),
    authorizations: [
      {
        enterprise_id: isOrg ? id : null,
        team_id: isOrg ? null : id,
        user_id: 'U0PAPERBOT',
        is_bot: true,
        is_enterprise_install: isOrg,
      },
    ],
    event: { event_ts: '1795000000.000100', ...event },
  };
}

import { hooksOf, plainRequest } from '../../support/hooks.ts';
import { PUBLIC_URL } from '../../support/slack/server.ts';
import type { Team } from '../../support/slack/teams.ts';
import { replyOf } from './fixtures.ts';
import { type Beside, byOAuth, startWebScene, type WebScene } from './web.ts';

export const LAB: Team = { id: 'T0LAB', name: 'Lantern Lab' };
export const CLUB: Team = { id: 'T0CLUB', name: 'Reading Club' };
export const ORG: Team = { id: 'E0GRID', name: 'Grid & Sons', isOrg: true };

/** OAuth over HTTP, started, with the app installed in these. */
export async function startOAuth(
  teams: readonly Team[] = [],
  changes: (server: WebScene['server']) => object = () => ({}),
  beside: Beside = {},
): Promise<WebScene & { readonly typed: object[] }> {
  const scene = await startWebScene({
    setUp: (server, storage) => ({ ...byOAuth(server, storage), ...changes(server) }),
    ...beside,
  });
  const typed: object[] = [];
  const { happened } = scene;
  await scene.slack.frontend?.start(
    hooksOf(
      async (asked) => {
        typed.push(plainRequest(asked));
        return replyOf('Here');
      },
      { happened },
    ),
  );
  for (const team of teams) await install(scene, team);
  return { ...scene, typed };
}

/** A person installs the app; gives the page at the end. */
export async function install({ browser, server }: WebScene, team: Team) {
  const { link } = await browser.open(`${PUBLIC_URL}/slack/install`);
  server.consent.choose(team);
  return browser.open(link);
}

/** A post to a workspace. */
export function inWorkspace(workspace: string) {
  return { to: { platform: 'slack', workspace, channel: 'C0READING' } };
}

import type { AnyMiddlewareArgs, Middleware, RespondFn } from '@slack/bolt';
import type { Log } from '../../lib/log.ts';
import { failureName } from './errors.ts';
import { renderReply } from './render.ts';
import type { Workspaces } from './workspaces.ts';

/** Events that end an installation, so that none is needed for them. */
const FAREWELLS = ['app_uninstalled', 'tokens_revoked'];

/** Where the bot has no token, people are told so, and nothing else happens. */
export function turnAway({ remedy }: Workspaces, log: Log): Middleware<AnyMiddlewareArgs> {
  return async (args) => {
    const { event } = args.body as { event?: { type?: string } };
    if (args.context.botToken || FAREWELLS.includes(event?.type ?? '')) return args.next();
    const { ack, respond } = args as { ack?: () => Promise<void>; respond?: RespondFn };
    await ack?.();
    await respond?.({
      response_type: 'ephemeral',
      replace_original: false,
      ...sorry(remedy),
    }).catch((error) => log.warn(`Slack: a command could not be answered (${failureName(error)})`));
  };
}

function sorry(remedy: string) {
  const line = `Paper Route has no permission for this workspace any more. An admin can ${remedy}.`;
  const message = { heading: [], lines: [[line]], cards: [] };
  return renderReply({ name: 'notInstalled', tone: 'bad', message });
}

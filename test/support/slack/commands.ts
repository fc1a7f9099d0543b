import type { Responses } from './responses.ts';
import type { Sockets } from './sockets.ts';
import { APP_ID, CHANNEL, channelName, type Ephemeral, TEAM, type Workspace } from './workspace.ts';

export interface SlashCommand {
  /** "/subscribe" */
  readonly command: string;
  /** As typed; the server escapes it as Slack does. */
  readonly text?: string;
  readonly channel?: string;
  readonly user?: string;
  /** Fields of a recorded payload, in the place of our own; its trigger_id and response_url are always ours. */
  readonly recorded?: object;
  /** How many answers to wait for. Default 1. */
  readonly answers?: number;
  /** Called when the app acknowledges. */
  readonly onAcknowledged?: () => void;
}

/** An answer that only the caller sees. */
export type SlackAnswer = Ephemeral;

export interface Commands {
  /** Types a command; resolves with the answers, rejects as Slack would tell the person. */
  type(origin: string, typed: SlashCommand): Promise<SlackAnswer[]>;
  /** The app has died: whoever waits for an answer gets none, and that is no mistake of the app. */
  forgive(): void;
}

interface Services {
  readonly responses: Responses;
  readonly sockets: Pick<Sockets, 'deliver'>;
  /** Gives a trigger_id of a person. */
  readonly trigger: (user: string) => string;
}

export function createCommands(workspace: Workspace, services: Services): Commands {
  const waiting: ((error: Error) => void)[] = [];

  async function type(origin: string, typed: SlashCommand): Promise<SlackAnswer[]> {
    const { promise, resolve: done, reject: failed } = Promise.withResolvers<SlackAnswer[]>();
    promise.catch(() => undefined);
    waiting.push(failed);
    const { channel = CHANNEL, user = 'U0READER', answers: wanted = 1 } = typed;
    const answers: SlackAnswer[] = [];
    const onAnswer = (answer: SlackAnswer) => {
      answers.push(answer);
      if (answers.length === wanted) done(answers);
    };
    const path = services.responses.issue({ user, channel, original: null, onAnswer });
    const payload = payloadOf(typed, {
      channel_id: channel,
      channel_name: channelName(workspace, channel),
      user_id: user,
      trigger_id: services.trigger(user),
      response_url: origin + path,
    });
    await services.sockets.deliver('slash_commands', payload);
    typed.onAcknowledged?.();
    return promise;
  }

  function forgive(): void {
    for (const fail of waiting) fail(new Error('the app died before it answered'));
  }

  return { type, forgive };
}

/** The fields of a real one (python-slack-sdk's and vercel/chat's recordings). */
function payloadOf({ command, text = '', recorded }: SlashCommand, own: Own) {
  return {
    token: 'verification-token',
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    user_name: own.user_id.slice(2).toLowerCase(),
    command,
    text: text.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    api_app_id: APP_ID,
    is_enterprise_install: 'false',
    ...own,
    ...recorded,
    trigger_id: own.trigger_id,
    response_url: own.response_url,
  };
}

interface Own {
  readonly channel_id: string;
  readonly channel_name: string;
  readonly user_id: string;
  readonly trigger_id: string;
  readonly response_url: string;
}

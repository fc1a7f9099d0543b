import { setTimeout as sleep } from 'node:timers/promises';
import type { App, Authorize, Receiver } from '@slack/bolt';
import type { ChatFrontend, ChatHooks } from '../../core/command.ts';
import type { SeenStore } from '../../core/seen.ts';
import type { Clock } from '../../lib/clock.ts';
import { createOutage } from '../../lib/outage.ts';
import type { Tasks } from '../../lib/tasks.ts';
import { type ApiOptions, clientOptions } from './api.ts';
import { listenForEvents } from './events.ts';
import type { Line, LineOptions } from './line.ts';
import { listen } from './listeners.ts';
import type { Managers } from './member.ts';
import type { InstallPages } from './oauth.ts';
import { handleOnce } from './once.ts';
import { PoliteApp } from './polite-app.ts';
import { sdkLogger } from './sdk-log.ts';
import { turnAway } from './strangers.ts';
import { problemSentence, swappedTokens, type Tokens } from './tokens.ts';
import { type Workspaces, workspaceOf } from './workspaces.ts';

/** How long commands under way may take after a stop, in milliseconds. */
const STOP_GRACE_MS = 3_000;

export interface FrontendOptions extends ApiOptions {
  readonly tokens: Tokens;
  readonly workspaces: Workspaces;
  readonly createLine: (options: LineOptions) => Line;
  /** Null where one workspace has the bot by its token. */
  readonly pages: InstallPages | null;
  /** Null where repetitions are not known. */
  readonly seen: SeenStore | null;
  readonly managers: Managers;
  readonly clock: Clock;
}

/** What people do in Slack, on whichever line it comes. `start` may be called once. */
export function createFrontend(options: FrontendOptions): ChatFrontend {
  const { workspaces, pages, log } = options;
  const stopped = new AbortController();
  const outage = createOutage(options.clock, 'Slack is not connected yet.');
  let line: Line | undefined;
  let commands: Tasks | undefined;

  async function start(hooks: ChatHooks): Promise<void> {
    rejectSwapped(options.tokens);
    const where = await workspaces.open(stopped.signal);
    line = options.createLine({ ...options, outage, stopped: stopped.signal });
    const app = createApp(line.receiver, options);
    commands = listen(app, hooks, options);
    listenForEvents(app, hooks, workspaces);
    pages?.open((workspace) => hooks.happened({ kind: 'returned', workspace }));
    await line.open();
    log.info(`Slack: connected ${where}`);
  }

  async function stop(): Promise<void> {
    stopped.abort();
    pages?.close();
    line?.close();
    await Promise.race([commands?.settled(), sleep(STOP_GRACE_MS, undefined, { ref: false })]);
    line?.end();
  }

  return { start, stop, problem: outage.problem };
}

function createApp(receiver: Receiver, options: FrontendOptions): App {
  const app = new PoliteApp({
    receiver,
    authorize: createAuthorize(options),
    clientOptions: clientOptions(options),
    logger: sdkLogger(options.log),
    convoStore: false,
    ignoreSelf: false,
  });
  const { seen, clock, log } = options;
  if (seen) app.use(handleOnce(seen, clock, log));
  app.use(turnAway(options.workspaces, log));
  return app;
}

/** Without an installation there is no token, which `turnAway` looks at. */
function createAuthorize({ workspaces, log }: FrontendOptions): Authorize<boolean> {
  return async (source) => {
    const workspace = workspaceOf(source);
    const access = await workspaces.access(workspace).catch((error: Error) => {
      log.error(`Slack: ${error.message}`);
    });
    if (!access) return {};
    const { botToken, botId, botUserId } = access;
    return { botToken, ...(botId ? { botId } : {}), ...(botUserId ? { botUserId } : {}) };
  };
}

function rejectSwapped(tokens: Tokens): void {
  const problem = swappedTokens(tokens);
  if (problem) throw new Error(problemSentence(problem));
}

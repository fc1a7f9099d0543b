import type { InstallationStore } from '../../core/installation.ts';
import type { Platform } from '../../core/platform.ts';
import type { SeenStore } from '../../core/seen.ts';
import { createCipher } from '../../lib/cipher.ts';
import { type Clock, systemClock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { createRoutes, type Routes } from '../../lib/routes.ts';
import { checkInstallations, checkSlack } from './check.ts';
import { checkChannel } from './check-channel.ts';
import { createFrontend } from './frontend.ts';
import { createHttpLine } from './http-line.ts';
import { createInstallations } from './installations.ts';
import type { Line, LineOptions } from './line.ts';
import type { Managers } from './member.ts';
import { createInstallPages, INSTALL_PATH } from './oauth.ts';
import { createOneWorkspace } from './one-workspace.ts';
import { createSender } from './sender.ts';
import { createSocketLine } from './socket-line.ts';
import { createClientOf } from './workspaces.ts';

export interface SlackOptions {
  /** "xoxb-…", with the scopes of docs/slack-manifest.yaml. None with `oauth`. */
  readonly botToken?: string | undefined;
  /** "xapp-…", with connections:write, for Socket Mode. */
  readonly appToken?: string | undefined;
  /** For HTTP mode, in the app token's place. */
  readonly signingSecret?: string | undefined;
  /** For workspaces that install the app by themselves, in the bot token's place. */
  readonly oauth?: OAuthOptions | undefined;
  /** Where HTTP mode and the pages to install the app by are answered. */
  readonly routes?: Routes | undefined;
  /** What has come already; without it, repetitions are not known. */
  readonly seen?: SeenStore | undefined;
  /** Who may change what a channel follows. */
  readonly managers?: Managers | undefined;
  /** Another server in Slack's place, for instance "http://127.0.0.1:4000/api/". */
  readonly apiUrl?: string | undefined;
  readonly log: Log;
  readonly clock?: Clock;
}

export interface OAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** At least 32 characters; seals the workspaces' tokens. */
  readonly encryptionKey: string;
  /** "https://papers.example.org" */
  readonly publicUrl: string;
  readonly store: InstallationStore;
}

/**
 * Slack: commands over Socket Mode or HTTP, posts over the Web API, for the one workspace of a bot
 * token or for all that install the app. Nothing connects before `frontend.start`, `sender.send` or
 * a check.
 */
export function createSlack(given: SlackOptions): Platform {
  const options = { ...given, clock: given.clock ?? systemClock };
  return given.oauth ? severalWorkspaces(options, given.oauth) : oneWorkspace(options);
}

type Options = SlackOptions & { readonly clock: Clock };

function oneWorkspace(options: Options): Platform {
  const workspaces = createOneWorkspace(options.botToken ?? '', options);
  const clientOf = createClientOf(workspaces, options);
  return {
    name: 'slack',
    sender: createSender(clientOf, options, options.clock),
    frontend: createFrontend({ ...shared(options), workspaces, pages: null }),
    check: () => checkSlack(options, options),
    checkChannel: (address) => checkChannel(clientOf, options, address),
  };
}

function severalWorkspaces(options: Options, oauth: OAuthOptions): Platform {
  const cipher = createCipher(oauth.encryptionKey);
  const installUrl = oauth.publicUrl + INSTALL_PATH;
  const workspaces = createInstallations({ ...options, ...oauth, cipher, installUrl });
  const clientOf = createClientOf(workspaces, options);
  const stateSecret = cipher.derive('slack oauth state');
  const pages = createInstallPages({
    ...oauth,
    ...shared(options),
    stateSecret,
    installations: workspaces,
  });
  return {
    name: 'slack',
    sender: createSender(clientOf, options, options.clock),
    frontend: createFrontend({ ...shared(options), workspaces, pages }),
    check: () => checkInstallations(workspaces, options, installUrl),
    checkChannel: (address) => checkChannel(clientOf, options, address),
  };
}

function shared(options: Options) {
  const { apiUrl, log, clock, routes = createRoutes(), managers = 'everyone' } = options;
  const { botToken, appToken, signingSecret = '', seen = null } = options;
  const createLine = (line: LineOptions): Line =>
    appToken ? createSocketLine(appToken, line) : createHttpLine(signingSecret, routes, line);
  return { apiUrl, log, clock, routes, seen, managers, tokens: { botToken, appToken }, createLine };
}

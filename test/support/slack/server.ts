import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CallEvent, createTraffic } from '../traffic.ts';
import type { Weather } from '../weather.ts';
import { type Caller, createCaller, type Kind } from './caller.ts';
import { createCommands, type SlackAnswer, type SlashCommand } from './commands.ts';
import { createFaults, type Fault } from './faults.ts';
import { createHandler } from './http.ts';
import { type AppCredentials, createOAuth, type OAuth } from './oauth.ts';
import { createPace } from './pace.ts';
import { createPerson, type Person } from './person.ts';
import { createResponses } from './responses.ts';
import { createSockets, type DisconnectReason } from './sockets.ts';
import { createTeams, type Teams } from './teams.ts';
import { createViews } from './views.ts';
import { createMethods } from './web-api.ts';
import {
  type ApiCall,
  BOT,
  createWorkspace,
  type Ephemeral,
  type PostedMessage,
  type SlackServerOptions,
  secret,
  TIERS,
} from './workspace.ts';

/** A Slack on loopback that refuses what Slack refuses. */
export interface SlackServer {
  readonly url: string;
  /** What SLACK_API_URL is set to. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  /** What the app has beside its tokens. */
  readonly credentials: AppCredentials;
  /** The workspaces that have the app, and whose token each call came with. */
  readonly teams: Teams;
  /** Slack's page to install the app by. */
  readonly consent: OAuth;
  /** From now on commands, events and presses are posted to the app there, not over a socket. */
  callAt(origin: string): Caller;
  /** Every message posted, in order. */
  readonly messages: readonly PostedMessage[];
  /** Every call of the Web API, in order, refused ones too. */
  readonly calls: readonly ApiCall[];
  /** What a correct client never does; a test ends with this list empty. */
  readonly violations: readonly string[];
  messagesIn(channel: string): PostedMessage[];
  /** What single persons see, as it looks at present. */
  readonly ephemerals: readonly Ephemeral[];
  /** Somebody in front of Slack. */
  person(id: string): Person;
  /** A fresh trigger_id, as a command or a press of a person brings one. */
  trigger(user: string): string;
  /** Types a command as a person; resolves with the answer that only they see. */
  slashCommand(typed: SlashCommand): Promise<SlackAnswer[]>;
  /** Delivers an event or an interaction; resolves once the app has acknowledged it. */
  deliver(type: 'events_api' | 'interactive', payload: object): Promise<unknown>;
  /** Sends any frame to the app, and expects no acknowledgement. */
  sendFrame(frame: object): void;
  /** Asks the app to connect again. */
  disconnect(reason: DisconnectReason): void;
  /** Breaks the Socket Mode connections. */
  dropConnections(): void;
  connections(): number;
  /** Resolves once the app has a connection. */
  connected(): Promise<void>;
  /** The next `times` calls of a method ("response_url" for answers) go wrong. */
  fail(method: string, fault: Fault, times?: number): void;
  /** From now on posts, edits and looks into the history go wrong by chance; null ends that. */
  weather(weather: Weather<Fault> | null): void;
  /** Tells of each call as it happens. Gives what ends it. */
  watch(watcher: (event: CallEvent) => void): () => void;
  /** The app has died: commands that wait for an answer are rejected, without a violation. */
  forgive(): void;
  stop(): Promise<void>;
}

/** What the app is known as outside, where a proxy ends TLS. */
export const PUBLIC_URL = 'https://papers.example.org';

/** The calls that a delivery is made of. */
const DELIVERY_CALLS = [
  ...['chat.postMessage', 'chat.update', 'conversations.history', 'conversations.replies'],
];

/** Starts a fake Slack on a free port of 127.0.0.1. */
export async function startSlackServer(options: SlackServerOptions = {}): Promise<SlackServer> {
  const workspace = createWorkspace(options);
  const sockets = createSockets(workspace);
  const credentials = createCredentials();
  const teams = createTeams(workspace, BOT.userId);
  const oauth = createOAuth(credentials, teams);
  let caller: Caller | undefined;
  const deliver = (kind: string, payload: object) =>
    (caller ?? sockets).deliver(kind as Kind, payload);
  const responses = createResponses(workspace);
  const views = createViews(workspace);
  const { trigger } = views;
  const commands = createCommands(workspace, { responses, sockets: { deliver }, trigger });
  const faults = createFaults();
  const traffic = createTraffic();
  const pace = createPace({ ...workspace.options, tiers: TIERS });
  let url = '';
  const methods = createMethods(workspace, views, () => sockets.issueUrl(url));
  const parts = { workspace, methods, pace, responses, faults, traffic, teams, oauth };
  const handle = createHandler(parts);
  const server = createServer((request, response) => void handle(request, response));
  server.on('upgrade', sockets.upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    apiUrl: `${url}/api/`,
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    credentials,
    teams,
    consent: oauth,
    callAt: (origin) => {
      const address = `${origin}/slack/events`;
      caller = createCaller(address, credentials.signingSecret, workspace);
      return caller;
    },
    messages: workspace.messages,
    calls: workspace.calls,
    violations: workspace.violations,
    messagesIn: (channel) => workspace.messages.filter((message) => message.channel === channel),
    ephemerals: workspace.ephemerals,
    trigger,
    person: (id) => createPerson(id, { workspace, responses, views, deliver, origin: () => url }),
    slashCommand: (typed) => commands.type(url, typed),
    deliver,
    sendFrame: sockets.sendFrame,
    disconnect: sockets.disconnect,
    dropConnections: sockets.drop,
    connections: sockets.count,
    connected: sockets.connected,
    fail: (method, fault, times = 1) => faults.add(method, fault, times),
    weather: (weather) => faults.weather(weather, DELIVERY_CALLS),
    watch: traffic.watch,
    forgive: () => {
      sockets.forgive();
      commands.forgive();
    },
    stop: async () => {
      sockets.drop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Nobody guesses them. */
function createCredentials(): AppCredentials {
  return {
    clientId: '1234567890.1234567890',
    clientSecret: secret(),
    signingSecret: secret(),
    redirectUrl: `${PUBLIC_URL}/slack/oauth_redirect`,
  };
}

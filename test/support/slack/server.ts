import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CallEvent, createTraffic } from '../traffic.ts';
import type { Weather } from '../weather.ts';
import { createCommands, type SlackAnswer, type SlashCommand } from './commands.ts';
import { createFaults, type Fault } from './faults.ts';
import { createHandler } from './http.ts';
import { createPace } from './pace.ts';
import { createSockets, type DisconnectReason } from './sockets.ts';
import { createMethods } from './web-api.ts';
import {
  type ApiCall,
  createWorkspace,
  type PostedMessage,
  type SlackServerOptions,
  TIERS,
} from './workspace.ts';

/** A Slack on loopback that refuses what Slack refuses. */
export interface SlackServer {
  readonly url: string;
  /** What SLACK_API_URL is set to. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  /** Every message posted, in order. */
  readonly messages: readonly PostedMessage[];
  /** Every call of the Web API, in order, refused ones too. */
  readonly calls: readonly ApiCall[];
  /** What a correct client never does; a test ends with this list empty. */
  readonly violations: readonly string[];
  messagesIn(channel: string): PostedMessage[];
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

/** The calls that a delivery is made of. */
const DELIVERY_CALLS = ['chat.postMessage', 'chat.update', 'conversations.history'];

/** Starts a fake Slack on a free port of 127.0.0.1. */
export async function startSlackServer(options: SlackServerOptions = {}): Promise<SlackServer> {
  const workspace = createWorkspace(options);
  const sockets = createSockets(workspace);
  const commands = createCommands(workspace, sockets);
  const faults = createFaults();
  const traffic = createTraffic();
  const pace = createPace({ ...workspace.options, tiers: TIERS });
  let url = '';
  const methods = createMethods(workspace, () => sockets.issueUrl(url));
  const handle = createHandler({ workspace, methods, pace, commands, faults, traffic });
  const server = createServer((request, response) => void handle(request, response));
  server.on('upgrade', sockets.upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    apiUrl: `${url}/api/`,
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    messages: workspace.messages,
    calls: workspace.calls,
    violations: workspace.violations,
    messagesIn: (channel) => workspace.messages.filter((message) => message.channel === channel),
    slashCommand: (typed) => commands.type(url, typed),
    deliver: sockets.deliver,
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

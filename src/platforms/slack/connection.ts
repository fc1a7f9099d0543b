import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../lib/log.ts';
import type { Outage } from '../../lib/outage.ts';
import { failureName } from './errors.ts';
import { onFarewell, type SocketModeClient } from './farewell.ts';
import type { Sockets } from './sockets.ts';
import { problemSentence, refusedToken } from './tokens.ts';

/** All in milliseconds, and ours. */
const HELLO_MS = 10_000;
const STABLE_MS = 10_000;
const LONGEST_PAUSE_MS = 30_000;
/** For the acknowledgement of a command that came right before Slack's goodbye. */
const ACKNOWLEDGE_MS = 100;

const SWITCHED_OFF =
  'Slack: Socket Mode was switched off for the app; switch it on at https://api.slack.com/apps';

/** A Socket Mode connection that stays up until it is closed. */
export interface Connection {
  /** Connects for the first time; rejects with the SDK's error when it can't. */
  open(): Promise<void>;
  close(): void;
}

export interface ConnectionOptions {
  readonly client: SocketModeClient;
  readonly sockets: Sockets;
  /** Learns when the connection breaks and when it stands. */
  readonly outage: Outage;
  readonly log: Log;
}

interface Line extends ConnectionOptions {
  readonly closed: AbortController;
  /** On the clock of `performance`; null while there is no connection. */
  openedAt: number | null;
  /** How many connections in a row ended within STABLE_MS. */
  shortLives: number;
  /** Why Slack ended the connection before it said hello. */
  farewell: string;
}

/**
 * Keeps Socket Mode connected. Slack asks for a new connection every few hours: it is made at once.
 * The SDK's own reconnect must be off (`autoReconnectEnabled: false`): it waits 5 s each time, and
 * it ends the process by an unhandled rejection when the network is away.
 */
export function createConnection(options: ConnectionOptions): Connection {
  const closed = new AbortController();
  const line: Line = { ...options, closed, openedAt: null, shortLives: 0, farewell: '' };
  onFarewell(line.client, (reason) => takeLeave(line, reason));
  line.client.on('disconnected', () => reconnect(line));
  return { open: () => open(line), close: () => close(line) };
}

async function open(line: Line): Promise<void> {
  line.farewell = 'no hello';
  const overdue = setTimeout(line.sockets.end, HELLO_MS);
  try {
    await line.client.start();
    line.openedAt = performance.now();
    line.outage.up();
  } catch (error) {
    throw error ?? refusal(line.farewell);
  } finally {
    clearTimeout(overdue);
  }
}

function close({ closed, sockets, outage }: Line): void {
  closed.abort();
  sockets.end();
  outage.down('Slack is disconnected: Paper Route is stopping.', true);
}

function takeLeave(line: Line, reason: string): void {
  line.farewell = reason;
  if (reason === 'link_disabled') line.log.warn(SWITCHED_OFF);
  setTimeout(line.sockets.end, ACKNOWLEDGE_MS).unref();
}

function reconnect(line: Line): void {
  if (line.openedAt === null || line.closed.signal.aborted) return;
  line.shortLives = performance.now() - line.openedAt < STABLE_MS ? line.shortLives + 1 : 1;
  line.openedAt = null;
  line.outage.down(awaySentence('the connection ended'));
  line.log.debug('Slack: the connection ended; connecting again');
  line.sockets.end();
  void reopen(line);
}

async function reopen(line: Line): Promise<void> {
  const { signal } = line.closed;
  for (let failures = line.shortLives; !signal.aborted; failures++) {
    try {
      await sleep(pauseMs(failures), undefined, { signal });
      await open(line);
      return line.log.info('Slack: connected again');
    } catch (error) {
      if (!signal.aborted) reportFailure(line, error);
    }
  }
}

function reportFailure({ log, outage }: Line, error: unknown): void {
  const refused = refusedToken(error, 'SLACK_APP_TOKEN');
  if (refused) outage.down(problemSentence(refused), true);
  else outage.down(awaySentence(failureName(error)));
  log.warn(`Slack can't be reached (${failureName(error)}); it is tried again`);
}

function awaySentence(failure: string): string {
  return `Slack can't be reached (${failure}), so commands get no answer: it is tried again until it works.`;
}

/** 0, 1, 2, 4 … 30 s: at once after a first, expected end. */
function pauseMs(failures: number): number {
  return failures <= 1 ? 0 : Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** (failures - 2));
}

/** A connection that Slack ended before it said hello, for instance "too_many_websockets". */
function refusal(reason: string): Error {
  const code = reason.toUpperCase().replaceAll(' ', '_');
  return Object.assign(new Error(`Slack ended the connection: ${reason}`), { code });
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../lib/log.ts';
import { failureName } from './errors.ts';
import { onFarewell, type SocketModeClient } from './farewell.ts';
import type { Sockets } from './sockets.ts';

/** All in milliseconds, and ours. */
const HELLO_MS = 10_000;
const STABLE_MS = 10_000;
const LONGEST_PAUSE_MS = 30_000;

const SWITCHED_OFF =
  'Slack: Socket Mode was switched off for the app; switch it on at https://api.slack.com/apps';

/** A Socket Mode connection that stays up until it is closed. */
export interface Connection {
  /** Connects for the first time; rejects with the SDK's error when it can't. */
  open(): Promise<void>;
  close(): void;
}

/**
 * Keeps Socket Mode connected. Slack asks for a new connection every few hours: it is made at once.
 * The SDK's own reconnect must be off (`autoReconnectEnabled: false`): it waits 5 s each time, and
 * it ends the process by an unhandled rejection when the network is away.
 */
export function createConnection(client: SocketModeClient, sockets: Sockets, log: Log): Connection {
  const closed = new AbortController();
  let openedAt: number | null = null;
  let shortLives = 0;
  let farewell = '';

  onFarewell(client, (reason) => {
    farewell = reason;
    if (reason === 'link_disabled') log.warn(SWITCHED_OFF);
    sockets.end();
  });
  client.on('disconnected', () => {
    if (openedAt === null || closed.signal.aborted) return;
    shortLives = performance.now() - openedAt < STABLE_MS ? shortLives + 1 : 1;
    openedAt = null;
    log.debug('Slack: the connection ended; connecting again');
    sockets.end();
    void reopen();
  });

  async function open(): Promise<void> {
    farewell = 'no hello';
    const overdue = setTimeout(sockets.end, HELLO_MS);
    try {
      await client.start();
      openedAt = performance.now();
    } catch (error) {
      throw error ?? refusal(farewell);
    } finally {
      clearTimeout(overdue);
    }
  }

  async function reopen(): Promise<void> {
    for (let failures = shortLives; !closed.signal.aborted; failures++) {
      try {
        await sleep(pauseMs(failures), undefined, { signal: closed.signal });
        await open();
        return log.info('Slack: connected again');
      } catch (error) {
        if (closed.signal.aborted) return;
        log.warn(`Slack can't be reached (${failureName(error)}); it is tried again`);
      }
    }
  }

  function close(): void {
    closed.abort();
    sockets.end();
  }

  return { open, close };
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

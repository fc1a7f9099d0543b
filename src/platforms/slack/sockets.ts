import type { Socket } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';

/** How long connecting and the WebSocket handshake may take, each; in milliseconds, ours. */
const HANDSHAKE_MS = 5_000;
/** How long the last bytes may take to leave; in milliseconds, ours. */
const FLUSH_MS = 1_000;

/** The network side of Socket Mode, so that we can end what the SDK leaves open. */
export interface Sockets {
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>;
  /** Ends every connection, and every attempt at one, once what was written is out. */
  end(): void;
}

/**
 * Connections for the SDK's WebSocket. Slack does not close the TCP connection after a closing
 * handshake, and version 3.1 of the SDK waits for that: 5 s and more at each end
 * (https://github.com/slackapi/node-slack-sdk/issues/2752). So we end connections here.
 */
export function createSockets(): Sockets {
  const connect = buildConnector({ allowH2: false, timeout: HANDSHAKE_MS });
  const open = new Set<Socket>();
  let agent = createAgent();

  function createAgent(): Agent {
    return new Agent({
      headersTimeout: HANDSHAKE_MS,
      connect: (options, callback) =>
        connect(options, (...result) => {
          if (result[1]) track(result[1]);
          callback(...result);
        }),
    });
  }

  function track(socket: Socket): void {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  }

  function end(): void {
    void agent.destroy();
    agent = createAgent();
    for (const socket of open) {
      socket.destroySoon();
      setTimeout(() => socket.destroy(), FLUSH_MS).unref();
    }
  }

  return { dispatcher: { dispatch: (options, handler) => agent.dispatch(options, handler) }, end };
}

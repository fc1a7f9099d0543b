import type { SocketModeReceiver } from '@slack/bolt';

export type SocketModeClient = SocketModeReceiver['client'];

/**
 * Calls `act` with the reason when Slack asks for a new connection ("refresh_requested"), in the
 * SDK's place: that would begin a closing handshake and wait for Slack to end the connection,
 * which it does not.
 */
export function onFarewell(client: SocketModeClient, act: (reason: string) => void): void {
  const listeners = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    const reason = farewellReason(data);
    if (reason !== undefined) return act(reason);
    for (const listener of listeners) listener(data, isBinary);
  });
}

function farewellReason(data: unknown): string | undefined {
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return undefined;
  const { type, reason } = parse(data);
  return type === 'disconnect' ? String(reason) : undefined;
}

function parse(data: string): { readonly type?: unknown; readonly reason?: unknown } {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}

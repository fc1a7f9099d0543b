import { SocketModeReceiver } from '@slack/bolt';
import { clientOptions } from './api.ts';
import { createConnection } from './connection.ts';
import type { Line, LineOptions } from './line.ts';
import { sdkLogger } from './sdk-log.ts';
import { createSockets } from './sockets.ts';
import { explained } from './tokens.ts';

/** Socket Mode: we connect to Slack, and it needs no way to us. */
export function createSocketLine(appToken: string, options: LineOptions): Line {
  const { outage, log, stopped } = options;
  const sockets = createSockets();
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    dispatcher: sockets.dispatcher,
    logger: sdkLogger(log),
    installerOptions: { clientOptions: clientOptions(options, stopped) },
  });
  const connection = createConnection({ client: receiver.client, sockets, outage, log });
  return {
    receiver,
    open: () => explained(connection.open(), 'SLACK_APP_TOKEN', options),
    close: () => outage.down('Slack is disconnected: Paper Route is stopping.', true),
    end: connection.close,
  };
}

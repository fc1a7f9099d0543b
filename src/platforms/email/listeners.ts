import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChatFrontend, PlatformEvent } from '../../core/command.ts';
import { MAIL_PATHS, type ReaderStore } from '../../core/reader.ts';
import { onlyMethod, type Routes, sendText } from '../../lib/routes.ts';
import { isSameSecret } from '../../lib/secret.ts';
import { readBounce } from './bounce.ts';
import { LIMITS } from './limits.ts';
import type { From } from './mime.ts';

export interface BounceOptions {
  readonly routes: Routes;
  readonly token: string;
  readonly from: From;
  readonly readers: Pick<ReaderStore, 'channelOf'>;
}

/** All that is ever heard from a mailbox: a mail that came back, which closes its channel. */
export function listenForBounces({ routes, token, from, readers }: BounceOptions): ChatFrontend {
  async function take(request: IncomingMessage, tell: (event: PlatformEvent) => void) {
    const source = await read(request);
    if (!source) return { status: 413, text: 'That is longer than any notification.' };
    const bounce = await readBounce(source, from);
    const channel = bounce && (await readers.channelOf(bounce.delivery));
    if (!channel)
      return { status: 200, text: 'Nothing to do: no mail of ours came back for good.' };
    const said = bounce.said === '' ? bounce.status : bounce.said;
    const reason = `A mail to ${channel.channel} came back (${said}): paper-route email resume ${channel.channel} tries it again.`;
    tell({ kind: 'closed', channel, reason });
    return { status: 200, text: 'The address is paused.' };
  }

  return {
    start: async ({ happened }) =>
      routes.add(
        MAIL_PATHS.bounces,
        onlyMethod('POST', (request, response) => {
          if (!isKnown(request, token)) return refuse(response);
          take(request, happened).then(
            ({ status, text }) => sendText(response, status, text),
            () => sendText(response, 400, 'That is no mail.'),
          );
        }),
      ),
    stop: async () => routes.remove(MAIL_PATHS.bounces),
    problem: () => null,
  };
}

function refuse(response: ServerResponse): void {
  response.setHeader('www-authenticate', 'Bearer');
  sendText(response, 401, 'Authorization: Bearer and EMAIL_BOUNCE_TOKEN are needed.');
}

function isKnown({ headers }: IncomingMessage, token: string): boolean {
  return isSameSecret(headers.authorization ?? '', `Bearer ${token}`);
}

/** The whole request; null of one that is too long. */
async function read(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= LIMITS.bounce) chunks.push(chunk as Buffer);
  }
  return size <= LIMITS.bounce ? Buffer.concat(chunks) : null;
}

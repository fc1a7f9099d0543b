import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { SMTP } from './limits.ts';

/** Where mail is handed over, as SMTP_URL says it. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /**
   * implicit: from the first byte (smtps://); required: STARTTLS or nothing; offered: STARTTLS where
   * the server has it; off: never, for a server on this machine.
   */
  readonly tls: 'implicit' | 'required' | 'offered' | 'off';
  /** Null for a server that asks for no login. */
  readonly login: { readonly user: string; readonly pass: string } | null;
}

/** A mail for one address. */
export interface Parcel {
  readonly from: string;
  readonly to: string;
  /** The whole mail, with CRLF line ends. */
  readonly source: Buffer;
}

/** One connection to a mail server, past its login. Every step rejects with what nodemailer says. */
export interface Line {
  /** @param onBegin called when the text of the mail begins to leave. */
  send(parcel: Parcel, onBegin: () => void, signal: AbortSignal): Promise<void>;
  /** Takes leave as one should. */
  quit(): void;
  /** Hangs up. */
  close(): void;
  /** Calls back once, when the connection is no more. */
  onEnd(call: () => void): void;
}

/** Connects and logs in. */
export async function openLine(server: SmtpServer, signal: AbortSignal): Promise<Line> {
  const connection = new SMTPConnection(optionsOf(server));
  connection.on('error', () => undefined);
  const { login } = server;
  try {
    await step(connection, signal, (done) => connection.connect(done));
    if (login) await step(connection, signal, (done) => connection.login({ ...login }, done));
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    send: ({ from, to, source }, onBegin, signal) => {
      const envelope = { from, to: [to], size: source.length };
      const content = Readable.from(once(source, onBegin));
      return step(connection, signal, (done) => connection.send(envelope, content, done));
    },
    quit: () => connection.quit(),
    close: () => connection.close(),
    onEnd: (call) => void connection.once('end', call),
  };
}

/** It is read when the server has taken the envelope, and not before. */
async function* once(source: Buffer, onRead: () => void) {
  onRead();
  yield source;
}

function optionsOf({ host, port, tls }: SmtpServer) {
  return {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'off',
    connectionTimeout: SMTP.answerMs,
    greetingTimeout: SMTP.answerMs,
    socketTimeout: SMTP.answerMs,
    dnsTimeout: SMTP.answerMs,
  };
}

/** One exchange with the server; over when it answers, breaks off, or is no longer waited for. */
async function step(
  connection: SMTPConnection,
  signal: AbortSignal,
  begin: (done: (error?: unknown) => void) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop);
  connection.once('error', reject);
  try {
    signal.throwIfAborted();
    begin((error) => (error ? reject(error) : resolve()));
    await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    connection.off('error', reject);
  }
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions } from 'smtp-server';
import type { SmtpServer } from '../../../src/platforms/email/line.ts';
import { strictAlarms } from './strict.ts';

/** A mail as the server took it. */
export interface ReceivedMail {
  readonly to: string;
  readonly from: string;
  readonly source: string;
  readonly mail: Email;
  /** By which user, over TLS or not. */
  readonly user: string;
  readonly secure: boolean;
}

/** What the server says to the next mail, and when. */
export interface Scripted {
  /** greeting: before anything; mail, rcpt: to the envelope; data: to the text. */
  readonly at: 'greeting' | 'login' | 'mail' | 'rcpt' | 'data';
  /** "550 5.1.1 No such user"; "hang up" ends the connection without a word; "silence" says nothing. */
  readonly say: string;
  /** Called when the mail has come so far. */
  readonly reached?: () => void;
  /** The text is taken before the server hangs up or falls silent. */
  readonly taken?: boolean;
}

export interface MailServerOptions {
  readonly login?: { readonly user: string; readonly pass: string };
  readonly tls?: 'implicit' | 'required';
  readonly certificate?: { readonly key: string; readonly cert: string };
}

/** A mail server on loopback that takes what any server would, and refuses as a test asks it to. */
export interface MailServer {
  /** How one reaches it. */
  readonly server: SmtpServer;
  /** As SMTP_URL. */
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** What no mail may hold, whatever is in it. */
  readonly violations: readonly string[];
  /** How many connections it has had. */
  connections(): number;
  /** The next mails meet these, in order. */
  script(...next: Scripted[]): void;
  /** Every mail to an address is refused so from now on. */
  refuse(address: string, say: string): void;
  stop(): Promise<void>;
}

export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const violations: string[] = [];
  const scripted: Scripted[] = [];
  const refused = new Map<string, string>();
  let connections = 0;
  const take = (at: Scripted['at']) => (scripted[0]?.at === at ? scripted.shift() : undefined);

  const smtp = new SMTPServer({
    ...securityOf(options),
    disableReverseLookup: true,
    size: 5_000_000,
    closeTimeout: 100,
    onConnect: (_, done) => {
      connections += 1;
      answer(take('greeting'), done);
    },
    onAuth: (auth, _, done) => {
      const said = take('login');
      if (said) return answer(said, (error) => done(error ?? null));
      const right = auth.username === options.login?.user && auth.password === options.login?.pass;
      if (right) done(null, { user: auth.username ?? '' });
      else done(refusal('535 5.7.8 Authentication credentials invalid'));
    },
    onMailFrom: (_, __, done) => answer(take('mail'), done),
    onRcptTo: ({ address }, _, done) => {
      const say = refused.get(address);
      answer(say ? { at: 'rcpt', say } : take('rcpt'), done);
    },
    onData: (stream, session, done) => {
      void read(stream).then(async (source) => {
        const said = take('data');
        if (!said || said.taken) {
          const { mailFrom, rcptTo } = session.envelope;
          violations.push(...strictAlarms(source));
          mails.push({
            to: rcptTo.map((it) => it.address).join(),
            from: mailFrom ? mailFrom.address : '',
            source,
            mail: await PostalMime.parse(source),
            user: String(session.user ?? ''),
            secure: session.secure,
          });
        }
        answer(said, done);
      });
    },
  });
  smtp.on('error', () => undefined);

  function answer(said: Scripted | undefined, done: (error?: Error | null) => void): void {
    said?.reached?.();
    if (!said) done();
    else if (said.say === 'hang up') hangUp();
    else if (said.say !== 'silence') done(refusal(said.say));
  }

  function hangUp(): void {
    for (const connection of smtp.connections) connection._socket.destroy();
  }

  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const { port } = smtp.server.address() as AddressInfo;
  const { login = null, tls } = options;
  const who = login ? `${login.user}:${encodeURIComponent(login.pass)}@` : '';
  return {
    server: { host: '127.0.0.1', port, tls: tls ?? 'off', login },
    url: `${tls === 'implicit' ? 'smtps' : 'smtp'}://${who}127.0.0.1:${port}`,
    mails,
    violations,
    connections: () => connections,
    script: (...next) => void scripted.push(...next),
    refuse: (address, say) => void refused.set(address, say),
    stop: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
}

function securityOf({ login, tls, certificate }: MailServerOptions): SMTPServerOptions {
  const disabledCommands = [
    ...(login ? [] : ['AUTH']),
    ...(tls === 'required' ? [] : ['STARTTLS']),
  ];
  return {
    secure: tls === 'implicit',
    authOptional: !login,
    allowInsecureAuth: true,
    disabledCommands,
    ...certificate,
  };
}

function refusal(say: string): Error {
  const [, code = '451', text = say] = /^(\d{3}) (.*)$/.exec(say) ?? [];
  return Object.assign(new Error(text), { responseCode: Number(code) });
}

async function read(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}

import { z } from 'zod';
import { secret } from './config-values.ts';
import { readMailAddress } from './core/reader.ts';
import { Secret } from './lib/secret.ts';

const ISSUE =
  'is not the address of a mail server; write for instance smtp://user:password@mail.example.org:587, or smtps:// with port 465 (signs of the password such as @ / # ? % are written %40 %2F %23 %3F %25)';

/** The variables of e-mail. */
export const EMAIL_SHAPE = {
  SMTP_URL: z
    .string()
    .refine(isSmtpUrl, ISSUE)
    .transform((text) => new Secret(text))
    .optional(),
  EMAIL_FROM: z.string().transform(toSender).optional(),
  EMAIL_BOUNCE_TOKEN: secret,
};

type Values = z.infer<z.ZodObject<typeof EMAIL_SHAPE>> & {
  readonly PUBLIC_URL?: string | undefined;
};

export interface EmailConfig {
  /** Holds the login. */
  readonly smtpUrl: Secret;
  /** Whom mails are from. */
  readonly from: { readonly name: string; readonly address: string };
  /** The address by which this program is reached, without a slash at its end. */
  readonly publicUrl: string;
  /** With it, a mailbox may tell of mails that came back; null where none does. */
  readonly bounceToken: Secret | null;
}

/** Null where no mail server is set up. */
export function toEmail(values: Values): EmailConfig | null {
  const { SMTP_URL: smtpUrl, EMAIL_FROM: from, PUBLIC_URL: publicUrl } = values;
  if (!smtpUrl || !from || !publicUrl) return null;
  return { smtpUrl, from, publicUrl, bounceToken: values.EMAIL_BOUNCE_TOKEN ?? null };
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * What an address of a mail server says: smtps:// is TLS from the start (port 465), smtp:// STARTTLS
 * (port 587), without which no login leaves this machine; "?tls=off" goes without, as does a server
 * on this machine.
 */
export function readSmtpUrl(address: Secret) {
  const url = new URL(address.reveal());
  const [user, pass] = [url.username, url.password].map(decodeURIComponent);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (url.protocol === 'smtps:' ? 465 : 587)),
    tls: tlsOf(url),
    login: user ? { user, pass: pass ?? '' } : null,
  };
}

function tlsOf({ protocol, hostname, username, searchParams }: URL) {
  if (protocol === 'smtps:') return 'implicit' as const;
  if (searchParams.get('tls') === 'off' || LOOPBACK.has(hostname)) return 'off' as const;
  return username === '' ? ('offered' as const) : ('required' as const);
}

function isSmtpUrl(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return false;
  const extra = url.pathname.replace(/^\/$/, '') + url.hash + url.search.replace(/^\?tls=off$/, '');
  return extra === '' && isDecodable(url);
}

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}${password}`);
    return true;
  } catch {
    return false;
  }
}

/** "papers@example.org", or "Paper Route <papers@example.org>". */
function toSender(text: string, context: z.RefinementCtx<string>) {
  const [, name = '', inBrackets] =
    /^(?:"?([^"<>\r\n]*?)"?\s*<([^<>\s]+)>)$/.exec(text.trim()) ?? [];
  const address = readMailAddress(inBrackets ?? text);
  if (!address)
    context.addIssue('is not a mail address; write for instance Paper Route <papers@example.org>');
  return address ? { name: name || 'Paper Route', address } : z.NEVER;
}

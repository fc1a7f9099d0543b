import MailComposer from 'nodemailer/lib/mail-composer';
import type { DeliveryId } from '../../core/delivery.ts';
import type { Frame } from './frame.ts';
import type { Mail } from './render.ts';

/** Whom mails are from, as one writes it in a mail program. */
export interface From {
  readonly name: string;
  readonly address: string;
}

/** A mail on its way: what is said to the server, and what is in the envelope. */
export interface Letter {
  readonly from: From;
  readonly to: string;
  readonly key: DeliveryId;
  readonly mail: Mail;
  readonly frame: Frame;
  /** The first mail of the digest that it goes on; null of a first one. */
  readonly inReplyTo: string | null;
  readonly date: Date;
}

/** The Message-ID of a delivery, the same at every attempt. */
export function messageIdOf(key: DeliveryId, { address }: From): string {
  return `<${key}@${address.slice(address.lastIndexOf('@') + 1)}>`;
}

/**
 * The source of a mail: plain text and HTML of the same words, with what mail programs need to
 * unsubscribe by themselves (RFC 2369, RFC 8058). Nodemailer encodes every header value, so that no
 * title can begin another header.
 */
export async function toMime(letter: Letter): Promise<Buffer> {
  const { from, to, key, mail, frame, inReplyTo } = letter;
  const composer = new MailComposer({
    from,
    to: { name: '', address: to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    date: letter.date,
    messageId: messageIdOf(key, from),
    ...(inReplyTo ? { inReplyTo, references: inReplyTo } : {}),
    headers: { ...automatic(), ...listHeaders(frame) },
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  });
  return composer.compile().build();
}

/** So that no holiday notice answers: https://www.rfc-editor.org/rfc/rfc3834#section-5 */
function automatic() {
  return { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
}

function listHeaders({ home, unsubscribe }: Frame): Record<string, string> {
  if (unsubscribe === null) return {};
  return {
    'List-Id': `Paper Route <paper-route.${new URL(home).hostname}>`,
    'List-Unsubscribe': `<${unsubscribe}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

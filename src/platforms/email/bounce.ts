import PostalMime, { type Attachment } from 'postal-mime';
import type { DeliveryId } from '../../core/delivery.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';
import type { From } from './mime.ts';

/** A mail of ours that came back for good. */
export interface Bounce {
  readonly delivery: DeliveryId;
  /** "5.1.1", or empty. */
  readonly status: string;
  /** What the server said, in its words; may be empty. */
  readonly said: string;
}

/** How much of what a server said is kept. */
const LONGEST = 200;

/**
 * What a delivery status notification (RFC 3464) says; null of any other mail, of a delay, and of one
 * that does not hold the Message-ID of a mail of ours, which nobody can guess: so no stranger can
 * have an address paused by a notification of their own making.
 */
export async function readBounce(source: Buffer, from: From): Promise<Bounce | null> {
  const { attachments } = await PostalMime.parse(source, { attachmentEncoding: 'utf8' });
  const parts = new Map(attachments.map((it) => [it.mimeType, textOf(it)]));
  const fields = fieldsOf(parts.get('message/delivery-status') ?? '');
  const original = parts.get('message/rfc822') ?? parts.get('text/rfc822-headers') ?? '';
  const delivery = deliveryOf(fieldsOf(original).get('message-id') ?? '', from);
  const status = /^5\.\d+\.\d+/.exec(fields.get('status') ?? '')?.[0] ?? '';
  if (!delivery || fields.get('action')?.toLowerCase() !== 'failed' || status === '') return null;
  const said = (fields.get('diagnostic-code') ?? '').replace(/^[\w-]+;\s*/, '');
  return { delivery, status, said: cutAtWord(oneLine(said), LONGEST) };
}

function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

/** The last of each field, by its name in small letters; a line that begins with a blank goes on the one before. */
function fieldsOf(text: string): Map<string, string> {
  const lines = text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const fields = lines.map((line) => /^([\w-]+):\s*(.*)$/.exec(line));
  return new Map(
    fields.flatMap((it) => (it ? [[String(it[1]).toLowerCase(), String(it[2]).trim()]] : [])),
  );
}

function deliveryOf(messageId: string, { address }: From): DeliveryId | null {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const [, key = null, at] = /^<([0-9a-z-]{1,40})@([^>]+)>$/.exec(messageId) ?? [];
  return at?.toLowerCase() === domain ? key : null;
}

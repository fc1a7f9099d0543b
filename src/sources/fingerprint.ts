import { createHash } from 'node:crypto';

/** Stands for a text where the text itself must not, or need not, be kept: 16 hexadecimal digits. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

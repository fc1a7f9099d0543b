import type { SMTPError } from 'nodemailer/lib/smtp-connection';
import { type Concern, DeliveryError, type DeliveryErrorKind } from '../../core/delivery.ts';
import { networkFailure } from '../../lib/network-failure.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';
import { SMTP } from './limits.ts';
import { SmtpFailure } from './smtp.ts';

/** How much of what a mail server says is repeated. */
const LONGEST_ANSWER = 200;

/** What an answer of the server means, and one sentence of it. */
interface Verdict {
  readonly kind: DeliveryErrorKind;
  readonly concerns: Concern;
  readonly sentence: string;
  readonly retryAfterMs?: number;
}

/**
 * What a failure means for a mail to an address. What the server refused was not mailed; when it fell
 * silent after the text had begun to leave, it may have been.
 */
export function toDeliveryError(error: unknown, address: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (!(error instanceof SmtpFailure)) return notMade(error, address);
  const { begun, cause } = error;
  const { kind, sentence, ...options } = verdictOn(toSMTPError(cause), begun, address);
  return new DeliveryError(kind, sentence, { ...options, cause });
}

/** It did not come as far as the mail server. */
function notMade(cause: unknown, address: string): DeliveryError {
  const sentence = `The mail to ${address} could not be made because of a fault in Paper Route or its database: it will be tried again.`;
  return new DeliveryError('retry', sentence, { cause });
}

function verdictOn(error: SMTPError, begun: boolean, address: string): Verdict {
  if (error.code === 'EAUTH') return ofPlatform(refusedLogin(error));
  const { responseCode, command = '' } = error;
  if (responseCode === undefined) return ofSilence(error, begun, address);
  if (responseCode === 421 || responseCode === 530) return ofPlatform(unwilling(error));
  if (command === 'MAIL FROM') return ofSender(error, responseCode, address);
  if (command === 'RCPT TO') return ofAddress(error, responseCode, address);
  if (command === 'DATA') return ofText(error, responseCode, address);
  return ofPlatform(unreached(error));
}

/** No word from the server: the mail was not begun, or nobody knows. */
function ofSilence(error: SMTPError, begun: boolean, address: string): Verdict {
  if (error.code === 'EMESSAGE') return ofMessage(error, address);
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    const sentence = `The mail to ${address} was cut off (${networkFailure(error)}): it will be tried again.`;
    return { kind: begun ? 'unknown' : 'retry', concerns: 'channel', sentence };
  }
  if (!begun) return ofPlatform(unreached(error));
  const sentence = `The mail server fell silent while it took the mail to ${address} (${failureName(error)}): it is sent again under the same Message-ID.`;
  return { kind: 'unknown', concerns: 'channel', sentence };
}

function ofSender(error: SMTPError, code: number, address: string): Verdict {
  if (code === 552) return ofMessage(error, address);
  return ofPlatform(
    `The mail server does not let EMAIL_FROM send${answerOf(error)}: use an address that it lets SMTP_URL's user send from.`,
  );
}

/**
 * A policy against us (status X.7.X: https://www.rfc-editor.org/rfc/rfc3463#section-3.8) would refuse
 * every address, so it is no fault of this one.
 */
function ofAddress(error: SMTPError, code: number, address: string): Verdict {
  if (code < 500) return notNow(error, address);
  if (isPolicy(error))
    return ofPlatform(
      `The mail server refuses mail to ${address} by a rule of its own${answerOf(error)}: look whether SMTP_URL may send to the world, and whether its address is on a block list.`,
    );
  return refusedAddress(error, address);
}

/** After the text, a server may still find fault with the address, with us, or with the text itself. */
function ofText(error: SMTPError, code: number, address: string): Verdict {
  if (code < 500) return notNow(error, address);
  const status = statusOf(error);
  if (/^5\.[12]\./.test(status)) return refusedAddress(error, address);
  if (/^5\.7\.2\d$/.test(status))
    return ofPlatform(
      `Mail from EMAIL_FROM is refused because it is not signed as its domain asks${answerOf(error)}: set up SPF, DKIM and DMARC; docs/email.md says how.`,
    );
  return ofMessage(error, address);
}

function refusedAddress(error: SMTPError, address: string): Verdict {
  const sentence = `The mail server refuses ${address}${answerOf(error)}: paper-route email resume ${address} tries it again.`;
  return { kind: 'permanent', concerns: 'channel', sentence };
}

function ofMessage(error: SMTPError, address: string): Verdict {
  const sentence = `The mail server refused this mail to ${address}${answerOf(error)}: it is skipped.`;
  return { kind: 'permanent', concerns: 'message', sentence };
}

function notNow(error: SMTPError, address: string): Verdict {
  const sentence = `The mail server does not take mail to ${address} now${answerOf(error)}: it will be tried again.`;
  return { kind: 'retry', concerns: 'channel', sentence, retryAfterMs: SMTP.laterMs };
}

function ofPlatform(sentence: string): Verdict {
  return { kind: 'retry', concerns: 'platform', sentence };
}

/** The mail server can't be had, as one sentence for people. */
export function unreached(error: unknown): string {
  const fault = toSMTPError(error);
  if (fault.code === 'EAUTH') return refusedLogin(fault);
  if (fault.code === 'ETLS' || /certificate|ssl|tls/i.test(fault.message))
    return `No safe connection to the mail server of SMTP_URL (${oneLine(fault.message).slice(0, LONGEST_ANSWER)}): check its certificate and host name; docs/email.md says how to trust one of your own.`;
  if (fault.responseCode !== undefined) return unwilling(fault);
  return `The mail server of SMTP_URL could not be reached (${failureName(fault)}): check its host, its port and the network.`;
}

function refusedLogin(error: SMTPError): string {
  return `The mail server refuses the login of SMTP_URL${answerOf(error)}: check user and password.`;
}

function unwilling(error: SMTPError): string {
  return `The mail server of SMTP_URL takes no mail from us${answerOf(error)}: ask who runs it.`;
}

function failureName(error: SMTPError): string {
  if (error.code === 'ETIMEDOUT') return 'no answer in time';
  return error.originalCode ?? networkFailure(error);
}

function isPolicy(error: SMTPError): boolean {
  return /^5\.7\./.test(statusOf(error)) || /\brelay/i.test(error.response ?? '');
}

/** The enhanced status code: https://www.rfc-editor.org/rfc/rfc3463 */
function statusOf({ response = '' }: SMTPError): string {
  return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? '';
}

function answerOf({ response }: SMTPError): string {
  return response ? ` (${cutAtWord(oneLine(response), LONGEST_ANSWER)})` : '';
}

function toSMTPError(error: unknown): SMTPError {
  return error instanceof Error ? error : new Error(String(error));
}

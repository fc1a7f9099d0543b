import type { Pace } from '../../core/delivery.ts';

export const LIMITS = {
  /**
   * Bytes of HTML. Gmail hides what comes after 102 kB of it, the unsubscribe link first:
   * https://github.com/hteumeuleu/email-bugs/issues/41
   */
  html: 90_000,
  /** Characters of a subject: phones show about 40, all programs 78 (RFC 5322 section 2.1.1) or more. */
  subject: 120,
  /** Characters beside the subject in a list of mails; programs show fewer. */
  preview: 140,
  /** Columns of the plain text, so that a reply with "> " stays within 78. */
  columns: 74,
  /** Of one card, so that any card fits a mail. */
  title: 500,
  paragraph: 6_000,
  facts: 600,
  reasons: 12,
  links: 12,
  url: 2_048,
  /** Bytes of a mail that came back; ours: most return no more than headers. */
  bounce: 1_000_000,
} as const;

/**
 * Mails a second over all addresses; our own: every relay states another number (Amazon SES starts
 * at 1 to 14, Postfix has none), and a thousand readers are served in 4 minutes.
 */
export const EMAIL_PACE: Pace = {
  channelMs: 0,
  workspacePerSecond: Number.POSITIVE_INFINITY,
  perSecond: 4,
  lookCost: 0,
};

/** What we ask of a mail server; ours. */
export const SMTP = {
  /** Connections side by side: servers take ten to fifty from one address. */
  connections: 4,
  /** How long a connection is kept for the next mail, in milliseconds. */
  idleMs: 1_000,
  /** Mails over one connection; servers end it at a hundred or more. */
  mails: 50,
  /** How long any one answer may take, in milliseconds; a delivery as a whole is cut off by its lease. */
  answerMs: 12_000,
  /** How long to wait after "not now", in milliseconds: greylisting lets the second attempt in after five minutes. */
  laterMs: 5 * 60_000,
} as const;

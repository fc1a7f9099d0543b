import { makeDigest } from '../../../src/core/digest.ts';
import type { News } from '../../../src/core/match.ts';
import type { Message } from '../../../src/core/message.ts';
import { confirmation } from '../../../src/core/replies/mail.ts';
import { renderMail } from '../../../src/platforms/email/render.ts';
import { summarise } from '../../support/summarise.ts';
import { newsOn, oddPapers, samplePapers } from '../papers.ts';
import { QUERIES } from '../scenes/channel.ts';

/** A mail as a program shows it. */
export interface MailPicture {
  readonly name: string;
  readonly html: string;
  /** What the program gives it, in CSS pixels. */
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

const HOME = 'https://papers.example.org';
const FRAME = { home: HOME, unsubscribe: `${HOME}/email/unsubscribe?token=a` };
const DESK = 680;
const PHONE = 390;

const WEEKLY = {
  kind: 'daily',
  time: '08:00',
  days: ['mon'],
  timeZone: 'Europe/Berlin',
} as const;

/** All that docs/email.md shows, in its order. */
export function drawMails(): MailPicture[] {
  const digest = htmlOf(digestOf(newsOn(QUERIES, samplePapers)));
  const groups = htmlOf(
    digestOf(newsOn(['agent', '"reinforcement learning"'], samplePapers).slice(0, 4)),
  );
  const odd = htmlOf(digestOf(newsOn(['claims', 'gpus'], oddPapers)));
  const asks = confirmation({ queries: ['grpo', '"reward model"'], schedule: WEEKLY }, HOME);
  const confirm = renderMail(asks, { ...FRAME, unsubscribe: null }).html;
  return [
    { name: 'email-digest', html: digest, width: DESK, scheme: 'light' },
    { name: 'email-digest-dark', html: digest, width: DESK, scheme: 'dark' },
    { name: 'email-phone', html: groups, width: PHONE, scheme: 'light' },
    { name: 'email-phone-dark', html: groups, width: PHONE, scheme: 'dark' },
    { name: 'email-confirm', html: confirm, width: DESK, scheme: 'light' },
    { name: 'email-odd-cards', html: odd, width: DESK, scheme: 'light' },
  ];
}

function htmlOf(message: Message): string {
  return renderMail(message, FRAME).html;
}

function digestOf(news: readonly News[]): Message {
  const look = { layout: 'cards', links: 'words' } as const;
  const [message] = makeDigest(news, look, summarise).messages;
  if (!message) throw new Error('No sample paper matches.');
  return message;
}

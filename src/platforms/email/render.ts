import type { Message } from '../../core/message.ts';
import { cutAtWord } from '../../lib/text.ts';
import type { Frame } from './frame.ts';
import { renderHtml } from './html.ts';
import { LIMITS } from './limits.ts';
import { plain } from './spans.ts';
import { renderText } from './text.ts';

/** A mail without its addresses: the same words as HTML and as plain text. */
export interface Mail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** A message as a mail. Nothing in it is fetched from anywhere when it is read. */
export function renderMail(message: Message, frame: Frame): Mail {
  const heading = plain(message.heading);
  return {
    subject: cutAtWord(heading === '' ? 'Paper Route' : heading, LIMITS.subject),
    html: renderHtml(message, frame),
    text: renderText(message, frame),
  };
}

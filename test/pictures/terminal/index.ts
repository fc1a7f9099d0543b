import type { Reply } from '../../../src/core/command.ts';
import {
  renderCommand,
  renderMessage,
  renderReply,
  type TerminalStyle,
} from '../../../src/platforms/terminal/render.ts';
import { type Html, html } from '../html.ts';
import { type Painter, readBeside } from '../painter.ts';
import { drawAnsi } from './ansi.ts';

const STYLE: TerminalStyle = { colour: true, columns: 88 };

/** A terminal of 88 columns, in colour. */
export const terminal: Painter = {
  name: 'terminal',
  css: readBeside(import.meta.url, 'terminal.css'),
  world: { reader: '', channel: 'terminal', shared: false, pausedReason: null },
  otherTheme: null,
  onPhones: false,
  post: (messages) => draw(messages.map((it) => renderMessage(it, STYLE)).join('')),
  typed: exchange,
  pressed: ({ command }, reply) => exchange(`/${command}`, reply),
  form: null,
  home: null,
};

function exchange(command: string, reply: Reply): Html {
  return draw(renderCommand(command, STYLE) + renderReply(reply, STYLE));
}

function draw(text: string): Html {
  return html`<pre>${drawAnsi(text)}</pre>`;
}

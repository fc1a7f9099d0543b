import {
  renderCommand,
  renderMessage,
  renderReply,
  type TerminalStyle,
} from '../../../src/platforms/terminal/render.ts';
import { html } from '../html.ts';
import { type Painter, readBeside } from '../painter.ts';
import { drawAnsi } from './ansi.ts';

const STYLE: TerminalStyle = { colour: true, columns: 88 };

/** A terminal of 88 columns, in colour. */
export const terminal: Painter = {
  name: 'terminal',
  css: readBeside(import.meta.url, 'terminal.css'),
  pausedReason: null,
  post: (message) => html`<pre>${drawAnsi(renderMessage(message, STYLE))}</pre>`,
  exchange: (command, reply) =>
    html`<pre>${drawAnsi(renderCommand(command, STYLE) + renderReply(reply, STYLE))}</pre>`,
};

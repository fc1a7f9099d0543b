import type { RawFile } from 'discord.js';
import type { Reply } from '../../../src/core/command.ts';
import type { Message } from '../../../src/core/message.ts';
import { refusal } from '../../../src/platforms/discord/error-codes.ts';
import { renderForm } from '../../../src/platforms/discord/modal.ts';
import { paginate } from '../../../src/platforms/discord/paginate.ts';
import {
  type MessageBody,
  renderMessage,
  renderReply,
} from '../../../src/platforms/discord/render.ts';
import { threadName } from '../../../src/platforms/discord/thread-name.ts';
import { EMPTY, type Html, html } from '../html.ts';
import { AVATAR, EYE, type Painter, READER, readBeside, TIME } from '../painter.ts';
import { drawComponent, type Files } from './components.ts';
import { drawModal } from './modal.ts';

const CHANNEL = '1180000000000000042';

/** Discord, in its dark theme. */
export const discord: Painter = {
  name: 'discord',
  css: readBeside(import.meta.url, 'discord.css'),
  world: {
    reader: '1180000000000000007',
    channel: CHANNEL,
    shared: true,
    pausedReason: refusal(50013, CHANNEL)?.reason ?? null,
  },
  otherTheme: 'light',
  onPhones: true,
  post: drawPost,
  typed: (command, reply) => drawReply(html`<b>${READER}</b> used <span>${command}</span>`, reply),
  pressed: ({ label }, reply) =>
    drawReply(html`<b>${READER}</b> pressed <span>${label}</span>`, reply),
  form: (form) => drawModal(renderForm(form)),
  home: null,
};

const EPHEMERAL = html`<div class="ephemeral">${EYE} Only you can see this • <a>Dismiss message</a></div>`;

function drawPost(messages: readonly Message[]): Html {
  const inThread = messages.filter((it) => it.inThread).flatMap(drawPages);
  const list = messages.filter((it) => !it.inThread);
  return html`${list.flatMap(drawPages)}${list[0] && inThread.length > 0 ? drawThread(list[0], inThread) : EMPTY}`;
}

/** Discord shows a thread as a card with its name; opened, it stands beside the channel. */
function drawThread(list: Message, inThread: readonly Html[]): Html {
  const count = inThread.length === 1 ? '1 Message' : `${inThread.length} Messages`;
  return html`<div class="replies"><b>${threadName(list)}</b><a>${count} ›</a></div>
    <div class="thread">${inThread}</div>`;
}

function drawPages(message: Message): Html[] {
  return paginate(message).map((page) => drawMessage(renderMessage(page)));
}

function drawReply(caption: Html, reply: Reply): Html {
  const { body, files } = renderReply(reply);
  const before = html`<div class="command"><i></i>${caption}</div>`;
  return drawMessage(body, { before, after: EPHEMERAL, files: textsOf(files) });
}

function textsOf(files: readonly RawFile[]): Files {
  return new Map(files.map(({ name, data }) => [name, String(data)]));
}

function drawMessage(
  { components }: Pick<MessageBody, 'components'>,
  around: { before: Html; after: Html; files: Files } = {
    before: EMPTY,
    after: EMPTY,
    files: new Map(),
  },
): Html {
  const { before, after, files } = around;
  return html`<article class="message ${after === EMPTY ? '' : 'private'}">
    ${before}${AVATAR}
    <div class="sender"><b>Paper Route</b><span class="badge">APP</span><time>${TIME}</time></div>
    <div class="body">${components.map((it) => drawComponent(it, files))}${after}</div>
  </article>`;
}

import { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Reply } from '../../../src/core/command.ts';
import type { Form } from '../../../src/core/form.ts';
import type { Message } from '../../../src/core/message.ts';
import { answersOf } from '../../../src/platforms/slack/answers.ts';
import { toDeliveryError } from '../../../src/platforms/slack/errors.ts';
import { homeView } from '../../../src/platforms/slack/home.ts';
import { formView } from '../../../src/platforms/slack/modal.ts';
import { paginate } from '../../../src/platforms/slack/paginate.ts';
import { renderMessage, type SlackPayload } from '../../../src/platforms/slack/render.ts';
import { EMPTY, type Html, html } from '../html.ts';
import { AVATAR, EYE, type Painter, readBeside, TIME } from '../painter.ts';
import { drawBlocks } from './blocks.ts';

const CHANNEL = 'C0READING';

/** Slack, in its light theme. */
export const slack: Painter = {
  name: 'slack',
  css: readBeside(import.meta.url, 'slack.css'),
  world: { reader: 'U0ROBIN', channel: CHANNEL, shared: true, pausedReason: pausedReason() },
  otherTheme: 'dark',
  onPhones: true,
  post: drawPost,
  typed: (command, reply) => html`<div class="composer">${command}</div>${drawReply(reply)}`,
  pressed: ({ label }, reply) =>
    html`<div class="press"><span class="button">${label}</span> pressed</div>${drawReply(reply)}`,
  form: drawForm,
  home: drawHome,
};

function pausedReason(): string {
  const error = new webApi.WebAPIPlatformError({ ok: false, error: 'not_in_channel' });
  return toDeliveryError(error, CHANNEL).message;
}

function drawPost(messages: readonly Message[]): Html {
  const inThread = messages.filter((it) => it.inThread).flatMap(drawPages);
  const replies = inThread.length === 1 ? '1 reply' : `${inThread.length} replies`;
  const thread = html`<div class="replies"><b>${AVATAR}</b> ${replies} <time>Today at ${TIME}</time></div>
    <div class="thread">${inThread}</div>`;
  return html`${messages.filter((it) => !it.inThread).flatMap(drawPages)}${inThread.length > 0 ? thread : EMPTY}`;
}

function drawPages(message: Message): Html[] {
  return paginate(message).map((page) => drawMessage(renderMessage(page)));
}

function drawReply(reply: Reply): Html {
  return html`${answersOf(reply).map((payload) => drawMessage(payload, EPHEMERAL))}`;
}

const EPHEMERAL = html`<div class="ephemeral">${EYE} Only visible to you</div>`;

function drawMessage({ blocks }: SlackPayload, notice = EMPTY): Html {
  return html`<article class="message">
    ${notice}${AVATAR}
    <div class="sender"><b>Paper Route</b><span class="badge">APP</span><time>${TIME}</time></div>
    <div class="blocks">${drawBlocks(blocks)}</div>
  </article>`;
}

function drawForm(form: Form): Html {
  const spot = { workspace: 'T0LAB', channel: CHANNEL, place: 'shared', surface: 'post' } as const;
  return drawModal(formView(form, spot));
}

function drawModal({ title, blocks, submit, close }: ModalView): Html {
  return html`<article class="modal">
    <div class="title">${AVATAR}<b class="modal-name">${title.text}</b><i class="close">×</i></div>
    <div class="inputs">${drawBlocks(blocks)}</div>
    <div class="foot">
      <span class="button">${close?.text ?? ''}</span>
      <span class="button primary">${submit?.text ?? ''}</span>
    </div>
  </article>`;
}

function drawHome(message: Message): Html {
  return html`<div class="title-bar">${AVATAR}<b>Paper Route</b></div>
    <div class="tabs"><b class="tab-open">Home</b><span>Messages</span><span>About</span></div>
    <div class="home">${drawBlocks(homeView(message).blocks)}</div>`;
}

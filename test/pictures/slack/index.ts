import { webApi } from '@slack/bolt';
import type { Reply } from '../../../src/core/command.ts';
import { toDeliveryError } from '../../../src/platforms/slack/errors.ts';
import { paginate } from '../../../src/platforms/slack/paginate.ts';
import {
  renderMessage,
  renderReply,
  type SlackPayload,
} from '../../../src/platforms/slack/render.ts';
import { EMPTY, type Html, html } from '../html.ts';
import { AVATAR, type Painter, readBeside, TIME } from '../painter.ts';
import { drawBlock } from './blocks.ts';

/** Slack, in its light theme. */
export const slack: Painter = {
  name: 'slack',
  css: readBeside(import.meta.url, 'slack.css'),
  pausedReason: pausedReason(),
  post: (message) => html`${paginate(message).map((page) => drawMessage(renderMessage(page)))}`,
  exchange: (command, reply) => html`<div class="composer">${command}</div>${drawReply(reply)}`,
};

function pausedReason(): string {
  const error = new webApi.WebAPIPlatformError({ ok: false, error: 'not_in_channel' });
  return toDeliveryError(error, 'C0READING').message;
}

function drawReply(reply: Reply): Html {
  const payloads = paginate(reply.message).map((message) => renderReply({ ...reply, message }));
  return html`${payloads.map((payload) => drawMessage(payload, EPHEMERAL))}`;
}

const EPHEMERAL = html`<div class="ephemeral">
  <svg viewBox="0 0 20 20" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5">
    <path d="M1.8 10S4.5 4.5 10 4.5 18.2 10 18.2 10 15.5 15.5 10 15.5 1.8 10 1.8 10z" />
    <circle cx="10" cy="10" r="2.5" />
  </svg>
  Only visible to you
</div>`;

function drawMessage({ blocks }: SlackPayload, notice = EMPTY): Html {
  return html`<article class="message">
    ${notice}${AVATAR}
    <div class="sender"><b>Paper Route</b><span class="badge">APP</span><time>${TIME}</time></div>
    <div class="blocks">${blocks.map(drawBlock)}</div>
  </article>`;
}

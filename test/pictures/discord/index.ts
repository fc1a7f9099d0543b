import type { APIEmbed } from 'discord.js';
import { refusal } from '../../../src/platforms/discord/error-codes.ts';
import { paginate } from '../../../src/platforms/discord/paginate.ts';
import {
  type MessageBody,
  renderMessage,
  renderReply,
} from '../../../src/platforms/discord/render.ts';
import { EMPTY, type Html, html } from '../html.ts';
import { AVATAR, type Painter, readBeside, TIME } from '../painter.ts';
import { drawMarkdown } from './markdown.ts';

/** Discord, in its dark theme. */
export const discord: Painter = {
  name: 'discord',
  css: readBeside(import.meta.url, 'discord.css'),
  pausedReason: refusal(50013, '1180000000000000042')?.reason ?? null,
  post: (message) => html`${paginate(message).map((page) => drawMessage(renderMessage(page)))}`,
  exchange: (command, reply) =>
    drawMessage(renderReply(reply), { before: drawCommand(command), after: EPHEMERAL }),
};

const EYE = html`<svg viewBox="0 0 20 20" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.6">
  <path d="M1.8 10S4.5 4.5 10 4.5 18.2 10 18.2 10 15.5 15.5 10 15.5 1.8 10 1.8 10z" />
  <circle cx="10" cy="10" r="2.5" />
</svg>`;
const EPHEMERAL = html`<div class="ephemeral">${EYE} Only you can see this • <a>Dismiss message</a></div>`;

function drawCommand(command: string): Html {
  return html`<div class="command"><i></i><b>Robin</b> used <span>${command}</span></div>`;
}

function drawMessage(
  { content = '', embeds }: MessageBody,
  { before, after } = { before: EMPTY, after: EMPTY },
): Html {
  return html`<article class="message ${after === EMPTY ? '' : 'private'}">
    ${before}${AVATAR}
    <div class="sender"><b>Paper Route</b><span class="badge">APP</span><time>${TIME}</time></div>
    <div class="body">
      <div class="content">${drawMarkdown(content)}</div>
      ${embeds.map(drawEmbed)}${after}
    </div>
  </article>`;
}

function drawEmbed({ title = '', description = '', color = 0, footer }: APIEmbed): Html {
  const colour = `#${color.toString(16).padStart(6, '0')}`;
  return html`<section class="embed" style="border-color: ${colour}">
    <div class="title">${drawMarkdown(title)}</div>
    <div class="description">${drawMarkdown(description)}</div>
    ${footer ? html`<div class="footer">${footer.text}</div>` : EMPTY}
  </section>`;
}

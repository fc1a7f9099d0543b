import { html } from 'hono/html';
import type { ChannelAddress } from '../../core/channel.ts';
import type { Undelivered } from '../../core/dead-letters.ts';
import { plainText } from '../../core/message.ts';
import { silenceText } from '../../core/notice.ts';
import type { PausedChannel, SubscriptionLine } from '../../core/overview.ts';
import { sourceLabel } from '../../core/paper.ts';
import { EMAIL, maskMailAddress } from '../../core/reader.ts';
import { silenceOf } from '../../core/silence.ts';
import type { SourceStatus } from '../../core/source.ts';
import { withQuery } from '../page/paths.ts';
import type { Html } from '../page/view.ts';

/** How moments are written: in the operator's time zone. */
export type Moment = (date: Date | null) => Html | string;

/** Sources with their last success, next reading, and what is wrong. @param nextPoll null while unknown. */
export function sourceTable(
  sources: readonly SourceStatus[],
  nextPoll: Date | null,
  now: Date,
  moment: Moment,
): Html {
  return table(
    'Sources',
    ['Source', 'Last read', 'Last news', 'Next reading', 'State'],
    [
      ...sources.map((it) => [
        sourceLabel(it.name),
        moment(it.lastSuccessAt),
        moment(it.newsAt),
        moment(later(nextPoll, it.notBefore)),
        stateOf(it, now),
      ]),
    ],
  );
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

function stateOf(status: SourceStatus, now: Date): Html {
  const silence = silenceOf(status, now);
  if (status.lastError !== null)
    return html`<span class="bad">Fails (${status.failures} in a row): ${status.lastError}</span>`;
  if (silence)
    return html`<span class="bad">${plainText(silenceText(status.name, silence))}</span>`;
  if (status.silence) return html`${status.silence.reason}`;
  return html`<span class="good">${status.lastSuccessAt ? 'Well' : 'Not read yet'}</span>`;
}

const STATES = { pending: 'waits', sending: 'is being sent', failed: 'given up' } as const;

/** What was given up, with a button each, and what waits. */
export function deliveryTable(deliveries: readonly Undelivered[], moment: Moment): Html {
  return table(
    'Deliveries',
    ['Channel', 'State', 'Papers', 'Since', 'Next attempt', 'Reason', ''],
    [
      ...deliveries.map((it) => [
        addressOf(it.to),
        `${STATES[it.state]}${it.attempts > 0 ? ` (${it.attempts} tried)` : ''}`,
        it.isEdit ? 'edit' : String(it.papers),
        moment(it.since),
        moment(it.nextAttempt),
        reasonOf(it.reason ?? '', it.to),
        it.state === 'failed' ? retryForm(it.id, `Retry ${it.id}`, 'Retry') : '',
      ]),
    ],
  );
}

/** A button that puts one dead letter back into the queue, or all. */
export function retryForm(id: string, label: string, text: string): Html {
  return html`<form method="post" action="/admin/retry"><input type="hidden" name="id" value="${id}"><button aria-label="${label}">${text}</button></form>`;
}

/** Channels where nothing is posted, and why. */
export function channelTable(channels: readonly PausedChannel[], moment: Moment): Html {
  return table(
    'Paused channels',
    ['Channel', 'Reason', 'Until', 'Looked at again'],
    [
      ...channels.map((it) => [
        addressOf(it.address),
        reasonOf(it.reason ?? 'Paused by its members', it.address),
        moment(it.until),
        moment(it.probeAt),
      ]),
    ],
  );
}

/** What is followed, and what it brought. */
export function subscriptionTable(lines: readonly SubscriptionLine[]): Html {
  return table(
    'Subscriptions',
    ['Channel', 'Query', 'Posts in 30 days'],
    [
      ...lines.map((it) => [
        addressOf(it.address),
        html`<a href="${withQuery('/try', it.query)}"><code>${it.query}</code></a>`,
        String(it.posts),
      ]),
    ],
  );
}

/** A reader's mail address is theirs: it is told apart here, and no more. */
function addressOf({ platform, workspace, channel }: ChannelAddress): string {
  const shown = platform === EMAIL ? maskMailAddress(channel) : channel;
  return [platform, workspace, shown].filter((it) => it !== '').join(' ');
}

/** Mail servers repeat an address in their answers. */
function reasonOf(reason: string, { platform, channel }: ChannelAddress): string {
  if (platform !== EMAIL) return reason;
  return reason.replace(new RegExp(RegExp.escape(channel), 'gi'), maskMailAddress(channel));
}

function table(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly (Html | string)[])[],
): Html {
  if (rows.length === 0)
    return html`<section class="panel"><h2>${caption}</h2><p>None.</p></section>`;
  return html`<section class="panel"><div class="wide tidy" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${headings.map((it) => (it === '' ? html`<td></td>` : html`<th scope="col">${it}</th>`))}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((it) => html`<td>${it}</td>`)}</tr>`)}</tbody></table></div></section>`;
}

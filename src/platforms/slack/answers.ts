import type { Reply } from '../../core/command.ts';
import { withFile } from './file.ts';
import { SLACK_LIMITS } from './limits.ts';
import { goingOn, paginate } from './paginate.ts';
import { renderReply, type SlackPayload } from './render.ts';

/** A reply as the answers that Slack takes, at most five; the last one says so when there is more. */
export function answersOf(reply: Reply): SlackPayload[] {
  const { heading } = reply.message;
  const render = (message: Reply['message']) => renderReply({ ...reply, message });
  const pages = paginate(reply.message, { render });
  const kept = pages.slice(0, SLACK_LIMITS.responses);
  const last = kept.at(-1);
  if (last && pages.length > kept.length) {
    const position = `${kept.length}/${pages.length}, and Slack takes no more in one answer`;
    kept[kept.length - 1] = goingOn(last, heading, position);
  }
  const payloads = kept.map(render);
  return reply.file ? withFile(payloads, reply.file) : payloads;
}

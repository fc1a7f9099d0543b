const MENTION = /<!(channel|here|everyone|subteam)|<@[UW]|<#C/;
/** A member and nothing else. */
const MEMBER = /^<@[UW][A-Z0-9]+>$/;
/** A channel and nothing else: nobody is notified. */
const CHANNEL = /^<#[CG][A-Z0-9]+>$/;
const MENTIONING_ELEMENTS = new Set(['user', 'usergroup', 'broadcast']);

/** Whom a text is for: in a post a member's name notifies; where one person reads alone it does not. */
export type Audience = 'channel' | 'person';

/** Every place in a message that would notify somebody; empty for a harmless one. */
export function findPings(
  message: { readonly text?: unknown; readonly blocks?: unknown },
  audience: Audience = 'channel',
): string[] {
  return [...inText(message.text), ...inBlocks(message.blocks, audience)];
}

function inText(text: unknown): string[] {
  return typeof text === 'string' && MENTION.test(text) ? [`the text "${text}"`] : [];
}

/** mrkdwn is parsed by Slack, plain_text and rich_text's text are not. */
function inBlocks(value: unknown, audience: Audience): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => inBlocks(each, audience));
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  if (type === 'user' && audience === 'person') return [];
  if (typeof type === 'string' && MENTIONING_ELEMENTS.has(type)) return [`an element "${type}"`];
  if (type === 'mrkdwn') return isHarmless(text, audience) ? [] : inText(text);
  return Object.values(value).flatMap((each) => inBlocks(each, audience));
}

function isHarmless(text: unknown, audience: Audience): boolean {
  if (typeof text !== 'string') return false;
  return CHANNEL.test(text) || (audience === 'person' && MEMBER.test(text));
}

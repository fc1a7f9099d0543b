const MENTION = /<!(channel|here|everyone|subteam)|<@[UW]|<#C/;
const MENTIONING_ELEMENTS = new Set(['user', 'usergroup', 'broadcast', 'channel']);

/** Every place in a message that would notify somebody; empty for a harmless one. */
export function findPings(message: {
  readonly text?: unknown;
  readonly blocks?: unknown;
}): string[] {
  return [...inText(message.text), ...inBlocks(message.blocks)];
}

function inText(text: unknown): string[] {
  return typeof text === 'string' && MENTION.test(text) ? [`the text "${text}"`] : [];
}

/** mrkdwn is parsed by Slack, plain_text and rich_text's text are not. */
function inBlocks(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(inBlocks);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  if (typeof type === 'string' && MENTIONING_ELEMENTS.has(type)) return [`an element "${type}"`];
  if (type === 'mrkdwn') return inText(text);
  return Object.values(value).flatMap(inBlocks);
}

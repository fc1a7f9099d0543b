import { type Message, plainText } from '../../core/message.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';

/** https://docs.discord.com/developers/resources/channel#start-thread-from-message */
const LONGEST_NAME = 100;

const AND_MORE = ' and more';

/**
 * How long a thread of ours stays in the channel list without news, in minutes: the longest that
 * Discord has. https://docs.discord.com/developers/resources/channel#start-thread-from-message
 */
export const LISTED_MINUTES = 10_080;

/** The name of a digest's thread: its heading, or the title of its first paper when it has none. */
export function threadName({ heading, cards }: Message): string {
  const [card] = cards;
  const ending = cards.length > 1 ? AND_MORE : '';
  const title = cutAtWord(oneLine(card?.title ?? ''), LONGEST_NAME - ending.length);
  const name = cutAtWord(oneLine(plainText(heading)), LONGEST_NAME);
  return name || (title && title + ending) || 'New papers';
}

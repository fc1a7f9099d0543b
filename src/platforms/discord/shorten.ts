import { plainText, type Text } from '../../core/message.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';

/** A text as rendered, in at most `max` UTF-16 units; a shortened one loses its formatting. */
export function shortened(text: Text, max: number, render: (text: Text) => string): string {
  const whole = render(text);
  return whole.length <= max ? whole : shortLine(plainText(text), max, (plain) => render([plain]));
}

/** A plain text on one line as rendered, in at most `max` UTF-16 units. */
export function shortLine(text: string, max: number, render?: (text: string) => string): string {
  return cutAtWord(oneLine(text), max, render);
}

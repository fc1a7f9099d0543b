import wrapAnsi from 'wrap-ansi';
import {
  type Action,
  type Card,
  MACHINE_WRITTEN,
  type Message,
  type Row,
  SEPARATOR,
  type Text,
} from '../../core/message.ts';
import { clean, cutAtWord, oneLine } from '../../lib/text.ts';
import type { Frame } from './frame.ts';
import { LIMITS } from './limits.ts';
import { hrefOf, linesOf, linksOf, plain, withoutCommands } from './spans.ts';

/** The same words as the HTML, in lines that no program needs to break; addresses stand whole. */
export function renderText(message: Message, frame: Frame): string {
  const heading = plain(message.heading);
  const paragraphs = [
    heading === ''
      ? ''
      : `${wrap(heading)}\n${'='.repeat(Math.min(heading.length, LIMITS.columns))}`,
    ...linesOf(message).map(paragraph),
    ...(message.rows ?? []).map(row),
    ...message.cards.flatMap((it) => [section(it), message.compact ? brief(it) : card(it)]),
    ...(message.actions ?? []).map(action),
    foot(frame),
  ];
  return `${paragraphs.filter((it) => it !== '').join('\n\n')}\n`;
}

function card(it: Card): string {
  const note = it.machineWritten ? ` ${MACHINE_WRITTEN}` : '';
  const summary = cutAtWord(oneLine(it.summary), LIMITS.paragraph);
  const parts = [
    [titleOf(it), oneLine(it.byline), factsOf(it)]
      .filter((line) => line !== '')
      .map((line) => wrap(line)),
    summary === '' ? [] : [wrap(summary + note)],
    it.reasons.slice(0, LIMITS.reasons).map((reason) => wrap(plain(reason))),
    addresses(it),
  ];
  return parts.flatMap((lines) => (lines.length > 0 ? lines.join('\n') : [])).join('\n\n');
}

function brief(it: Card): string {
  const below = it.brief ? [wrap(plain(it.brief), '  ')] : [];
  const href = hrefOf(it.url);
  return [wrap(`* ${titleOf(it)}`, '', '  '), ...below, ...(href ? [`  ${href}`] : [])].join('\n');
}

function titleOf({ title }: Card): string {
  return cutAtWord(oneLine(title), LIMITS.title) || 'Untitled';
}

function factsOf({ facts }: Card): string {
  return cutAtWord(facts.map(oneLine).join(SEPARATOR), LIMITS.facts);
}

/** The title's address among the others, in which it mostly stands already. */
function addresses(it: Card): string[] {
  const all = linksOf(it);
  const named = all.some(({ url }) => url === it.url)
    ? all
    : [{ label: 'Page', url: it.url }, ...all];
  return named.flatMap(({ label, url }) => address(oneLine(label), url));
}

function address(label: string, url: string): string[] {
  const href = hrefOf(url);
  return href ? [label === '' ? href : `${cutAtWord(label, LIMITS.title)}: ${href}`] : [];
}

function section({ section: text = [] }: Card): string {
  const words = plain(text);
  return words === '' ? '' : wrap(`--- ${words} ---`);
}

function paragraph(text: Text): string {
  const urls = text.flatMap((span) => (typeof span === 'object' && 'url' in span ? span.url : []));
  return [wrap(plain(text)), ...urls.flatMap((url) => address('', url))].join('\n');
}

function row({ text, detail = [] }: Row): string {
  const below = plain(detail);
  return [
    wrap(`* ${plain(withoutCommands(text))}`, '', '  '),
    ...(below === '' ? [] : [wrap(below, '  ')]),
  ].join('\n');
}

function action(it: Action): string {
  return 'url' in it ? address(clean(it.label), it.url).join('').replace(': ', ':\n') : '';
}

/** "-- " begins a signature: https://www.rfc-editor.org/rfc/rfc3676#section-4.3 */
function foot({ home, unsubscribe }: Frame): string {
  const lines = unsubscribe
    ? [`You asked Paper Route at ${home} for these papers by mail.`, `Unsubscribe: ${unsubscribe}`]
    : [
        `Sent by Paper Route at ${home}. If it was not you who asked for it,`,
        'ignore this mail: nothing more comes.',
      ];
  return `-- \n${lines.join('\n')}`;
}

function wrap(text: string, indent = '', hanging = indent): string {
  return wrapAnsi(text, LIMITS.columns - hanging.length, { trim: true, wordWrap: true })
    .split('\n')
    .map((line, place) => (place === 0 ? indent : hanging) + line)
    .join('\n');
}

import {
  type Card,
  continued,
  type Message,
  plainText,
  type Row,
  SEPARATOR,
  type Text,
} from '../../core/message.ts';
import { cutAtWord } from '../../lib/text.ts';
import { SHORTENED_CARD, SHORTENED_ROW, SLACK_LIMITS } from './limits.ts';
import { renderMessage, type SlackPayload } from './render.ts';
import { cutText, linkable } from './text.ts';

/** What a message is put into. */
export interface Frame {
  readonly blocks: number;
  /** Length of the JSON of all blocks. */
  readonly json: number;
  readonly render: (message: Message) => SlackPayload;
}

/** Everything of a message but its heading. */
type Part = Partial<Pick<Message, 'lines' | 'rows' | 'cards' | 'actions'>>;

/** A post in a channel. */
const POST: Frame = {
  blocks: SLACK_LIMITS.blocks,
  json: SLACK_LIMITS.blocksJson,
  render: renderMessage,
};

/**
 * Cuts a message into the fewest messages that Slack takes, in order: lines first, then whole rows,
 * whole cards, and the buttons. What is too large by itself has its texts shortened.
 */
export function paginate(message: Message, frame: Partial<Frame> = {}): Message[] {
  const pages = fill(message, { ...POST, ...frame });
  return pages.map((page, index) =>
    index === 0 ? page : goingOn(page, message.heading, `${index + 1}/${pages.length}`),
  );
}

/** A page after the first: its heading names its position, and is short enough for a header. */
export function goingOn(page: Message, heading: Text, position: string): Message {
  const room = SLACK_LIMITS.header - SEPARATOR.length - continued('', position).length;
  return { ...page, heading: [continued(cutAtWord(plainText(heading), room), position)] };
}

function fill(message: Message, frame: Frame): Message[] {
  const { rows: _, actions: __, ...rest } = message;
  const blank = { ...rest, lines: [], cards: [] };
  const next = goingOn(blank, message.heading, '99/99');
  const pages: Message[] = [];
  let page: Message = blank;
  for (const part of parts(message, frame)) {
    const grown = add(page, part);
    if (fits(grown, frame) || isEmpty(page)) {
      page = grown;
    } else {
      pages.push(page);
      page = add(next, part);
    }
  }
  return [...pages, page];
}

function parts({ compact, lines, rows, cards, actions }: Message, frame: Frame): Part[] {
  return [
    ...lines.map((line) => ({ lines: [line] })),
    ...(rows ?? []).map((row) => ({ rows: [shortRow(row, frame)] })),
    ...cards.map((card) => ({ cards: [fitAlone(card, compact === true, frame)] })),
    ...(actions ?? []).map((action) => ({ actions: [action] })),
  ];
}

function add(page: Message, part: Part): Message {
  return {
    ...page,
    lines: [...page.lines, ...(part.lines ?? [])],
    ...(part.rows && { rows: [...(page.rows ?? []), ...part.rows] }),
    cards: [...page.cards, ...(part.cards ?? [])],
    ...(part.actions && { actions: [...(page.actions ?? []), ...part.actions] }),
  };
}

function isEmpty({ lines, rows, cards, actions }: Message): boolean {
  return [lines, rows ?? [], cards, actions ?? []].every((parts) => parts.length === 0);
}

function fits(page: Message, { blocks: most, json, render }: Frame): boolean {
  const { blocks } = render(page);
  return blocks.length <= most && JSON.stringify(blocks).length <= json;
}

const LONGEST_HEADING = ['"'.repeat(SLACK_LIMITS.header)];

function fitAlone(card: Card, compact: boolean, frame: Frame): Card {
  const page = { heading: LONGEST_HEADING, lines: [], compact };
  const isFit = (it: Card) => fits({ ...page, cards: [it] }, frame);
  return [card, shorten(card)].find(isFit) ?? withoutLinks(shorten(card));
}

function shortRow(row: Row, frame: Frame): Row {
  if (fits({ heading: LONGEST_HEADING, lines: [], cards: [], rows: [row] }, frame)) return row;
  return {
    ...row,
    text: [cutAtWord(plainText(row.text), SHORTENED_ROW.text)],
    ...(row.detail && { detail: cutText(row.detail, SHORTENED_ROW.detail) }),
  };
}

function shorten(card: Card): Card {
  const { links, reasons, facts, actions } = SHORTENED_CARD;
  return {
    ...card,
    title: cutAtWord(card.title, SHORTENED_CARD.title),
    byline: cutAtWord(card.byline, SHORTENED_CARD.byline),
    facts: card.facts.slice(0, facts).map((fact) => cutAtWord(fact, SHORTENED_CARD.fact)),
    summary: cutAtWord(card.summary, SHORTENED_CARD.summary),
    reasons: card.reasons
      .slice(0, reasons)
      .map((r) => [cutAtWord(plainText(r), SHORTENED_CARD.reason)]),
    links: card.links
      .filter(({ url }) => linkable(url) !== undefined)
      .slice(0, links)
      .map(({ label, url }) => ({ label: cutAtWord(label, SHORTENED_CARD.label), url })),
    ...(card.brief && { brief: [cutAtWord(plainText(card.brief), SHORTENED_CARD.reason)] }),
    ...(card.actions && { actions: card.actions.slice(0, actions) }),
    ...(card.section && { section: cutText(card.section, SHORTENED_CARD.section) }),
  };
}

/** The last resort: only the title leads on, and what is done with a press stays. */
function withoutLinks(card: Card): Card {
  const actions = card.actions?.filter((action) => !('url' in action));
  return { ...card, links: [], ...(actions && { actions }) };
}

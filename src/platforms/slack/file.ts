import type { RichTextBlock } from '@slack/types';
import type { TextFile } from '../../core/command.ts';
import { context } from './blocks.ts';
import { SLACK_LIMITS } from './limits.ts';
import type { SlackPayload } from './render.ts';
import { escapeText } from './text.ts';

/** Nobody sees them in a file, and Slack takes no U+0000. */
const CONTROLS = /[^\P{Cc}\n\t]/gu;
/** For the block's own JSON and a last line, in characters. */
const RESERVE = 500;
/** With less room than this a new answer begins, in characters. */
const LEAST_ROOM = 1_000;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Adds a text to the pages of an answer, over as many answers as Slack takes, cut between lines;
 * a last line says how much is missing when they do not suffice.
 */
export function withFile(pages: readonly SlackPayload[], file: TextFile): SlackPayload[] {
  const payloads = [...pages];
  let rest: readonly string[] = cleanLines(file.text);
  let index = Math.max(0, payloads.length - 1);
  for (; rest.length > 0 && index < SLACK_LIMITS.responses; index++) {
    const page = payloads[index] ?? { text: escapeText(file.name), blocks: [] };
    const { piece, left } = take(rest, roomOn(page));
    payloads[index] = piece === '' ? page : withBlock(page, preformatted(piece));
    rest = left;
  }
  const last = payloads.at(-1);
  if (rest.length === 0 || !last) return payloads;
  return [...payloads.slice(0, -1), withBlock(last, context(missing(rest, file)))];
}

function cleanLines(text: string): string[] {
  return text.toWellFormed().replace(CONTROLS, '').trimEnd().split('\n');
}

function missing(rest: readonly string[], { name }: TextFile): string {
  const lines = `${rest.length} ${rest.length === 1 ? 'line' : 'lines'}`;
  return `The last ${lines} of ${name} are missing here: Slack takes no more in one answer.`;
}

function roomOn({ blocks }: SlackPayload): number {
  if (blocks.length > SLACK_LIMITS.blocks - 2) return 0;
  return SLACK_LIMITS.blocksJson - RESERVE - JSON.stringify(blocks).length;
}

/** As many whole lines as there is room for, or the beginning of one that fits nowhere. */
function take(lines: readonly string[], room: number): { piece: string; left: readonly string[] } {
  if (room < LEAST_ROOM) return { piece: '', left: lines };
  const count = countFitting(lines, room);
  if (count > 0) return { piece: lines.slice(0, count).join('\n'), left: lines.slice(count) };
  const [first = '', ...others] = lines;
  const [piece = ''] = inPieces(first, Math.floor(room / 2));
  return { piece, left: [first.slice(piece.length), ...others] };
}

/** How many of the lines fit together, each with its line break. */
function countFitting(lines: readonly string[], room: number): number {
  let size = 0;
  for (const [index, line] of lines.entries()) {
    size += jsonLength(line) + 2;
    if (size > room) return index;
  }
  return lines.length;
}

function jsonLength(text: string): number {
  return JSON.stringify(text).length - 2;
}

function preformatted(text: string): RichTextBlock {
  const elements = inPieces(text, SLACK_LIMITS.blockText).map(
    (piece) => ({ type: 'text', text: piece }) as const,
  );
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements }] };
}

/** The text in pieces of at most `max` UTF-16 units, cut between graphemes. */
function inPieces(text: string, max: number): string[] {
  if (text.length <= max) return [text];
  const pieces = [''];
  for (const { segment } of graphemes.segment(text)) {
    const last = pieces.at(-1) ?? '';
    if (last.length + segment.length > max) pieces.push(segment.slice(0, max));
    else pieces[pieces.length - 1] = last + segment;
  }
  return pieces.filter((piece) => piece !== '');
}

function withBlock(page: SlackPayload, block: SlackPayload['blocks'][number]): SlackPayload {
  return { ...page, blocks: [...page.blocks, block] };
}

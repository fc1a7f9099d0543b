import type { Span, Text } from '../../core/message.ts';
import { linkAddress } from '../../lib/address.ts';
import { clean, cutAtWord, oneLine } from '../../lib/text.ts';
import { LIMITS, SHARES } from './limits.ts';

/**
 * Plain text that Discord shows as it is: no formatting, no mention, no emoji code, no timestamp,
 * no link made of a bare address. Every mark that starts something gets a backslash; list and
 * quote marks matter at the start of a line alone.
 */
export function escapeMarkdown(text: string): string {
  return defuse(clean(text))
    .replace(/[\\*_~`|<>[\]#@]/g, '\\$&')
    .replace(/:(?!\s)/g, '\\:')
    .replace(/^(\s*\d*)([-+.])/, '$1\\$2');
}

/**
 * Breaks what Discord finds in the raw text, whatever the markdown says, by a zero-width space:
 * pings of everyone, mentions, invitations.
 */
function defuse(text: string): string {
  return text.replace(/@(?=everyone|here)|<(?=[@#])|\.(?=gg\/|com\/invite)/gi, '$&\u200b');
}

/** A text with its formatting in Discord's markdown, everything else escaped. */
export function renderText(text: Text): string {
  return join(text.map(renderSpan));
}

/**
 * A text in bold. Code and links stand between the bold pieces, not in them: Discord ends bold at
 * the next two asterisks, be they within code.
 */
export function renderHeading(text: Text): string {
  return renderText(text.map(asBold).reduce(mergeBold, []));
}

/**
 * `[label](<address>)`, or the label alone when the address is none that Discord takes. It may stand
 * within bold: an asterisk in the address would end that.
 */
export function maskedLink(label: string, address: string): string {
  const url = safeUrl(address);
  if (url === null) return escapeMarkdown(label);
  const target = url.replace(/[()<>\\`|@*]/g, percentEncode);
  return `[${linkLabel(label) || new URL(url).hostname}](<${target}>)`;
}

/**
 * The address in its normal form, without user name or password; null for one that Discord refuses
 * ("Not a well formed URL": not http or https, no dot in the host name) or that is too long.
 */
export function safeUrl(address: string): string | null {
  const link = linkAddress(address);
  return link && link.length <= LIMITS.url && new URL(link).hostname.includes('.') ? link : null;
}

function renderSpan(span: Span): string {
  if (typeof span === 'string') return escapeMarkdown(span);
  if ('bold' in span) return wrap('**', escapeMarkdown(span.bold));
  if ('code' in span) return wrap('`', defuse(clean(span.code)).replaceAll('`', 'ˋ').trim());
  if ('person' in span) return /^\d+$/.test(span.person) ? `<@${span.person}>` : '';
  if ('channel' in span) return /^\d+$/.test(span.channel) ? `<#${span.channel}>` : '';
  return maskedLink(span.link, span.url);
}

function asBold(span: Span): Span {
  return typeof span === 'string' ? { bold: span } : span;
}

function mergeBold(merged: Text, span: Span): Text {
  const last = merged.at(-1);
  if (!isBold(span) || !isBold(last)) return [...merged, span];
  return [...merged.slice(0, -1), { bold: last.bold + span.bold }];
}

function isBold(span: Span | undefined): span is { readonly bold: string } {
  return typeof span === 'object' && 'bold' in span;
}

/** The mark around the words, not around the spaces before and after them. */
function wrap(mark: string, text: string): string {
  const inner = text.trim();
  return inner === '' ? text : text.replace(inner, () => `${mark}${inner}${mark}`);
}

/** Two pieces of code or bold that touch would read as one other mark: a zero-width space parts them. */
function join(pieces: readonly string[]): string {
  return pieces.reduce((left, right) => {
    const touch = /[`*]$/.test(left) && left.at(-1) === right[0];
    return left + (touch ? '\u200b' : '') + right;
  }, '');
}

/**
 * Backslashes do not work in a link's label, and Discord shows a link raw when its label holds an
 * emoji or something like an address. So marks become look-alikes and emoji go.
 */
function linkLabel(label: string): string {
  return cutAtWord(oneLine(label), SHARES.label)
    .replace(/\p{Extended_Pictographic}|\p{RI}|\uFE0F|\u20E3/gu, '')
    .replace(/[[\]\\*_~`|<>@]/g, (mark) => LOOKALIKES[mark] ?? '')
    .replace(/:(?=\S)/g, ': ')
    .replace(/\.(?=gg\/|com\/invite)/gi, '. ')
    .trim();
}

const LOOKALIKES: Readonly<Record<string, string>> = {
  '[': '(',
  ']': ')',
  '\\': '∖',
  '*': '∗',
  _: '＿',
  '~': '∼',
  '`': 'ˋ',
  '|': '∣',
  '<': '‹',
  '>': '›',
  '@': '＠',
};

function percentEncode(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
}

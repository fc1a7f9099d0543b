import { type AnyComponent, componentsOf } from './components.ts';
import type { SentBody } from './world.ts';

/** What a person sees of a text in Discord's markdown. */
export interface Reading {
  /** The words, without marks. */
  readonly text: string;
  /** Everything that is more than words, in order. */
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly kind: 'bold' | 'style' | 'code' | 'block' | 'mention' | 'link' | 'emoji';
  /** What it shows, or where the link leads. */
  readonly value: string;
}

/**
 * Reads a text as Discord's clients do, as far as is known of them: their rules are not documented.
 * https://support.discord.com/hc/en-us/articles/210298617 and
 * https://docs.discord.com/developers/reference#message-formatting
 */
export function read(markdown: string): Reading {
  const marks: Mark[] = [];
  let text = '';
  let rest = markdown;
  let atLineStart = true;
  while (rest !== '') {
    const token = nextToken(rest, atLineStart);
    marks.push(...token.marks);
    text += token.text;
    rest = rest.slice(token.length);
    atLineStart = /(^|\n) *$/.test(text) && (atLineStart || token.text.includes('\n'));
  }
  return { text, marks };
}

/** All that a reader sees of a message: its words line by line, and [what can be pressed]. */
export function wordsOf(body: SentBody): string {
  const { content, embeds } = body;
  const old = (embeds ?? []).flatMap((it) => [it.title, it.description, it.footer?.text]);
  const texts = [content, ...old].flatMap((text) => (text ? [read(text).text] : []));
  return [...texts, ...componentsOf(body).flatMap(partWords)].join('\n');
}

/** The texts of a message as they were sent, in Discord's markdown. */
export function textsOf(body: SentBody): string[] {
  const { content, embeds } = body;
  const old = (embeds ?? []).flatMap((it) => [it.title, it.description]);
  const shown = componentsOf(body).map((it) => it.content);
  return [content, ...old, ...shown].flatMap((text) => (text ? [text] : []));
}

/** The titles of the papers on a message: links in bold. */
export function titlesIn(body: SentBody): string[] {
  return textsOf(body).flatMap((text) =>
    [...text.matchAll(/^\*\*\[(.*)\]\(<[^>]*>\)\*\*$/gm)].map(([, title = '']) => title),
  );
}

function partWords({ content, label, placeholder, options }: AnyComponent): string[] {
  if (content !== undefined) return [read(content).text];
  if (label !== undefined) return [`[${label}]`];
  return placeholder === undefined ? [] : [`[${placeholder}]`, ...(options ?? []).map(optionWords)];
}

function optionWords({ label }: { readonly label: string }): string {
  return `[· ${label}]`;
}

/** Invitations and pings are found in the raw text, whatever the markdown says. */
export function rawAlarms(raw: string): string[] {
  return (
    raw.match(/@(everyone|here)|<@[!&]?\d+>|<#\d+>|discord(app)?\.(gg|com\/invite)\/\w+/gi) ?? []
  );
}

interface Token {
  readonly length: number;
  readonly text: string;
  readonly marks: readonly Mark[];
}

type Rule = readonly [RegExp, (match: RegExpExecArray) => Omit<Token, 'length'>];

function nextToken(rest: string, atLineStart: boolean): Token {
  const rules = atLineStart ? [...BLOCK_RULES, ...RULES] : RULES;
  for (const [pattern, make] of rules) {
    const match = pattern.exec(rest);
    if (match) return { length: match[0].length, ...make(match) };
  }
  const [first = ''] = rest;
  return { length: first.length, text: first, marks: [] };
}

const BLOCK_RULES: readonly Rule[] = [
  [/^ *(#{1,3}\s|-# |>>> |> |[-*] |\d+\. )/, ([all]) => only('block', all.trim(), '')],
];

const RULES: readonly Rule[] = [
  [/^\\([^A-Za-z0-9\s])/, ([, char = '']) => ({ text: char, marks: [] })],
  [/^```(.+?)```/s, ([, inner = '']) => only('code', inner)],
  [/^(`+)(.*?[^`])\1(?!`)/s, ([, , inner = '']) => only('code', inner.trim())],
  [
    /^\[((?:\[[^\]]*\]|[^[\]])*)\]\(\s*<?((?:\([^)]*\)|[^\s\\>])*?)>?\s*\)/,
    ([, label = '', url = '']) => only('link', url, label),
  ],
  [/^\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/s, ([, inner]) => nested('bold', inner)],
  [/^__((?:\\.|[^\\])+?)__(?!_)/s, ([, inner]) => nested('style', inner)],
  [/^~~(.+?)~~(?!_)/s, ([, inner]) => nested('style', inner)],
  [/^\|\|(.+?)\|\|/s, ([, inner]) => nested('style', inner)],
  [/^\*(?!\s)((?:\\.|[^*\\])+?)\*(?!\*)/s, ([, inner]) => nested('style', inner)],
  [/^_((?:\\.|[^_\\])+?)_(?![a-zA-Z0-9_])/s, ([, inner]) => nested('style', inner)],
  [/^<(@[!&]?|#|t:-?|a?:\w+:|\/[^:>]+:|id:)[\w:]*>/, ([all]) => only('mention', all)],
  [/^@(everyone|here)/i, ([all]) => only('mention', all)],
  [/^<([^: >]+:\/[^ >]+)>/, ([, url = '']) => only('link', url)],
  [/^(https?|steam|discord):\/\/[^\s<]+[^<.,:;"'\]\s]/i, ([all]) => only('link', all)],
  [/^:\w+:/, ([all]) => only('emoji', all)],
];

function only(kind: Mark['kind'], value: string, text = value): Omit<Token, 'length'> {
  return { text, marks: [{ kind, value }] };
}

function nested(kind: Mark['kind'], markdown = ''): Omit<Token, 'length'> {
  const inner = read(markdown);
  return { text: inner.text, marks: [{ kind, value: inner.text }, ...inner.marks] };
}

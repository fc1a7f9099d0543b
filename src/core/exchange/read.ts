import { isMap, isSeq, type Node, type Pair } from 'yaml';
import {
  type Contents,
  type Entry,
  EXCHANGE_VERSION,
  type ExchangedSettings,
  ExchangeError,
  type MuteEntry,
  type Problem,
} from './contents.ts';
import { mergeSettings, readSetting, SETTING_NAMES } from './settings.ts';
import { isEmpty, LIST_ITEM, type Parsed, parse, textOf } from './yaml.ts';

/** What writeExchange makes begins lines with these. */
const OWN_FORM = /^(?:version|subscriptions|settings|mutes)[ \t]*:/m;

/**
 * Reads what a channel follows: a file of `/papers export`, a YAML list of queries, or queries one
 * a line. An entry that can't be read is named, and spoils no other.
 * @throws {ExchangeError} when the whole can't be used.
 */
export function readExchange(text: string): Contents {
  const plain = alignItems(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
  if (plain.split('\n').length > MOST_LINES) throw new ExchangeError(TOO_MANY_LINES);
  const [first = ''] = plain.split('\n').filter(isWritten);
  if (OWN_FORM.test(plain))
    return LIST_ITEM.test(first) ? readRest(plain) : readOwnForm(parse(plain));
  return {
    ...NOTHING,
    ...(LIST_ITEM.test(first) ? readList(plain) : { subscriptions: lines(plain) }),
  };
}

/** A form trims what is pasted, so that the first item of a part may have lost its indent. */
function alignItems(text: string): string {
  const isUneven = /^- /m.test(text) && /^[ \t]+- /m.test(text);
  return isUneven ? text.replace(/^[ \t]*- /gm, '  - ') : text;
}

/** A part of a file, cut within the subscriptions: items, and then the parts with a name. */
function readRest(text: string): Contents {
  const items = text.slice(0, text.search(OWN_FORM));
  const { subscriptions = [] } = readList(items);
  const named = readOwnForm(parse(items.replace(/[^\n]+/g, '') + text.slice(items.length)));
  return { ...named, subscriptions: [...subscriptions, ...named.subscriptions] };
}

/** Ten times what a channel of many subscriptions needs. */
const MOST_LINES = 5_000;
const TOO_MANY_LINES = `The text has more than ${MOST_LINES.toLocaleString('en')} lines: import a part of it.`;

function readList(text: string): Partial<Contents> {
  const parsed = parse(text);
  return readQueries(parsed.root, parsed);
}

const NOTHING: Contents = { subscriptions: [], settings: {}, mutes: [], problems: [] };

function lines(text: string): Entry[] {
  return text
    .split('\n')
    .map((it, index) => ({ text: it.trim(), line: index + 1 }))
    .filter((it) => isWritten(it.text));
}

/** Neither empty nor a comment. */
function isWritten(line: string): boolean {
  return /^\s*[^\s#]/.test(line);
}

function readOwnForm(parsed: Parsed): Contents {
  const { root } = parsed;
  if (!isMap(root)) throw new ExchangeError('The file is not one that /papers export makes.');
  const parts = root.items.map((pair) => readPart(pair as Pair<Node, Node | null>, parsed));
  return {
    subscriptions: parts.flatMap((it) => it.subscriptions ?? []),
    settings: parts.map((it) => it.settings ?? {}).reduce(mergeSettings, {}),
    mutes: parts.flatMap((it) => it.mutes ?? []),
    problems: parts.flatMap((it) => it.problems ?? []),
  };
}

function readPart({ key, value }: Pair<Node, Node | null>, parsed: Parsed): Partial<Contents> {
  const name = textOf(key, parsed);
  switch (name) {
    case 'version':
      return checkVersion(value ? textOf(value, parsed) : '');
    case 'subscriptions':
      return readQueries(value, parsed);
    case 'settings':
      return readSettings(value, parsed);
    case 'mutes':
      return readMutes(value, parsed);
    default:
      return { problems: [problem(key, 'is no part of such a file', parsed)] };
  }
}

function checkVersion(version: string): Partial<Contents> {
  if (Number(version) === EXCHANGE_VERSION) return {};
  throw new ExchangeError(
    `The file is of version ${version || '(none)'}, and only version ${EXCHANGE_VERSION} is read here.`,
  );
}

function readQueries(list: Node | null, parsed: Parsed): Partial<Contents> {
  return isEmpty(list)
    ? {}
    : eachItem(list, parsed, (it) => ({ subscriptions: [entry(it, parsed)] }));
}

function readMutes(list: Node | null, parsed: Parsed): Partial<Contents> {
  return isEmpty(list) ? {} : eachItem(list, parsed, (it) => readMute(it, parsed));
}

/** A query, or `paper: <id>`. */
function readMute(item: Node, parsed: Parsed): Partial<Contents> {
  const [pair] = isMap(item) ? (item.items as Pair<Node, Node | null>[]) : [];
  const isPaper = pair?.value && textOf(pair.key, parsed) === 'paper';
  const mute: MuteEntry =
    isPaper && pair.value
      ? { kind: 'paper', ...entry(pair.value, parsed) }
      : { kind: 'query', ...entry(item, parsed) };
  return { mutes: [mute] };
}

function eachItem(
  list: Node | null,
  parsed: Parsed,
  read: (item: Node) => Partial<Contents>,
): Partial<Contents> {
  if (!isSeq(list)) return { problems: list ? [problem(list, 'is not a list', parsed)] : [] };
  const parts = (list.items as Node[]).filter((it) => !isEmpty(it)).map(read);
  return {
    subscriptions: parts.flatMap((it) => it.subscriptions ?? []),
    mutes: parts.flatMap((it) => it.mutes ?? []),
  };
}

function readSettings(map: Node | null, parsed: Parsed): Partial<Contents> {
  if (isEmpty(map)) return {};
  if (!isMap(map)) return { problems: map ? [problem(map, 'are no settings', parsed)] : [] };
  const reads = map.items.map((pair) => readOne(pair as Pair<Node, Node | null>, parsed));
  return {
    settings: reads.flatMap((it) => ('reason' in it ? [] : [it])).reduce(mergeSettings, {}),
    problems: reads.flatMap((it) => ('reason' in it ? [it] : [])),
  };
}

function readOne(
  { key, value }: Pair<Node, Node | null>,
  parsed: Parsed,
): ExchangedSettings | Problem {
  const name = textOf(key, parsed).toLowerCase().replace(/[ _]/g, '-');
  if (!SETTING_NAMES.includes(name)) return problem(key, 'is no setting', parsed);
  const words = isSeq(value)
    ? (value.items as Node[]).map((it) => textOf(it, parsed))
    : [value ? textOf(value, parsed) : ''];
  return readSetting(name, words) ?? problem(value ?? key, `is no value of ${name}`, parsed);
}

function entry(node: Node, parsed: Parsed): Entry {
  return { text: textOf(node, parsed), line: parsed.lineOf(node) };
}

function problem(node: Node, reason: string, parsed: Parsed): Problem {
  return { ...entry(node, parsed), reason };
}

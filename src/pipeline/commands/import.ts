import type { Reply } from '../../core/command.ts';
import { ExchangeError } from '../../core/exchange/contents.ts';
import { readExchange } from '../../core/exchange/read.ts';
import { badImport, imported, importForm, whatToImport } from '../../core/replies/exchange.ts';
import { notAllowed } from '../../core/replies/permission.ts';
import { isOpml } from '../../lib/opml.ts';
import { announce } from './announce.ts';
import { ensureChannel } from './channel.ts';
import type { Call, Command, CommandDeps } from './command.ts';
import { importFeeds } from './import-feeds.ts';
import { importMutes, importSettings } from './import-settings.ts';
import { importSubscriptions, MOST_IMPORTED } from './import-subscriptions.ts';

/** In UTF-16 units: some hundred times what a channel of many subscriptions needs. */
const LONGEST_TEXT = 100_000;

/** `/papers import`, with a file, a text from a form, or lines behind the command. */
export const importChannel: Command = async (call, deps) => {
  const text = call.attachment ?? pasted(call) ?? call.args;
  if (text.trim() === '') return whatToImport();
  const objection = objectionTo(text);
  if (objection) return badImport(objection);
  if (isOpml(text)) return importFeeds(text, call, deps);
  if (!(await call.member.mayManage())) return notAllowed();
  return importText(text, call, deps);
};

/** What was pasted into the fields of the form, one part after the other. */
function pasted({ fields }: Call): string | undefined {
  return (
    fields &&
    importForm()
      .fields.flatMap(({ name }) => fields[name] ?? [])
      .join('\n')
  );
}

/** Why a text can't be imported, in one sentence; null when it may be. */
function objectionTo(text: string): string | null {
  if (text.length > LONGEST_TEXT)
    return `The text is longer than ${LONGEST_TEXT.toLocaleString('en')} characters: import a part of it.`;
  if (/\0|\ufffd{3}/.test(text)) return 'The file is not text in UTF-8.';
  if (/^\s*<[!?a-z]/i.test(text) && !isOpml(text)) return 'The text is XML or HTML, but not OPML.';
  if (/^\s*(?:~|\.{0,2})[\\/]?[^\s,]+\.(?:ya?ml|opml|txt|xml)\s*$/i.test(text))
    return 'No file is read by its path: attach the file, or paste its text.';
  return null;
}

async function importText(text: string, call: Call, deps: CommandDeps): Promise<Reply> {
  try {
    return await take(readExchange(text), call, deps);
  } catch (error) {
    if (error instanceof ExchangeError) return badImport(error.message);
    throw error;
  }
}

async function take(
  contents: ReturnType<typeof readExchange>,
  call: Call,
  deps: CommandDeps,
): Promise<Reply> {
  const channel = await ensureChannel(call, deps);
  const settings = await importSettings(contents.settings, channel, deps);
  const mutes = await importMutes(contents.mutes, channel, call, deps);
  const subscriptions = await importSubscriptions(contents.subscriptions, channel, call, deps);
  const { added, known, beyond, waiting } = subscriptions;
  await announce({ kind: 'imported', queries: added }, call, deps);
  deps.wake();
  const { schedule } = await deps.storage.channels.get(channel.id);
  const problems = [contents, settings, mutes, subscriptions].flatMap((it) => it.problems);
  return imported({
    ...{ added, known, beyond, waiting, schedule, most: MOST_IMPORTED },
    settings: settings.names,
    muted: mutes.muted,
    problems: problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  });
}

import type { Config } from '../config.ts';
import { count } from '../core/card.ts';
import type { Followed, WishProblem } from '../core/reader.ts';
import { describeSchedule, readSchedule } from '../core/schedule.ts';
import type { ReaderEntry, Readers } from '../pipeline/readers.ts';
import { openApp } from './setup.ts';
import { UsageError } from './usage.ts';

export interface EmailArguments {
  /** What stands behind the command: nothing, or a verb, an address and a query. */
  readonly operands: readonly string[];
  /** "weekly 08:00 Europe/Berlin"; the configured schedule where it says nothing. */
  readonly when: string;
  /** Asks the address first. */
  readonly confirm: boolean;
  readonly json: boolean;
}

/** `paper-route email`: who gets papers by mail; adds, removes and resumes an address. */
export async function email(config: Config, args: EmailArguments): Promise<number> {
  const act = readAction(config, args);
  if (!config.email)
    throw new Error('No mail server is set up: SMTP_URL is missing; see docs/email.md.');
  const app = await openApp(config, 'warn');
  try {
    if (!app.readers) throw new Error('No mail server is set up.');
    process.stdout.write(await act(app.readers));
    return 0;
  } finally {
    await app.stop();
  }
}

/** Gives what to print. */
type Action = (readers: Readers) => Promise<string>;

function readAction(config: Config, { operands, when, confirm, json }: EmailArguments): Action {
  const [verb, address, ...words] = operands;
  if (verb === undefined) return async (readers) => print(await readers.list(), json);
  if (address === undefined || !/^(add|remove|resume)$/.test(verb))
    throw new UsageError(
      'paper-route email knows add <address> <query>, remove <address> and resume <address>.',
    );
  if (verb === 'add') {
    const schedule = readWhen(when, config);
    const wish = { address, queries: words.join(' '), schedule };
    return async (readers) =>
      confirm ? askedText(await readers.request(wish)) : addedText(await readers.add(wish));
  }
  if (words.length > 0) throw new UsageError(`One address at a time: ${words[0]} is too many.`);
  return (readers) => change(readers, verb === 'remove' ? 'remove' : 'resume', address);
}

function readWhen(when: string, { digest }: Config) {
  const schedule = when === '' ? digest : readSchedule(when, digest);
  if (typeof schedule === 'string')
    throw new UsageError(
      `--when holds ${schedule}, which is no hour, day or time zone; write for instance --when "weekly 08:00 Europe/Berlin".`,
    );
  if (schedule.kind !== 'daily')
    throw new UsageError('Mail comes at an hour: --when takes hours and days.');
  return schedule;
}

async function change(
  readers: Readers,
  verb: 'remove' | 'resume',
  address: string,
): Promise<string> {
  if (!(await readers[verb](address)))
    throw new Error(`${address} gets no mail from here; paper-route email lists who does.`);
  return verb === 'remove'
    ? `${address} gets no more mail, and was erased.\n`
    : `${address} gets mail again; the running bot begins within a minute.\n`;
}

function addedText(outcome: Followed | WishProblem): string {
  if ('kind' in outcome) throw problem(outcome);
  const { address, queries, schedule, waiting } = outcome;
  return `${address} now gets papers on ${queries.join(', ')}, ${describeSchedule(schedule)}; ${count(waiting, 'paper')} since yesterday to begin with.\n`;
}

function askedText(outcome: Awaited<ReturnType<Readers['request']>>): string {
  if (outcome.kind === 'asked') return `${outcome.address} was asked by mail to confirm.\n`;
  if (outcome.kind === 'notMailed') throw new Error(outcome.reason);
  if (outcome.kind === 'tooOften')
    throw new Error(
      'So many confirmations were mailed of late that this one was not: try tomorrow.',
    );
  throw problem(outcome);
}

function problem(outcome: WishProblem): Error {
  switch (outcome.kind) {
    case 'badAddress':
      return new UsageError(`${outcome.typed} is not a mail address.`);
    case 'noQuery':
      return new UsageError('paper-route email add needs a query behind the address.');
    case 'tooManyQueries':
      return new UsageError(`At most ${outcome.most} queries at a time.`);
    case 'badQuery':
      return new UsageError(`${outcome.typed} can't be read: ${outcome.error.message}`);
  }
}

function print(entries: readonly ReaderEntry[], json: boolean): string {
  const shown = entries.map(({ token, ...entry }) => entry);
  if (json) return `${JSON.stringify(shown, null, 2)}\n`;
  if (shown.length === 0) return 'Nobody gets papers by mail.\n';
  return shown.map(entryText).join('');
}

function entryText({
  address,
  queries,
  schedule,
  pausedReason,
}: Omit<ReaderEntry, 'token'>): string {
  const when = schedule ? describeSchedule(schedule) : 'never';
  return [
    `${address}  ${when}`,
    ...queries.map((query) => `    ${query}`),
    ...(pausedReason === null ? [] : [`    paused: ${pausedReason}`]),
    '',
  ].join('\n');
}

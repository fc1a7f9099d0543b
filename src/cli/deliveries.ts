import { openStorage } from '../app-storage.ts';
import type { Config } from '../config.ts';
import { count } from '../core/card.ts';
import type { DeadLetters, Undelivered } from '../core/dead-letters.ts';
import { toText } from './delivery-table.ts';
import { UsageError } from './usage.ts';

export interface DeliveriesArguments {
  /** What stands behind the command: nothing, or retry or drop and perhaps an id. */
  readonly operands: readonly string[];
  readonly all: boolean;
  readonly json: boolean;
}

/** `paper-route deliveries`: what waits and what was given up; retries or drops the latter. */
export async function deliveries(config: Config, args: DeliveriesArguments): Promise<number> {
  const act = readAction(args);
  const storage = await openStorage(config.databaseUrl.reveal());
  try {
    process.stdout.write(await act(storage.deadLetters, config.digest.timeZone));
    return 0;
  } finally {
    await storage.close();
  }
}

/** Gives what to print. */
type Action = (letters: DeadLetters, timeZone: string) => Promise<string>;

function readAction({ operands, all, json }: DeliveriesArguments): Action {
  const [verb, id, ...rest] = operands;
  if (rest.length > 0) throw new UsageError(`One id at a time, or --all: ${rest[0]} is too many.`);
  if (verb === undefined && !all)
    return async (letters, timeZone) =>
      json ? toJson(await letters.list()) : toText(await letters.list(), timeZone);
  if (verb !== 'retry' && verb !== 'drop')
    throw new UsageError(
      'paper-route deliveries knows retry <id>, drop <id>, and --all with each.',
    );
  if ((id === undefined) !== all)
    throw new UsageError(`paper-route deliveries ${verb} takes one id, or --all.`);
  return (letters) => decide(letters, verb, id);
}

async function decide(
  letters: DeadLetters,
  verb: 'retry' | 'drop',
  id: string | undefined,
): Promise<string> {
  const done = verb === 'retry' ? await letters.retry(new Date(), id) : await letters.drop(id);
  if (done === 0 && id !== undefined)
    throw new Error(
      `There is no delivery ${id} that was given up; paper-route deliveries lists them.`,
    );
  const number = count(done, 'dead letter');
  return verb === 'retry'
    ? `${number} back in the queue; the running bot begins within a minute.\n`
    : `${number} dropped; the papers are not posted again.\n`;
}

function toJson(letters: readonly Undelivered[]): string {
  return `${JSON.stringify(letters, null, 2)}\n`;
}

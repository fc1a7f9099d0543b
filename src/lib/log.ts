import pino, { type LogFn, type Logger } from 'pino';

export type Log = Logger;

export interface LogOptions {
  readonly level: string;
  /** "pretty" for a person at a terminal, "json" for machines. */
  readonly format: 'pretty' | 'json';
  /** Values that must never appear in a line, such as tokens. */
  readonly secrets: readonly string[];
}

/** What stands before the @ of a mail address, by its first letter. */
const MAIL_NAME = /([a-z0-9])[a-z0-9.!#$%&'*+=?^_`{|}~-]*@(?=[a-z0-9-]+\.)/gi;

/**
 * A pino logger on standard error: standard output belongs to replies and results.
 * Every secret is struck out of every line, wherever it stands, and mail addresses are told apart
 * by their first letter: who reads the log need not learn who gets mail.
 */
export async function createLog(options: LogOptions): Promise<Log> {
  const secrets = options.secrets
    .filter((secret) => secret.length > 0)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  const shape = options.format === 'json' ? (line: string) => line : await createPretty();
  function redact(line: string): string {
    const safe = secrets.reduce((text, secret) => text.replaceAll(secret, '<secret>'), line);
    return safe.replace(MAIL_NAME, '$1…@');
  }
  const stderr = { write: (line: string) => void process.stderr.write(redact(shape(line))) };
  const hooks = { logMethod: createQuiet() };
  const shown = { base: null, serializers: { err: describeError }, hooks };
  return pino({ level: options.level, ...shown }, stderr);
}

/** A fault that was not met for so long is over, in milliseconds: all that runs meets it each minute. */
const OVER_MS = 90_000;
/** A fault that lasts is told again after so long, in milliseconds. */
const REMINDER_MS = 30 * 60_000;

/**
 * Tells a fault of the database once, not each time that something meets it.
 * @param now in milliseconds.
 */
export function createQuiet(now: () => number = Date.now) {
  const faults = new Map<string, { told: number; met: number }>();
  return function logMethod(this: Log, args: Parameters<LogFn>, method: LogFn): void {
    const sentence = databaseFault(args[0]);
    const known = sentence === null ? undefined : faults.get(sentence);
    const isOld = known && now() - known.met < OVER_MS && now() - known.told < REMINDER_MS;
    if (sentence !== null) faults.set(sentence, { told: isOld ? known.told : now(), met: now() });
    if (!isOld) method.apply(this, args);
  };
}

/** The sentence without what the system calls the fault, which changes from one moment to the next. */
function databaseFault(told: unknown): string | null {
  const error = told instanceof Object && 'err' in told ? told.err : null;
  const isFault = error instanceof Error && error.name === 'StorageError';
  return isFault ? error.message.replace(/ \(.*?\)/, '') : null;
}

/** An error that is meant for people is its sentence; any other comes with all there is. */
function describeError(error: Error): unknown {
  return error.name === 'StorageError' ? error.message : pino.stdSerializers.err(error);
}

/** pino-pretty as a plain function: its stream would write later, or not at all before an exit. */
async function createPretty(): Promise<(line: string) => string> {
  const { prettyFactory } = await import('pino-pretty');
  return prettyFactory({ colorize: process.stderr.isTTY ?? false });
}

/** A logger that says nothing, for tests and one-shot commands. */
export function silentLog(): Log {
  return pino({ level: 'silent' });
}

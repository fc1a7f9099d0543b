import pino, { type Logger } from 'pino';

export type Log = Logger;

export interface LogOptions {
  readonly level: string;
  /** "pretty" for a person at a terminal, "json" for machines. */
  readonly format: 'pretty' | 'json';
  /** Values that must never appear in a line, such as tokens. */
  readonly secrets: readonly string[];
}

/**
 * A pino logger on standard error: standard output belongs to replies and results.
 * Every secret is struck out of every line, wherever it stands.
 */
export async function createLog(options: LogOptions): Promise<Log> {
  const secrets = options.secrets
    .filter((secret) => secret.length > 0)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  const shape = options.format === 'json' ? (line: string) => line : await createPretty();
  function redact(line: string): string {
    return secrets.reduce((text, secret) => text.replaceAll(secret, '<secret>'), line);
  }
  const stderr = { write: (line: string) => void process.stderr.write(redact(shape(line))) };
  return pino({ level: options.level, base: null, serializers: { err: describeError } }, stderr);
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

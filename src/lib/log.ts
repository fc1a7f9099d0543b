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
  const stderr = { write: (line: string) => void process.stderr.write(redact(line)) };
  const secrets = options.secrets.filter((secret) => secret.length > 0);
  function redact(line: string): string {
    return secrets.reduce((text, secret) => text.replaceAll(secret, '<secret>'), line);
  }
  const base = { level: options.level, base: null };
  if (options.format === 'json') return pino(base, stderr);
  const { default: pretty } = await import('pino-pretty');
  const stream = pretty({
    colorize: process.stderr.isTTY ?? false,
    destination: stderr as never,
    sync: true,
  });
  return pino(base, stream);
}

/** A logger that says nothing, for tests and one-shot commands. */
export function silentLog(): Log {
  return pino({ level: 'silent' });
}

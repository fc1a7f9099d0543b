import { once } from 'node:events';
import { type App, createApp, type Overrides } from '../app.ts';
import type { Config } from '../config.ts';
import { createLog, type Log } from '../lib/log.ts';
import { passwordsIn } from '../lib/secret.ts';

/** The log that suits the configuration and who watches; secrets never reach it. */
export async function logOf(config: Config, usualLevel: string): Promise<Log> {
  const secrets = [
    config.huggingFace.token,
    config.slack?.botToken,
    config.slack?.appToken,
    config.slack?.signingSecret,
    config.slack?.oauth?.clientSecret,
    config.slack?.oauth?.encryptionKey,
    config.discord?.token,
    config.writer?.apiKey,
    config.email?.bounceToken,
    config.web.adminToken,
  ];
  return createLog({
    level: config.logLevel ?? usualLevel,
    format: config.logFormat ?? (process.stderr.isTTY ? 'pretty' : 'json'),
    secrets: [
      ...secrets.flatMap((secret) => (secret ? [secret.reveal()] : [])),
      ...passwordsIn(config.databaseUrl.reveal()),
      ...passwordsIn(config.email?.smtpUrl.reveal() ?? ''),
    ],
  });
}

/** The app on this process's own terminal. */
export async function openApp(
  config: Config,
  usualLevel: string,
  extras: Partial<Overrides> = {},
): Promise<App> {
  return createApp(config, {
    log: await logOf(config, usualLevel),
    terminal: { input: process.stdin, output: process.stdout },
    ...extras,
  });
}

/** Resolves when the process is asked to end; a second signal ends it at once. */
export async function untilSignal(): Promise<void> {
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
}

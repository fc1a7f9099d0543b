import { once } from 'node:events';
import packageJson from '../../package.json' with { type: 'json' };
import type { App } from '../app.ts';
import type { Config } from '../config.ts';
import { count } from '../core/card.ts';
import { sourceLabel } from '../core/paper.ts';
import { ROLES, type Role } from '../core/role.ts';
import type { IngestReport } from '../pipeline/ingest.ts';
import { openApp, untilSignal } from './setup.ts';
import { isOffline, reportLine } from './summary.ts';
import { UsageError } from './usage.ts';

/** `paper-route start`: runs until a signal, or until the person at the terminal leaves. */
export async function start(config: Config, roles: ReadonlySet<Role>): Promise<number> {
  const atTerminal = !config.slack && !config.discord && !config.email;
  if (roles.size < ROLES.length) refusePart(config, atTerminal);
  const nobodyTypes = atTerminal && !process.stdin.isTTY;
  const forPage = nobodyTypes && config.web.page;
  const piped = nobodyTypes && !forPage;
  const signal = untilSignal();
  const app = await openApp(config, atTerminal ? 'error' : 'info', { roles });
  try {
    app.say(forPage ? PAGE_WELCOME : piped ? PIPED_WELCOME : WELCOME);
    await Promise.race([signal, piped ? runPiped(app) : runWatched(app, !forPage)]);
    return 0;
  } finally {
    setTimeout(() => process.exit(1), STOP_MS).unref();
    await app.stop();
    process.stdin.destroy();
  }
}

/** @throws {UsageError} where one process has to do everything. */
function refusePart(config: Config, atTerminal: boolean): void {
  if (config.databaseUrl.reveal().startsWith('sqlite:'))
    throw new UsageError(
      'SQLite serves one process, which does everything: --role needs a DATABASE_URL that starts with postgres://. docs/scaling.md says how to move.',
    );
  if (atTerminal)
    throw new UsageError('--role is for a bot in Slack or Discord: set its tokens in .env.');
}

/** A stop that takes longer is cut off, in milliseconds: what is not settled then is resumed at the next start. */
const STOP_MS = 5_000;

/**
 * A bot, a page, or a person at a terminal: they are answered while the sources are still being
 * read.
 * @param untilLeft whether it ends when the person leaves; else a signal ends it.
 */
async function runWatched(app: App, untilLeft: boolean): Promise<void> {
  await app.start();
  if (await app.leads()) readAtOnce(app);
  await (untilLeft ? app.ended : new Promise(() => undefined));
}

function readAtOnce(app: App): void {
  const reading = setTimeout(() => app.say('Reading the sources…'), 1_000);
  app
    .poll()
    .then((reports) => tellReports(app, reports))
    .catch((error) => app.say(`The sources could not be read: ${reasonOf(error)}`))
    .finally(() => clearTimeout(reading));
}

/** A database that is away now may be back by the next reading; a bot goes on meanwhile. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Piped commands find the sources read, and are answered to the last one.
 * @throws {UsageError} when there is no command at all: most likely a token is missing.
 */
async function runPiped(app: App): Promise<void> {
  if (!(await hasInput(process.stdin))) throw new UsageError(NOTHING_TO_DO);
  tellReports(app, await app.poll());
  await app.start();
  await app.ended;
}

const NOTHING_TO_DO =
  'There is nothing to do: no Slack or Discord token is set, and nobody types. Set the tokens in .env (docs/slack.md, docs/discord.md).';

/** True once there is something to read, false at the end of an empty input. */
async function hasInput(stream: NodeJS.ReadStream): Promise<boolean> {
  await Promise.race([once(stream, 'readable'), once(stream, 'end')]);
  const chunk = stream.read();
  if (chunk === null) return false;
  stream.unshift(chunk);
  return true;
}

const WELCOME = `Paper Route ${packageJson.version}. Type /subscribe grpo, or /papers help; /quit leaves.`;

const PAGE_WELCOME = `Paper Route ${packageJson.version}. No Slack or Discord token is set: the page is served on HTTP_PORT.`;

const PIPED_WELCOME = `Paper Route ${packageJson.version}. No Slack or Discord token is set: commands are read from standard input.`;

function tellReports(app: App, reports: readonly IngestReport[]): void {
  if (reports.some((it) => it.outcome === 'interrupted')) return;
  const read = reports.filter((it) => it.outcome === 'read');
  if (isOffline(reports)) app.say(OFFLINE);
  else if (read.length === 0)
    app.say(['No source could be read.', ...reports.map(reportLine)].join(' '));
  else app.say(`${count(listingsOf(read), 'listing')} read from ${labelsOf(read)}.`);
}

const OFFLINE =
  'No source can be reached; subscriptions are kept. Without a network, npm run demo shows what happens.';

function listingsOf(reports: readonly IngestReport[]): number {
  return reports.reduce((sum, it) => sum + it.listings, 0);
}

function labelsOf(reports: readonly IngestReport[]): string {
  return reports.map((it) => sourceLabel(it.source)).join(', ');
}

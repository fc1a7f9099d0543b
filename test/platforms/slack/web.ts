import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { expect, onTestFinished } from 'vitest';
import type { PlatformEvent } from '../../../src/core/command.ts';
import type { Platform } from '../../../src/core/platform.ts';
import type { Storage } from '../../../src/core/stores.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import { createRoutes } from '../../../src/lib/routes.ts';
import { createSlack, type SlackOptions } from '../../../src/platforms/slack/index.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { startServer } from '../../../src/web/server.ts';
import { type Browser, openBrowser } from '../../support/slack/browser.ts';
import type { Caller } from '../../support/slack/caller.ts';
import { PUBLIC_URL, type SlackServer, startSlackServer } from '../../support/slack/server.ts';
import type { SlackServerOptions } from '../../support/slack/workspace.ts';

export const ENCRYPTION_KEY = 'correct horse battery staple, and more';

/** A fake Slack, and our platform on an HTTP server of its own. */
export interface WebScene {
  readonly server: SlackServer;
  readonly slack: Platform;
  readonly storage: Storage;
  /** The file of the database. */
  readonly file: string;
  readonly origin: string;
  readonly browser: Browser;
  /** Slack as it calls the app. */
  readonly caller: Caller;
  /** Every line of the log. */
  readonly log: readonly string[];
  /** What the platform told, commands apart. */
  readonly events: PlatformEvent[];
  readonly happened: (event: PlatformEvent) => void;
}

/** What several processes of one app share. */
export interface Beside {
  /** Its database; a file of its own when left out. */
  readonly url?: string;
  /** The Slack of another scene, beside which it is a second process. */
  readonly server?: SlackServer;
}

interface WebOptions extends Beside {
  readonly slack?: SlackServerOptions;
  /** How the platform is set up, by what the fake Slack has. */
  readonly setUp: (server: SlackServer, storage: Storage) => Partial<SlackOptions>;
  readonly clock?: Clock;
}

/** One workspace by its token, over HTTP. */
export function httpOnly({ botToken, credentials }: SlackServer): Partial<SlackOptions> {
  return { botToken, signingSecret: credentials.signingSecret };
}

/** Workspaces install the app by themselves, over HTTP. */
export function byOAuth({ credentials }: SlackServer, storage: Storage): Partial<SlackOptions> {
  const { clientId, clientSecret, signingSecret } = credentials;
  const store = storage.installations;
  const oauth = {
    clientId,
    clientSecret,
    store,
    ...{ encryptionKey: ENCRYPTION_KEY, publicUrl: PUBLIC_URL },
  };
  return { signingSecret, oauth };
}

/** All ends with the test, which fails on any violation and on any token in the log. */
export async function startWebScene({
  slack: options,
  setUp,
  clock,
  url,
  server: shared,
}: WebOptions): Promise<WebScene> {
  const folder = await mkdtemp(join(tmpdir(), 'paper-route-'));
  const file = join(folder, 'papers.db');
  const storage = await openStorage(url ?? `sqlite:${file}`);
  const server = shared ?? (await startSlackServer(options));
  const routes = createRoutes();
  const web = await startServer(0, routes);
  const origin = `http://127.0.0.1:${web.port}`;
  const log: string[] = [];
  const events: PlatformEvent[] = [];
  const slack = createSlack({
    apiUrl: server.apiUrl,
    routes,
    log: pino({ level: 'trace' }, { write: (line) => void log.push(line) }),
    ...(clock && { clock }),
    seen: storage.seen,
    ...setUp(server, storage),
  });
  onTestFinished(async () => {
    await slack.frontend?.stop();
    await Promise.all([web.stop(), shared ?? server.stop(), storage.close()]);
    await rm(folder, { recursive: true });
    const { clientSecret, signingSecret } = server.credentials;
    expect(server.violations).toEqual([]);
    for (const secret of ['xoxb-', 'xapp-', clientSecret, signingSecret, ENCRYPTION_KEY])
      expect(log.join()).not.toContain(secret);
  });
  return {
    ...{ server, slack, storage, file, origin, log, events },
    browser: openBrowser(PUBLIC_URL, () => origin),
    caller: server.callAt(origin),
    happened: (event) => void events.push(event),
  };
}

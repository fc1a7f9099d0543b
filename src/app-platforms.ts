import type { Config, SlackOAuthConfig } from './config.ts';
import { readSmtpUrl } from './config-email.ts';
import type { InstallationStore } from './core/installation.ts';
import type { Peers } from './core/peers.ts';
import type { Platform } from './core/platform.ts';
import type { ReaderStore } from './core/reader.ts';
import type { SeenStore } from './core/seen.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { Routes } from './lib/routes.ts';
import type { Terminal } from './platforms/terminal/index.ts';

/** What platforms are given beside their settings. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly routes: Routes;
  readonly installations: InstallationStore;
  readonly seen: SeenStore;
  readonly readers: ReaderStore;
  readonly peers: Peers;
  readonly log: Log;
  readonly clock: Clock;
}

function revealed({ clientId, clientSecret, encryptionKey, publicUrl }: SlackOAuthConfig) {
  const secrets = { clientSecret: clientSecret.reveal(), encryptionKey: encryptionKey.reveal() };
  return { clientId, publicUrl, ...secrets };
}

/** An SDK is loaded only when its platform is configured; without any, there is the terminal. */
export async function createPlatforms(
  config: Config,
  { terminal, routes, installations, seen, readers, peers, log, clock }: Surroundings,
): Promise<readonly Platform[]> {
  const platforms: Platform[] = [];
  if (config.slack) {
    const { createSlack } = await import('./platforms/slack/index.ts');
    const { botToken, appToken, signingSecret, oauth, managers, apiUrl } = config.slack;
    platforms.push(
      createSlack({
        botToken: botToken?.reveal(),
        appToken: appToken?.reveal(),
        signingSecret: signingSecret?.reveal(),
        oauth: oauth ? { ...revealed(oauth), store: installations } : undefined,
        routes,
        seen,
        managers,
        log,
        clock,
        ...(apiUrl ? { apiUrl } : {}),
      }),
    );
  }
  if (config.discord) {
    const { createDiscord } = await import('./platforms/discord/index.ts');
    const { token, apiUrl, shards } = config.discord;
    const shared = { peers, shards, log, clock };
    platforms.push(
      createDiscord({ token: token.reveal(), ...shared, ...(apiUrl ? { apiUrl } : {}) }),
    );
  }
  if (config.email) {
    const { createEmail } = await import('./platforms/email/index.ts');
    const { smtpUrl, from, publicUrl: home, bounceToken } = config.email;
    const bounces = bounceToken && { routes, token: bounceToken.reveal() };
    const server = readSmtpUrl(smtpUrl);
    platforms.push(createEmail({ server, from, home, readers, bounces, clock }));
  }
  return platforms.length > 0 ? platforms : [terminal];
}

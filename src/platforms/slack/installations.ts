import type { Installation as SlackInstallation } from '@slack/bolt';
import { z } from 'zod';
import { count } from '../../core/card.ts';
import type { Installation, InstallationStore } from '../../core/installation.ts';
import { type Cipher, CipherError } from '../../lib/cipher.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { type Access, type Workspaces, workspaceOf } from './workspaces.ts';

/**
 * How long a token is used before the database is asked again, in milliseconds; ours. Another
 * process may have removed or renewed it, and no person does both within this time.
 */
const CACHE_MS = 10_000;

/** What is sealed of an installation. */
const CONTENT = z.object({
  botToken: z.string(),
  botId: z.string(),
  botUserId: z.string(),
  scopes: z.array(z.string()),
  name: z.string(),
});

export interface InstallationsOptions {
  readonly store: InstallationStore;
  readonly cipher: Cipher;
  /** Where people install the app. */
  readonly installUrl: string;
  readonly clock: Clock;
  readonly log: Log;
}

type Content = z.infer<typeof CONTENT>;

/** An installation as the doctor looks at it: what the bot has there, or why that is not known. */
export interface Found {
  readonly workspace: string;
  /** As people know it; empty when that is sealed. */
  readonly name: string;
  readonly access: Access | null;
  /** One sentence; empty when all is well. */
  readonly problem: string;
}

/** The workspaces that installed the app by themselves. */
export interface Installations extends Workspaces {
  /** Keeps what Slack gave for an installation. Gives its workspace. */
  save(installation: SlackInstallation): Promise<string>;
  list(): Promise<Found[]>;
}

/** Keeps installations in the database, their tokens sealed; a token is used for ten seconds unasked. */
export function createInstallations(options: InstallationsOptions): Installations {
  const { store, cipher, installUrl, clock, log } = options;
  const cache = new Map<string, { readonly access: Access; readonly until: number }>();

  async function access(workspace: string): Promise<Access | null> {
    const cached = cache.get(workspace);
    if (cached && cached.until > clock().getTime()) return cached.access;
    cache.delete(workspace);
    const stored = await store.find('slack', workspace);
    if (!stored) return null;
    const access = unsealed(stored);
    cache.set(workspace, { access, until: clock().getTime() + CACHE_MS });
    return access;
  }

  function unsealed({ workspace, sealed }: Installation): Content {
    try {
      return CONTENT.parse(JSON.parse(cipher.open(sealed, aboutOf(workspace))));
    } catch (error) {
      if (error instanceof CipherError) throw new Error(wrongKey(workspace), { cause: error });
      throw error;
    }
  }

  function wrongKey(workspace: string): string {
    return `The token of the Slack workspace ${workspace} can't be opened with this ENCRYPTION_KEY: set the key that it was stored with, or install the app there again at ${installUrl}`;
  }

  async function save(installation: SlackInstallation): Promise<string> {
    const workspace = idOf(installation);
    const sealed = cipher.seal(JSON.stringify(contentOf(installation)), aboutOf(workspace));
    cache.delete(workspace);
    await store.save({ platform: 'slack', workspace, sealed, installedAt: clock() });
    return workspace;
  }

  async function forget(workspace: string, at: Date): Promise<boolean> {
    cache.delete(workspace);
    const stored = await store.find('slack', workspace);
    if (!stored || stored.installedAt > at) return false;
    return store.remove('slack', workspace);
  }

  async function list(): Promise<Found[]> {
    return (await store.list('slack')).map((stored) => {
      const { workspace } = stored;
      try {
        const { name, ...access } = unsealed(stored);
        return { workspace, name, access, problem: '' };
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        return { workspace, name: '', access: null, problem };
      }
    });
  }

  async function open(): Promise<string> {
    const found = await list();
    for (const { problem } of found) if (problem !== '') log.error(`Slack: ${problem}`);
    return `for ${count(found.length, 'workspace')}; others install it at ${installUrl}`;
  }

  return { remedy: `install it at ${installUrl}`, access, open, forget, save, list };
}

function aboutOf(workspace: string): string {
  return `slack ${workspace}`;
}

function idOf({ isEnterpriseInstall, enterprise, team }: SlackInstallation): string {
  return workspaceOf({
    isEnterpriseInstall: isEnterpriseInstall ?? false,
    enterpriseId: enterprise?.id,
    teamId: team?.id,
  });
}

/** @throws {Error} one sentence, when Slack gave no token that lasts. */
function contentOf({ bot, team, enterprise }: SlackInstallation): Content {
  if (!bot) throw new Error('Slack gave no bot token: the app needs a bot user and its scopes.');
  if (bot.refreshToken)
    throw new Error('Token rotation is on for this Slack app, and Paper Route needs it off.');
  const { token: botToken, id: botId, userId: botUserId, scopes } = bot;
  return { botToken, botId, botUserId, scopes, name: (team ?? enterprise)?.name ?? '' };
}

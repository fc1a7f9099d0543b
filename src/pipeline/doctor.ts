import { sourceLabel } from '../core/paper.ts';
import type { Check, Platform } from '../core/platform.ts';
import { type Source, SourceError } from '../core/source.ts';
import type { Storage } from '../core/stores.ts';

export interface DoctorDeps {
  readonly databaseUrl: string;
  readonly storage: Storage;
  readonly sources: readonly Source[];
  readonly platforms: readonly Platform[];
  readonly now: Date;
}

/** Tries everything that can be wrong, one by one. Stores nothing and posts nothing. */
export async function examine(deps: DoctorDeps): Promise<Check[]> {
  const checks = await Promise.all([
    examineDatabase(deps),
    ...deps.sources.map((source) => examineSource(source, deps.now)),
    ...deps.platforms.map((platform) => platform.check()),
    examineChannels(deps.storage),
  ]);
  return checks.flat();
}

async function examineDatabase(deps: DoctorDeps): Promise<Check> {
  const papers = await deps.storage.papers.count();
  const waiting = await deps.storage.outbox.waiting();
  const detail = `${deps.databaseUrl}: ${papers} papers, ${waiting} deliveries waiting`;
  return { name: 'Database', ok: true, detail, remedy: '' };
}

async function examineSource(source: Source, now: Date): Promise<Check> {
  const name = sourceLabel(source.name);
  try {
    const request = { since: null, state: null, now };
    const result = await source.fetch(request, AbortSignal.timeout(60_000));
    const detail = result.silence ?? `${result.listings.length} listings`;
    return { name, ok: true, detail, remedy: '' };
  } catch (error) {
    const known = error instanceof SourceError;
    const detail = known
      ? error.message
      : 'It could not be read because of a fault in Paper Route.';
    return { name, ok: false, detail, remedy: sourceRemedy(known && !error.reached) };
  }
}

function sourceRemedy(unreached: boolean): string {
  return unreached
    ? 'Check the network of this machine, and the address in the configuration.'
    : 'Check the setting that the sentence names; if the site itself has a fault, it is read again later.';
}

async function examineChannels(storage: Storage): Promise<Check[]> {
  const channels = await storage.channels.list();
  return channels
    .filter((channel) => channel.pausedReason !== null)
    .map((channel) => ({
      name: `Channel ${channel.address.platform} ${channel.address.channel}`,
      ok: false,
      detail: `paused: ${channel.pausedReason}`,
      remedy: 'Mend what the sentence names, then type /papers resume in that channel.',
    }));
}

import type { Reply } from '../../core/command.ts';
import { nothingStored } from '../../core/replies/today.ts';
import type { SourceStatus } from '../../core/source.ts';
import type { CommandDeps } from './command.ts';

/** What is known of every source that is read at present. */
export function sourceStatuses({ storage, sourceNames }: CommandDeps): Promise<SourceStatus[]> {
  return Promise.all(sourceNames.map((name) => storage.sources.get(name)));
}

/** The answer where no paper is stored yet; null where there are some. */
export async function ifNothingStored(deps: CommandDeps): Promise<Reply | null> {
  if ((await deps.storage.papers.count()) > 0) return null;
  return nothingStored(await sourceStatuses(deps));
}

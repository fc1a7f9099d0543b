import { restore as restoreFile } from '../app-storage.ts';
import type { Config } from '../config.ts';
import { count } from '../core/card.ts';
import { UsageError } from './usage.ts';

/** `paper-route restore <file>`: a backup takes the place of the database, which is kept. */
export async function restore(config: Config, file: string | undefined): Promise<number> {
  if (!file) throw new UsageError('paper-route restore needs the name of a backup.');
  const { papers, kept, forgotten } = await restoreFile(config.databaseUrl.reveal(), file);
  const lines = [
    `Restored ${file}: ${count(papers, 'paper')}.`,
    kept === null ? '' : `The database that was there is kept as ${kept}.`,
    forgetting(forgotten, kept),
  ];
  process.stdout.write(`${lines.filter((line) => line !== '').join('\n')}\n`);
  return 0;
}

function forgetting(forgotten: number | null, kept: string | null): string {
  if (kept === null || forgotten === 0) return '';
  const what =
    forgotten === null ? 'Whatever it sent' : `It had sent ${count(forgotten, 'message')}`;
  return `${what} after the backup was made: papers of those may be posted again.`;
}

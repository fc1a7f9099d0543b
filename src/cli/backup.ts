import { backUp } from '../app-storage.ts';
import type { Config } from '../config.ts';
import { count } from '../core/card.ts';
import { UsageError } from './usage.ts';

/** `paper-route backup <file>`: a checked copy of the database, also while the bot runs. */
export async function backup(config: Config, file: string | undefined): Promise<number> {
  if (!file) throw new UsageError('paper-route backup needs the name of the new file.');
  const { papers, bytes } = await backUp(config.databaseUrl.reveal(), file);
  process.stdout.write(`${file}: ${count(papers, 'paper')}, ${megabytes(bytes)}, checked.\n`);
  return 0;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

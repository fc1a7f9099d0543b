import type { Paper } from '../../core/paper.ts';
import { readReference } from '../../core/reference.ts';
import type { CommandDeps } from './command.ts';

/** The stored paper that a person or a button means; undefined when there is none. */
export async function findPaper(text: string, deps: CommandDeps): Promise<Paper | undefined> {
  const identifier = readReference(text);
  return identifier === undefined ? undefined : deps.storage.papers.find(identifier);
}

/** The number of a page, from 1; undefined for what is none of so many. */
export function readPage(text: string, pages: number): number | undefined {
  const page = text === '' ? 1 : Number(text);
  return Number.isInteger(page) && page >= 1 && page <= pages ? page : undefined;
}

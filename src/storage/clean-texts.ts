import type { Kysely } from 'kysely';
import type { Listing, PaperId } from '../core/paper.ts';
import { readAbstract } from '../lib/abstract.ts';
import { withoutTex } from '../lib/text.ts';
import { fromJson } from './json.ts';
import { indexPaper } from './paper-words.ts';
import { savePaper, TEXT_RULES } from './papers.ts';
import type { Schema } from './schema.ts';

/** What an earlier version may have stored: all but the addresses. */
type StoredListing = Omit<Listing, 'addresses'>;

/**
 * Brings the papers of earlier versions to what this one would store: their texts without TeX, the
 * addresses in their abstracts as links. Done once for each listing.
 */
export async function cleanOutdated(db: Kysely<Schema>): Promise<void> {
  const outdated = await db
    .selectFrom('listings')
    .select(['source', 'entry_id', 'paper_id'])
    .where('text_rules', '<', TEXT_RULES)
    .execute();
  const changed = new Set<PaperId>();
  for (const { source, entry_id, paper_id } of outdated)
    if (await cleanListing(db, source, entry_id)) changed.add(paper_id);
  for (const id of changed) await indexPaper(db, await savePaper(db, id));
}

/** Gives true when it reads differently. */
async function cleanListing(db: Kysely<Schema>, source: string, entryId: string): Promise<boolean> {
  const { listing_json } = await db
    .selectFrom('listings')
    .select('listing_json')
    .where('source', '=', source)
    .where('entry_id', '=', entryId)
    .executeTakeFirstOrThrow();
  const cleaned = JSON.stringify(clean(fromJson<StoredListing>(listing_json)));
  await db
    .updateTable('listings')
    .set({ text_rules: TEXT_RULES, ...(cleaned !== listing_json && { listing_json: cleaned }) })
    .where('source', '=', source)
    .where('entry_id', '=', entryId)
    .execute();
  return cleaned !== listing_json;
}

function clean(stored: StoredListing): StoredListing & Partial<Listing> {
  const { abstract, addresses } = readAbstract(stored.abstract, withoutTex);
  return {
    ...stored,
    title: withoutTex(stored.title),
    abstract,
    authors: stored.authors.map(withoutTex),
    keywords: stored.keywords.map(withoutTex),
    machineSummary: stored.machineSummary && withoutTex(stored.machineSummary),
    ...(addresses.length > 0 && { addresses }),
  };
}

import type { Kysely, Selectable } from 'kysely';
import type { Listing, PaperId } from '../core/paper.ts';
import { readAbstract } from '../lib/abstract.ts';
import { withoutTex } from '../lib/text.ts';
import { fromJson } from './json.ts';
import { indexPaper } from './paper-words.ts';
import { savePaper, TEXT_RULES } from './papers.ts';
import type { Schema } from './schema.ts';

/** What an earlier version may have stored: all but the addresses. */
type StoredListing = Omit<Listing, 'addresses'>;

/** What tells a listing apart. */
type Key = Pick<Selectable<Schema['listings']>, 'source' | 'entry_id'>;

/** The listings that an earlier version stored, by other rules for texts. */
export async function listOutdated(db: Kysely<Schema>): Promise<Key[]> {
  return outdated(db).select(['source', 'entry_id']).execute();
}

/**
 * Brings those of these listings that still are outdated, and their papers, to what this version
 * would store: their texts without TeX, the addresses in their abstracts as links.
 */
export async function cleanListings(db: Kysely<Schema>, keys: readonly Key[]): Promise<void> {
  const changed = new Set<PaperId>();
  for (const key of keys) {
    const paper = await cleanListing(db, key);
    if (paper !== null) changed.add(paper);
  }
  for (const id of changed) await indexPaper(db, await savePaper(db, id));
}

/** Gives the paper of a listing that reads differently then. */
async function cleanListing(db: Kysely<Schema>, key: Key): Promise<PaperId | null> {
  const stored = await outdated(db)
    .select(['paper_id', 'listing_json'])
    .where((it) => it.and(key))
    .executeTakeFirst();
  if (!stored) return null;
  const listing_json = JSON.stringify(clean(fromJson<StoredListing>(stored.listing_json)));
  await db
    .updateTable('listings')
    .set({ text_rules: TEXT_RULES, listing_json })
    .where((it) => it.and(key))
    .execute();
  return listing_json === stored.listing_json ? null : stored.paper_id;
}

function outdated(db: Kysely<Schema>) {
  return db.selectFrom('listings').where('text_rules', '<', TEXT_RULES);
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

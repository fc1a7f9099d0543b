import type { Kysely } from 'kysely';
import { mergeListings, type SeenListing, sameTitle } from '../core/merge.ts';
import type { Listing, Paper, PaperId, PaperStore } from '../core/paper.ts';
import { shortName } from '../core/reference.ts';
import { tellsTheSame } from '../core/summary/store.ts';
import { fold } from './fold.ts';
import { fromJson, parsePaper } from './json.ts';
import { latestFirst } from './paper-lists.ts';
import { indexPaper } from './paper-words.ts';
import type { Schema } from './schema.ts';
import { outdateSummaries } from './summaries.ts';

const MENTION = 'mention:';
/** The rules by which texts are cleaned now; one more when stored texts should be cleaned again. */
export const TEXT_RULES = 1;

export function createPaperStore(db: Kysely<Schema>): PaperStore {
  return {
    async record(listing, seenAt) {
      const [known, ...duplicates] = await owners(db, listing);
      const id = known ?? listing.identifiers[0];
      if (id === undefined) throw new Error(`A listing of ${listing.source} has no identifier.`);
      const before = known === undefined ? null : await loadPaper(db, id);
      if (before === null) await insertPaper(db, id, seenAt);
      for (const duplicate of duplicates) await fold(db, duplicate, id);
      await saveListing(db, id, listing, seenAt);
      const paper = await savePaper(db, id);
      if (before === null || !sameWords(paper, before)) await indexPaper(db, paper);
      if (before && !tellsTheSame(paper, before)) await outdateSummaries(db, id);
      return { paper, before };
    },

    async listedSince(since, search = null) {
      const rows = await latestFirst(db, since, search).select('paper_json').execute();
      return rows.map((row) => parsePaper(row.paper_json));
    },

    async oldestSince(since) {
      const row = await db
        .selectFrom('papers')
        .select((it) => it.fn.min('listed_at').as('listed_at'))
        .where('listed_at', '>=', since.getTime())
        .executeTakeFirst();
      return row?.listed_at ? new Date(row.listed_at) : undefined;
    },

    async find(identifier) {
      const row = await db
        .selectFrom('aliases')
        .innerJoin('papers', 'papers.id', 'aliases.paper_id')
        .select('paper_json')
        .where('alias', '=', identifier)
        .executeTakeFirst();
      return row && parsePaper(row.paper_json);
    },

    async latestAbstracts(limit) {
      const rows = await db
        .selectFrom('papers')
        .select('paper_json')
        .orderBy('listed_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => parsePaper(row.paper_json).abstract);
    },

    async count() {
      const row = await db
        .selectFrom('papers')
        .select((it) => it.fn.countAll<number>().as('number'))
        .executeTakeFirstOrThrow();
      return Number(row.number);
    },
  };
}

/** Those of earlier versions have no addresses. */
function parseListing(json: string): SeenListing {
  const listing = fromJson<SeenListing>(json, ['listedAt', 'publishedAt', 'seenAt']);
  return { ...listing, addresses: listing.addresses ?? [] };
}

/** The papers that a listing belongs to, the one seen first at the head. */
async function owners(db: Kysely<Schema>, listing: Listing): Promise<PaperId[]> {
  const found = [...(await namesakes(db, listing)), ...(await holders(db, listing))];
  const inOrder = found.toSorted((a, b) => a.seen_at - b.seen_at || (a.id < b.id ? -1 : 1));
  return [...new Set(inOrder.map((paper) => paper.id))];
}

/** The paper that has this entry already, whatever the entry was called then. */
function holders(db: Kysely<Schema>, { source, entryId }: Listing) {
  return db
    .selectFrom('listings')
    .innerJoin('papers', 'papers.id', 'listings.paper_id')
    .select(['papers.id', 'papers.seen_at'])
    .where('source', '=', source)
    .where('entry_id', '=', entryId)
    .execute();
}

/** The papers of the same name, and those that only link to each other but share the title. */
async function namesakes(db: Kysely<Schema>, listing: Listing) {
  const rows = await db
    .selectFrom('aliases')
    .innerJoin('papers', 'papers.id', 'aliases.paper_id')
    .select(['aliases.alias', 'papers.id', 'papers.seen_at', 'papers.paper_json'])
    .where('alias', 'in', [
      ...listing.identifiers,
      ...listing.mentions,
      ...listing.identifiers.map((identifier) => MENTION + identifier),
    ])
    .execute();
  const certain = (row: (typeof rows)[number]) =>
    listing.identifiers.includes(row.alias) ||
    sameTitle(parsePaper(row.paper_json).title, listing.title);
  return rows.filter(certain);
}

async function loadPaper(db: Kysely<Schema>, id: PaperId): Promise<Paper> {
  const row = await db
    .selectFrom('papers')
    .select('paper_json')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return parsePaper(row.paper_json);
}

/** True when nothing has changed that a search could find. */
function sameWords(one: Paper, other: Paper): boolean {
  const words = (it: Paper) =>
    [
      it.title,
      it.abstract,
      it.organization,
      it.keywords,
      it.authors,
      it.categories,
      it.sources,
    ].join('\n');
  return words(one) === words(other);
}

async function insertPaper(db: Kysely<Schema>, id: PaperId, seenAt: Date): Promise<void> {
  await db
    .insertInto('papers')
    .values({ id, listed_at: 0, seen_at: seenAt.getTime(), upvotes: 0, paper_json: '{}' })
    .execute();
  await db
    .insertInto('aliases')
    .values({ alias: shortName(id), paper_id: id })
    .execute();
}

async function saveListing(
  db: Kysely<Schema>,
  paperId: PaperId,
  listing: Listing,
  seenAt: Date,
): Promise<void> {
  const key = { source: listing.source, entry_id: listing.entryId };
  const stored = {
    paper_id: paperId,
    listing_json: JSON.stringify(listing),
    text_rules: TEXT_RULES,
  };
  await db
    .insertInto('listings')
    .values({ ...key, ...stored, seen_at: seenAt.getTime() })
    .onConflict((it) => it.columns(['source', 'entry_id']).doUpdateSet(stored))
    .execute();
  const aliases = [
    ...listing.identifiers,
    ...listing.mentions.map((identifier) => MENTION + identifier),
  ];
  await db
    .insertInto('aliases')
    .values(aliases.map((alias) => ({ alias, paper_id: paperId })))
    .onConflict((it) => it.doNothing())
    .execute();
}

/** Merges the listings of a paper anew, and stores what comes out. */
export async function savePaper(db: Kysely<Schema>, id: PaperId): Promise<Paper> {
  const rows = await db
    .selectFrom('listings')
    .select(['listing_json', 'seen_at'])
    .where('paper_id', '=', id)
    .orderBy('seen_at')
    .orderBy('source')
    .execute();
  const listings = rows.map((row) => ({
    ...parseListing(row.listing_json),
    seenAt: new Date(row.seen_at),
  }));
  const paper = mergeListings(id, listings);
  await db
    .updateTable('papers')
    .set({
      listed_at: paper.listedAt.getTime(),
      upvotes: paper.upvotes ?? 0,
      own_summary: Number(paper.machineSummary !== null),
      paper_json: JSON.stringify(paper),
    })
    .where('id', '=', id)
    .execute();
  return paper;
}

import type { Generated } from 'kysely';
import type { Layout, LinkLook } from '../core/channel.ts';
import type { DeliveryState } from '../core/delivery.ts';
import type { Language } from '../core/language.ts';

/** Moments are milliseconds since 1970 in UTC; texts named *_json hold JSON. */
export interface Schema {
  papers: PapersTable;
  aliases: AliasesTable;
  listings: ListingsTable;
  sources: SourcesTable;
  channels: ChannelsTable;
  subscriptions: SubscriptionsTable;
  matches: MatchesTable;
  posts: PostsTable;
  deliveries: DeliveriesTable;
  paper_numbers: PaperNumbersTable;
  paper_words: PaperWordsTable;
  definitions: DefinitionsTable;
  silences: SilencesTable;
  saved: SavedTable;
  feeds: FeedsTable;
  installations: InstallationsTable;
  seen: SeenTable;
  summaries: SummariesTable;
  spending: SpendingTable;
  readers: ReadersTable;
  mail_requests: MailRequestsTable;
}

interface PapersTable {
  id: string;
  listed_at: number;
  seen_at: number;
  upvotes: number;
  /** 1 when a source has a summary of its own, else 0. */
  own_summary: Generated<number>;
  paper_json: string;
}

/** Every identifier that a paper is known under; a "mention:" of one is only a hint. */
interface AliasesTable {
  alias: string;
  paper_id: string;
}

interface ListingsTable {
  source: string;
  entry_id: string;
  paper_id: string;
  seen_at: number;
  listing_json: string;
  /** By which rules its texts were cleaned: TEXT_RULES then. */
  text_rules: Generated<number>;
}

interface SourcesTable {
  name: string;
  state_json: string;
  last_success_at: number | null;
  failures: number;
  not_before: number | null;
  last_error: string | null;
  silence: string | null;
  /** When it last listed something new. */
  news_at: number | null;
  /** The latest pauses between its news, in milliseconds. */
  gaps_json: Generated<string>;
}

interface ChannelsTable {
  id: Generated<number>;
  platform: string;
  workspace: string;
  channel: string;
  schedule_json: string;
  paused_reason: string | null;
  next_digest_at: number | null;
  created_at: number;
  /** How often in a row the platform refused to post here. */
  refusals: Generated<number>;
  /** When a paused channel is looked at again. */
  probe_at: number | null;
  /** Most cards a day; null for the configured number. */
  daily_cap: number | null;
  /** 1 when it is told of sources that fall silent, else 0. */
  notices: Generated<number>;
  /** 1 when it is told of changes to its subscriptions, else 0. */
  announces: Generated<number>;
  layout: Generated<Layout>;
  links: Generated<LinkLook>;
  min_upvotes: number | null;
  /** Names of sources; null for all. */
  sources_json: string | null;
  paused_until: number | null;
  mutes_json: Generated<string>;
  /** Of summaries; null for English. */
  language: Language | null;
}

interface SavedTable {
  platform: string;
  workspace: string;
  user_id: string;
  paper_id: string;
  saved_at: number;
}

/** Feeds that were added from chat. */
interface FeedsTable {
  url: string;
  title: string;
  added_by: string;
  added_at: number;
}

/** Workspaces that installed the app by themselves, with their sealed tokens. */
interface InstallationsTable {
  platform: string;
  workspace: string;
  sealed: string;
  installed_at: number;
}

/** Requests of platforms in the last hour, so that a repetition is known in every process. */
interface SeenTable {
  key: string;
  seen_at: number;
}

interface SubscriptionsTable {
  id: Generated<number>;
  channel_id: number;
  query: string;
  query_key: string;
  since: number;
  created_by: string;
  created_at: number;
}

interface MatchesTable {
  subscription_id: number;
  channel_id: number;
  paper_id: string;
  evidence_json: string;
  created_at: number;
  /** 0 once its paper was posted in the channel. 1 says little: an older program posts without it. */
  news: Generated<number>;
}

/** A paper is news to a channel once: the primary key is (channel_id, paper_id). */
interface PostsTable {
  channel_id: number;
  paper_id: string;
  delivery_id: string;
  /** 1 when it came as a card, 0 when it was only counted as one of more. */
  carded: Generated<number>;
  /** Where its card stands in the message. */
  place: Generated<number>;
}

interface DeliveriesTable {
  seq: Generated<number>;
  id: string;
  channel_id: number;
  message_json: string;
  state: DeliveryState;
  attempts: number;
  not_before: number;
  owner: string | null;
  lease_until: number | null;
  attempted_at: number | null;
  maybe_sent_at: number | null;
  settled_at: number | null;
  receipt: string | null;
  reason: string | null;
  created_at: number;
  /** How long it has waited between attempts, in milliseconds. */
  waited_ms: Generated<number>;
  /** The delivery whose message it replaces; null for a new message. */
  edits: string | null;
  /** 1 when a paper has news that its card does not tell yet. */
  changed: Generated<number>;
  /** The first delivery of the digest that it goes on; null for a first one. */
  first: string | null;
}

/** The row of each paper in paper_words. */
interface PaperNumbersTable {
  number: Generated<number>;
  paper_id: string;
}

/** SQLite's FTS5: the words of a paper as core/matching/search.ts gives them. */
interface PaperWordsTable {
  rowid: number;
  words: string;
  authors: string;
  facts: string;
}

/** Channels that were told that a source fell silent, until they are told that it is back. */
interface SilencesTable {
  source: string;
  channel_id: number;
  told_at: number;
}

/** What the operator's language model wrote of papers, and how often it was asked. */
interface SummariesTable {
  paper_id: string;
  language: Language;
  /** Null while it wrote nothing that can be shown. */
  text: string | null;
  model: string;
  /** Calls for the paper's present title and abstract. */
  attempts: number;
  /** 1 when the text is of the paper's present title and abstract, else 0. */
  current: number;
  /** Why the last answer was refused; null when none was. */
  reason: string | null;
  made_at: number;
}

/** What calls of the model took on a day of UTC, those under way included. */
interface SpendingTable {
  /** "2026-11-24" */
  day: string;
  calls: number;
  tokens: number;
}

interface DefinitionsTable {
  paper_id: string;
  short: string;
  long: string;
}

/** Addresses that papers are mailed to; each has a channel of the platform "email". */
interface ReadersTable {
  address: string;
  /** Stands in the unsubscribe link of every mail. */
  token: string;
  confirmed_at: number;
}

/** What was asked to be mailed to an address, until its owner confirms it. */
interface MailRequestsTable {
  /** A digest of the token in the confirmation link. */
  key: string;
  address: string;
  queries_json: string;
  schedule_json: string;
  requested_at: number;
}

/**
 * What Discord shows of each command and option, at most 100 characters:
 * https://docs.discord.com/developers/interactions/application-commands#application-command-object
 */
export const en = {
  subscribe: 'Follow a topic in this channel',
  subscribeQuery: 'Words to look for: grpo, or "preference optimization" -diffusion',
  unsubscribe: 'Stop following a topic in this channel',
  unsubscribeQuery: 'The query as /subscriptions shows it',
  subscriptions: 'What this channel follows, and when papers come',
  forum: 'The forum that is meant, instead of this channel',
  page: 'The page, from 1',
  papers: "Today's papers, saved ones, settings and help",
  today: "The newest day's papers for this channel",
  trending: 'The papers with the most upvotes of late',
  trendingQuery: 'Only papers that satisfy this query',
  more: 'Papers beyond the cards of the day',
  search: 'Search all stored papers',
  searchQuery: 'For instance title:grpo has:code',
  preview: 'What a query would bring, without subscribing',
  previewQuery: 'For instance grpo upvotes>=20',
  why: 'Why a paper was posted here, or why not',
  paper: 'Its arXiv id, its DOI or a link',
  save: 'Put a paper on your own list, which only you see',
  saved: 'Your saved papers',
  mute: 'No more papers of a term, an author or this one paper here',
  muteWhat: 'For instance diffusion, author:"Ada Byron" or 2402.03300',
  muted: 'What is muted in this channel',
  unmute: 'Let muted papers come again',
  unmuteWhat: 'As /papers muted shows it',
  settings: 'Times, layout, limits, sources and language of this channel',
  settingsChange: 'A setting and its value, for instance: layout compact; leave it out to see all',
  schedule: 'See or set when papers come',
  when: '08:30 weekdays Europe/Berlin, or now; leave it out to see the present time',
  limit: 'See or set how many cards a day come here',
  cards: 'A number from 1 to 200',
  notices: 'Whether this channel is told of silent sources',
  wanted: 'Leave it out to see the present setting',
  pause: 'No posts in this channel for a while',
  until: 'A date, for instance 2027-01-07; leave it out to see the present pause',
  resume: 'Let posts come again in a paused channel',
  export: 'What this channel follows and has set, or all feeds, as a file',
  exportWhat: 'feeds: all feeds as OPML; leave it out for what this channel follows',
  import: 'Take over subscriptions and settings from a file of /papers export',
  file: 'The file',
  source: 'Feeds that this bot reads',
  sourceAdd: 'Read one more feed',
  sourceAddAddress: 'The address of an RSS or Atom feed, or of a page that names one',
  sourceRemove: 'Read a feed no more',
  sourceRemoveAddress: 'Its address as /papers sources shows it',
  sources: 'Where the papers come from, and when each source was last read',
  help: 'What the bot can do',
} as const;

export type DescriptionKey = keyof typeof en;

/** The descriptions in another language. */
export type Descriptions = Readonly<Record<DescriptionKey, string>>;

import type { Pace } from '../../core/delivery.ts';

/**
 * What Discord accepts. It does not say whether it counts code points or UTF-16 units, so we count
 * UTF-16 units (`string.length`), never the smaller of the two.
 */
export const LIMITS = {
  // https://docs.discord.com/developers/components/reference (Components V2)
  /** Components of a message, those within others included. */
  components: 40,
  /** Characters in all text displays of a message: https://discordjs.guide/popular-topics/display-components */
  text: 4000,
  rowButtons: 5,
  buttonLabel: 80,
  /** Of a link button. */
  buttonUrl: 512,
  customId: 100,
  options: 25,
  optionLabel: 100,
  placeholder: 150,
  // https://docs.discord.com/developers/interactions/receiving-and-responding
  modalTitle: 45,
  fieldLabel: 45,
  fieldDescription: 100,
  inputLength: 4000,
  choices: 25,
  choice: 100,
  // https://docs.discord.com/developers/resources/message#create-message-jsonform-params
  nonce: 25,
  /** Longest address that we link to. */
  url: 2048,
} as const;

/**
 * Our own shares of those limits, so that the fullest card fits a message beside its heading
 * (400 + 3,600 of 4,000 characters; 1 + 1 + 13 of 40 components), and the fullest actions, too.
 */
export const SHARES = {
  heading: 400,
  line: 1500,
  rowText: 500,
  rowDetail: 300,
  section: 95,
  label: 256,
  title: 550,
  byline: 300,
  facts: 200,
  summary: 1350,
  reason: 300,
  reasons: 500,
  link: 400,
  links: 450,
  brief: 300,
  cardButtons: 10,
  /** Components of a message's own actions. */
  actions: 20,
} as const;

/**
 * 50 requests a second a bot, of which we leave two for the answers to commands and for clocks
 * that differ: https://docs.discord.com/developers/topics/rate-limits#global-rate-limit. The limits
 * of each channel stand in the answers' headers, and discord.js keeps them. Whoever looks for a
 * post asks for the bot's own name and for the channel's history.
 */
export const DISCORD_PACE: Pace = {
  channelMs: 0,
  workspacePerSecond: Number.POSITIVE_INFINITY,
  perSecond: 48,
  lookCost: 2,
};

/**
 * How long we rely on Discord to recognise a nonce: it promises "the past few minutes".
 * https://docs.discord.com/developers/resources/message#create-message-jsonform-params
 */
export const NONCE_MEMORY_MS = 3 * 60_000;

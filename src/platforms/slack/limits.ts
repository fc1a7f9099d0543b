import type { Pace } from '../../core/delivery.ts';

/** What Slack accepts in one message; each number with the page that states it. */
export const SLACK_LIMITS = {
  /** https://docs.slack.dev/reference/block-kit/blocks */
  blocks: 50,
  /** https://docs.slack.dev/reference/block-kit/blocks/header-block */
  header: 150,
  /**
   * https://docs.slack.dev/reference/block-kit/composition-objects/text-object
   * Slack states no number for rich_text; we hold those blocks to the same one.
   */
  blockText: 3_000,
  /**
   * Length of the JSON of all blocks. Slack states no number and answers msg_blocks_too_long from
   * about 13,200 characters on, its own block containers included:
   * https://github.com/slackapi/bolt-js/issues/2509, https://github.com/slackapi/bolt-js/issues/2867
   */
  blocksJson: 12_000,
  /** https://docs.slack.dev/reference/methods/chat.postMessage (4,000 at most is its advice). */
  fallbackText: 3_000,
  /** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
  responses: 5,
  /** https://docs.slack.dev/reference/block-kit/blocks/context-block */
  contextElements: 10,
  /** https://docs.slack.dev/reference/block-kit/blocks/actions-block */
  actions: 25,
  /** https://docs.slack.dev/reference/block-kit/block-elements/button-element, its accessibility_label too */
  buttonText: 75,
  /** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select */
  options: 100,
  placeholder: 150,
  /** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
  optionText: 75,
  optionValue: 150,
  /** https://docs.slack.dev/reference/block-kit/blocks/input-block: label and hint. */
  inputLabel: 2_000,
  /** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
  inputText: 3_000,
  /** https://docs.slack.dev/reference/views: title, and the labels of its two buttons. */
  viewTitle: 24,
  viewBlocks: 100,
  /** Slack answers view_too_large beyond 250 kB: https://docs.slack.dev/reference/methods/views.open; ours is far below. */
  viewJson: 100_000,
} as const;

/**
 * One post a second a channel; of a whole workspace Slack says only "several hundred messages per
 * minute": https://docs.slack.dev/apis/web-api/rate-limits. We take 300.
 */
export const SLACK_PACE: Pace = {
  channelMs: 1_000,
  workspacePerSecond: 5,
  perSecond: Number.POSITIVE_INFINITY,
  lookCost: 0,
};

/**
 * How far the texts of an oversized card are shortened, in UTF-16 units. Ours, chosen so that one
 * card of this size, every character of it escaped in JSON, still fits under SLACK_LIMITS.blocksJson.
 */
export const SHORTENED_CARD = {
  title: 250,
  byline: 200,
  section: 100,
  facts: 6,
  fact: 50,
  summary: 1_500,
  reasons: 3,
  reason: 200,
  links: 6,
  label: 40,
  actions: 6,
} as const;

/** The same for an entry of a list. */
export const SHORTENED_ROW = { text: 1_000, detail: 1_000 } as const;

/** Longer addresses are shown as plain text, in UTF-16 units. Ours, see SHORTENED_CARD. */
export const LONGEST_URL = 500;

import { z } from 'zod';

/**
 * Block Kit as https://docs.slack.dev/reference/block-kit and @slack/types state it, for the blocks
 * that a bot like ours has a use for. Whatever else Slack knows is refused here: add it on purpose.
 */
const text = (max: number) => z.string().min(1).max(max);
const webUrl = z
  .string()
  .max(3_000)
  .refine((url) => /^https?:\/\/[^\s<>|]+$/.test(url) && URL.canParse(url), 'must be a valid url');
const blockId = { block_id: text(255).optional() };

const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: visible(max),
    emoji: z.boolean().optional(),
  });
const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: visible(max),
    verbatim: z.boolean().optional(),
  });
const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
  })
  .optional();

const richElement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: text(3_000), style }),
  z.strictObject({ type: z.literal('link'), url: webUrl, text: text(3_000).optional(), style }),
  z.strictObject({ type: z.literal('emoji'), name: text(100), style }),
  z.strictObject({ type: z.literal('user'), user_id: text(20), style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: text(20), style }),
  z.strictObject({
    type: z.literal('broadcast'),
    range: z.enum(['here', 'channel', 'everyone']),
    style,
  }),
]);
const richSection = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(richElement).min(1),
});
const richList = z.strictObject({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  elements: z.array(richSection).min(1),
  indent: z.int().min(0).max(8).optional(),
  border: z.union([z.literal(0), z.literal(1)]).optional(),
});

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: text(255).optional(),
  url: webUrl.optional(),
  value: text(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), text: plainText(150), ...blockId }),
  z.strictObject({ type: z.literal('divider'), ...blockId }),
  z.strictObject({
    type: z.literal('context'),
    elements: z.array(anyText(3_000)).min(1).max(10),
    ...blockId,
  }),
  z
    .strictObject({
      type: z.literal('section'),
      text: anyText(3_000).optional(),
      fields: z.array(anyText(2_000)).min(1).max(10).optional(),
      ...blockId,
    })
    .refine((section) => section.text || section.fields, 'needs text or fields'),
  z.strictObject({
    type: z.literal('rich_text'),
    elements: z.array(z.discriminatedUnion('type', [richSection, richList])).min(1),
    ...blockId,
  }),
  z.strictObject({
    type: z.literal('actions'),
    elements: z.array(button).min(1).max(25),
    ...blockId,
  }),
]);

const blocks = z.array(block).max(50);

function visible(max: number) {
  return text(max).refine((value) => value.trim() !== '', 'must not be blank');
}

/** From here on Slack answers msg_blocks_too_long (https://github.com/slackapi/bolt-js/issues/2509). */
const LONGEST_JSON = 13_200;

export interface BlocksVerdict {
  /** Slack's error code; null when the blocks are good. */
  readonly error: 'invalid_blocks' | 'msg_blocks_too_long' | null;
  /** "must be less than … [json-pointer:/blocks/0/text]", as Slack words it. */
  readonly details: readonly string[];
}

/** Judges a value as Slack judges the `blocks` of a message. */
export function judgeBlocks(value: unknown): BlocksVerdict {
  const parsed = blocks.safeParse(value);
  if (!parsed.success) {
    const details = parsed.error.issues.map(
      (issue) => `${issue.message} [json-pointer:/blocks/${issue.path.join('/')}]`,
    );
    return { error: 'invalid_blocks', details };
  }
  const isTooLong = JSON.stringify(value).length > LONGEST_JSON;
  return { error: isTooLong ? 'msg_blocks_too_long' : null, details: [] };
}

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
  z.strictObject({ type: z.literal('user'), user_id: z.string().regex(/^[UW][A-Z0-9]+$/), style }),
  z.strictObject({
    type: z.literal('channel'),
    channel_id: z.string().regex(/^[CG][A-Z0-9]+$/),
    style,
  }),
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
const richPreformatted = z.strictObject({
  type: z.literal('rich_text_preformatted'),
  elements: z.array(z.strictObject({ type: z.literal('text'), text: text(3_000) })).min(1),
  border: z.union([z.literal(0), z.literal(1)]).optional(),
});

const actionId = { action_id: text(255).optional() };
const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  ...actionId,
  url: webUrl.optional(),
  value: text(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: text(75).optional(),
});
const option = z.strictObject({ text: plainText(75), value: text(150) });
const options = { options: z.array(option).min(1).max(100) };
const isOffered = ({ options, initial_option: initial }: Offer) =>
  initial === undefined || options.some((each) => isSame(each, initial));
const areOffered = ({ options, initial_options: initial = [] }: Offer) =>
  initial.every((one) => options.some((each) => isSame(each, one)));
const select = z
  .strictObject({
    type: z.literal('static_select'),
    ...actionId,
    ...options,
    placeholder: plainText(150).optional(),
    initial_option: option.optional(),
  })
  .refine(isOffered, 'initial_option must be one of the options');
const multiSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...actionId,
    ...options,
    placeholder: plainText(150).optional(),
    initial_options: z.array(option).min(1).optional(),
  })
  .refine(areOffered, 'initial_options must be among the options');
const textInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...actionId,
    multiline: z.boolean().optional(),
    initial_value: text(3_000).optional(),
    max_length: z.int().min(1).max(3_000).optional(),
    placeholder: plainText(150).optional(),
  })
  .refine(
    ({ initial_value = '', max_length = 3_000 }) => initial_value.length <= max_length,
    'initial_value must not be longer than max_length',
  );

interface Offer {
  readonly options: readonly z.infer<typeof option>[];
  readonly initial_option?: z.infer<typeof option> | undefined;
  readonly initial_options?: readonly z.infer<typeof option>[] | undefined;
}

const messageBlock = z.discriminatedUnion('type', [
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
      accessory: z.union([button, select]).optional(),
      ...blockId,
    })
    .refine((section) => section.text || section.fields, 'needs text or fields'),
  z.strictObject({
    type: z.literal('rich_text'),
    elements: z
      .array(z.discriminatedUnion('type', [richSection, richList, richPreformatted]))
      .min(1),
    ...blockId,
  }),
  z.strictObject({
    type: z.literal('actions'),
    elements: z
      .array(z.union([button, select]))
      .min(1)
      .max(25),
    ...blockId,
  }),
]);
const inputBlock = z.strictObject({
  type: z.literal('input'),
  label: plainText(2_000),
  hint: plainText(2_000).optional(),
  optional: z.boolean().optional(),
  element: z.union([textInput, select, multiSelect]),
  ...blockId,
});

const LISTS = {
  message: z.array(messageBlock).max(50),
  view: z.array(z.union([inputBlock, messageBlock])).max(100),
};

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

/** Judges a value as Slack judges the `blocks` of a message, or those of a modal or a home. */
export function judgeBlocks(
  value: unknown,
  surface: keyof typeof LISTS = 'message',
): BlocksVerdict {
  const parsed = LISTS[surface].safeParse(value);
  if (!parsed.success) {
    const details = parsed.error.issues.map(
      (issue) => `${issue.message} [json-pointer:/blocks/${issue.path.join('/')}]`,
    );
    return { error: 'invalid_blocks', details };
  }
  const twice = [...repeated(value, 'action_id'), ...repeated(value, 'block_id')];
  if (surface === 'message' && twice.length > 0) return { error: 'invalid_blocks', details: twice };
  const isTooLong = surface === 'message' && JSON.stringify(value).length > LONGEST_JSON;
  return { error: isTooLong ? 'msg_blocks_too_long' : null, details: [] };
}

/** Ids that occur more than once; Slack wants each once in a message. */
function repeated(value: unknown, name: 'action_id' | 'block_id'): string[] {
  const ids = idsIn(value, name);
  return ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map((id) => `${name} "${id}" already exists`);
}

function idsIn(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((each) => idsIn(each, name));
  if (typeof value !== 'object' || value === null) return [];
  const own = name in value ? [(value as Record<string, unknown>)[name]] : [];
  return [...own, ...Object.values(value).flatMap((each) => idsIn(each, name))];
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

import { z } from 'zod';
import { MOST_CHARACTERS } from './limits.ts';

/** What of a chat completion is used: https://platform.openai.com/docs/api-reference/chat/object */
const COMPLETION = z.object({
  choices: z.array(
    z.object({
      message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: z.object({ total_tokens: z.number().int().nonnegative() }).nullish().catch(null),
});

/** What a model said, and what it took. */
export interface Completion {
  /** Without its thoughts; empty when it refused, said nothing, or far too much. */
  readonly text: string;
  /** Input and output together; undefined where the API does not say. */
  readonly tokens: number | undefined;
}

/** Reads a chat completion; undefined for anything else. */
export function readCompletion(body: unknown): Completion | undefined {
  const { data } = COMPLETION.safeParse(body);
  if (!data) return undefined;
  const [choice] = data.choices;
  const isRefused = choice?.message.refusal || choice?.finish_reason === 'content_filter';
  const text = isRefused ? '' : withoutThoughts(choice?.message.content ?? '');
  return { text, tokens: data.usage?.total_tokens };
}

const THOUGHTS = /<(think|thinking|reasoning)>.*?<\/\1>/gis;

/**
 * Reasoning models think aloud in <think>…</think>. Some templates open it before the answer begins,
 * and an answer that is cut off does not close it.
 */
function withoutThoughts(content: string): string {
  if (content.length > MOST_CHARACTERS) return '';
  const closed = content.replace(THOUGHTS, '').replace(/^.*<\/(?:think|thinking|reasoning)>/is, '');
  return closed.replace(/<(?:think|thinking|reasoning)>.*$/is, '').trim();
}

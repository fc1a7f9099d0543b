import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** What of a chat completion's request this server knows; OpenAI refuses every other field. */
const REQUEST = z.strictObject({
  model: z.string().min(1),
  messages: z
    .array(z.strictObject({ role: z.enum(['system', 'user']), content: z.string().min(1) }))
    .min(1),
  max_tokens: z.number().int().positive().optional(),
  max_completion_tokens: z.number().int().positive().optional(),
  temperature: z.number().min(0).max(2).optional(),
});

export type ChatRequest = z.infer<typeof REQUEST>;

/** An error in OpenAI's shape. */
export interface ApiError {
  readonly status: number;
  readonly message: string;
  readonly param?: string;
  readonly code?: string;
}

/** What a server demands of a request. */
export interface Demands {
  /** The key that it takes; null for one that takes none, as Ollama. */
  readonly key: string | null;
  readonly models: readonly string[];
  /** True for a model of OpenAI that thinks: it knows no max_tokens, and no temperature but 1. */
  readonly thinks: boolean;
  /** False where the models are not listed. */
  readonly lists: boolean;
}

/** The request, or what the API says is wrong with it. */
export function readRequest(text: string, demands: Demands): ChatRequest | ApiError {
  const parsed = REQUEST.safeParse(parse(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const keys = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : '';
    return {
      status: 400,
      message: `Unrecognized request argument supplied: ${keys || issue?.message}`,
    };
  }
  const { data } = parsed;
  if (data.max_tokens && data.max_completion_tokens)
    return {
      status: 400,
      message: 'Setting both max_tokens and max_completion_tokens is not supported.',
    };
  if (!demands.models.includes(data.model))
    return {
      status: 404,
      message: `The model \`${data.model}\` does not exist or you do not have access to it.`,
      code: 'model_not_found',
    };
  return demands.thinks ? (refusalOfThinker(data) ?? data) : data;
}

function refusalOfThinker({ max_tokens, temperature }: ChatRequest): ApiError | undefined {
  if (max_tokens !== undefined)
    return {
      status: 400,
      message:
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      param: 'max_tokens',
      code: 'unsupported_parameter',
    };
  if (temperature !== undefined && temperature !== 1)
    return {
      status: 400,
      message:
        "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
      param: 'temperature',
      code: 'unsupported_value',
    };
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong with the headers; undefined when nothing is. */
export function headerFault(headers: IncomingHttpHeaders, { key }: Demands): ApiError | undefined {
  const { authorization } = headers;
  if (key !== null && authorization !== `Bearer ${key}`)
    return { status: 401, message: 'Incorrect API key provided.', code: 'invalid_api_key' };
  if (key === null && authorization !== undefined)
    return { status: 400, message: 'No key is asked for here, and none should be sent.' };
  const own = Object.keys(headers).filter((name) => !EXPECTED.includes(name));
  if (own.length > 0) return { status: 400, message: `Told too much: ${own.join(', ')}` };
  return undefined;
}

/** What undici sends by itself, and what a call needs. */
const EXPECTED = [
  ...['host', 'connection', 'accept', 'accept-language', 'sec-fetch-mode', 'accept-encoding'],
  ...['content-type', 'content-length', 'user-agent', 'authorization'],
];

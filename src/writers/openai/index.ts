import OpenAI, { BadRequestError } from 'openai';
import { type Prompt, promptFor } from '../../core/summary/prompt.ts';
import type { SummaryWriter } from '../../core/summary/writer.ts';
import type { Clock } from '../../lib/clock.ts';
import { type Completion, readCompletion } from './answer.ts';
import { checkModel } from './check.ts';
import { noCompletion, toWriterError } from './errors.ts';
import { createFetch, type FetchOptions } from './fetch.ts';
import { CHARACTERS_A_TOKEN, CHECK_TIMEOUT_MS, MOST_OUTPUT } from './limits.ts';

export interface OpenAIOptions extends FetchOptions {
  /** "http://localhost:11434/v1" */
  readonly baseUrl: string;
  readonly model: string;
  /** How long a call may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly now: Clock;
}

/** What a model takes beside the question; found out as it refuses. */
interface Dialect {
  /** How the most tokens of an answer are called. */
  limit: 'max_tokens' | 'max_completion_tokens';
  /** Whether it can be asked for the likeliest answer. */
  cool: boolean;
}

/** The chat completions of OpenAI, and of whatever speaks like it: Ollama, vLLM, llama.cpp … */
export function createOpenAI(options: OpenAIOptions): SummaryWriter {
  const client = createClient(options);
  const dialect: Dialect = { limit: 'max_tokens', cool: true };

  async function ask({ system, user }: Prompt, most: number, signal: AbortSignal) {
    for (;;) {
      const asked = { ...dialect };
      try {
        return await client.chat.completions.create(
          {
            model: options.model,
            messages: [
              { role: 'system', content: system },
              { role: 'user', content: user },
            ],
            [asked.limit]: most,
            ...(asked.cool ? { temperature: 0 } : {}),
          },
          { signal },
        );
      } catch (error) {
        if (!adapt(dialect, asked, error)) throw error;
      }
    }
  }

  /** Everything that goes wrong leaves as a WriterError. */
  async function within<T>(
    timeoutMs: number,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      return await work(AbortSignal.any(signal ? [signal, deadline] : [deadline]));
    } catch (error) {
      const stopped = signal?.aborted ?? false;
      const now = options.now();
      throw toWriterError(error, { ...options, timeoutMs, stopped, late: deadline.aborted, now });
    }
  }

  async function complete(prompt: Prompt, most: number, signal: AbortSignal): Promise<Completion> {
    const completion = readCompletion(await ask(prompt, most, signal));
    if (!completion) throw noCompletion(options);
    return completion;
  }

  return {
    model: options.model,
    mostTokens: (request) => tokensOf(promptFor(request)) + MOST_OUTPUT,
    write: (request, signal) =>
      within(options.timeoutMs, signal, async (both) => {
        const prompt = promptFor(request);
        const { text, tokens } = await complete(prompt, MOST_OUTPUT, both);
        return { text, tokens: tokens ?? tokensOf(prompt) + MOST_OUTPUT };
      }),
    check: () =>
      checkModel(options, {
        models: () =>
          within(CHECK_TIMEOUT_MS, undefined, (signal) => client.models.list({ signal })),
        say: () =>
          within(options.timeoutMs, undefined, (signal) =>
            complete({ system: 'Answer with one word.', user: 'Are you there?' }, 1, signal),
          ),
      }),
  };
}

/** The SDK without its retries, its own time-out, its log and what it takes from the environment. */
function createClient(options: OpenAIOptions): OpenAI {
  return new OpenAI({
    baseURL: options.baseUrl,
    apiKey: options.apiKey ?? 'none',
    ...{ adminAPIKey: null, organization: null, project: null, webhookSecret: null },
    maxRetries: 0,
    timeout: options.timeoutMs + CHECK_TIMEOUT_MS,
    logLevel: 'off',
    fetch: createFetch(options),
  });
}

/**
 * OpenAI's newer models refuse max_tokens and a temperature, and name what they refuse. Gives true
 * when the question can be asked in another way.
 */
function adapt(dialect: Dialect, asked: Readonly<Dialect>, error: unknown): boolean {
  if (!(error instanceof BadRequestError)) return false;
  if (error.param === 'temperature' && asked.cool) {
    dialect.cool = false;
    return true;
  }
  if (error.param !== 'max_tokens' || asked.limit !== 'max_tokens') return false;
  dialect.limit = 'max_completion_tokens';
  return true;
}

function tokensOf({ system, user }: Prompt): number {
  return Math.ceil((system.length + user.length) / CHARACTERS_A_TOKEN);
}

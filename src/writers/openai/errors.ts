import { APIError } from 'openai';
import { WriterError } from '../../core/summary/writer.ts';
import { displayAddress } from '../../lib/address.ts';
import { HttpError, toHttpError } from '../../lib/http-error.ts';
import { causesOf } from '../../lib/network-failure.ts';
import { retryAfterMs } from '../../lib/retry-after.ts';

/** Under which circumstances a call failed. */
export interface Circumstances {
  readonly baseUrl: string;
  readonly model: string;
  /** The program ends. */
  readonly stopped: boolean;
  /** The call took longer than it may. */
  readonly late: boolean;
  readonly timeoutMs: number;
  readonly now: Date;
}

/** Says what went wrong with a call, from whatever the SDK threw. */
export function toWriterError(error: unknown, it: Circumstances): WriterError {
  if (error instanceof WriterError) return error;
  if (it.stopped)
    return new WriterError('stopped', 'The summary was given up, because the program ends.', {
      counts: true,
    });
  if (it.late) return tooLate(it);
  if (error instanceof APIError && error.status !== undefined) return refusal(error, it);
  if (error instanceof SyntaxError) return unreadable(it, error);
  const known = causesOf(error).find((cause) => cause instanceof HttpError);
  const { message, reached } = toHttpError(known ?? error, it.baseUrl, it);
  return new WriterError('later', message, { counts: reached, cause: error });
}

/** An answer that is no chat completion, though the API said that all is well. */
export function noCompletion({ baseUrl }: Pick<Circumstances, 'baseUrl'>): WriterError {
  const message = `${displayAddress(baseUrl)} answers with something other than a chat completion: check SUMMARY_BASE_URL.`;
  return new WriterError('setting', message, { counts: false });
}

function tooLate({ baseUrl, timeoutMs }: Circumstances): WriterError {
  const message = `${displayAddress(baseUrl)} did not write a summary within ${timeoutMs / 1_000} seconds: take a faster model, or a longer SUMMARY_TIMEOUT.`;
  return new WriterError('later', message, { counts: true });
}

function unreadable({ baseUrl }: Circumstances, cause: unknown): WriterError {
  const message = `${displayAddress(baseUrl)} broke off its answer, or did not send JSON: it is asked again later.`;
  return new WriterError('later', message, { counts: true, cause });
}

function refusal(error: APIError, it: Circumstances): WriterError {
  const { status = 0, headers, code } = error;
  const where = displayAddress(it.baseUrl);
  const found = code === 'insufficient_quota' ? OUT_OF_CREDIT : meaningOf(status, it.model);
  const message = `${where} ${found.meaning} (HTTP ${status}): ${found.remedy}.`;
  const retryAfter = retryAfterMs(headers?.get('retry-after') ?? null, it.now);
  return new WriterError(found.kind, message, {
    counts: status === 400 || status === 413 || status === 422 || status >= 500,
    retryAfterMs: found.kind === 'later' ? retryAfter : undefined,
    cause: error,
  });
}

interface Meaning {
  readonly kind: 'later' | 'setting';
  readonly meaning: string;
  readonly remedy: string;
}

const OUT_OF_CREDIT: Meaning = {
  kind: 'setting',
  meaning: 'has no credit left for this key',
  remedy: 'look at the account there',
};

function meaningOf(status: number, model: string): Meaning {
  const setting = (meaning: string, remedy: string): Meaning => ({
    ...{ kind: 'setting', meaning, remedy },
  });
  const later = (meaning: string): Meaning => ({
    ...{ kind: 'later', meaning, remedy: 'it is asked again later' },
  });
  if (status === 401 || status === 403)
    return setting('refuses the key', 'check SUMMARY_API_KEY, and what it may do');
  if (status === 402) return OUT_OF_CREDIT;
  if (status === 404)
    return setting(`knows no model ${model}`, 'check SUMMARY_MODEL and SUMMARY_BASE_URL');
  if (status >= 300 && status < 400)
    return setting('leads to another address', 'give that as SUMMARY_BASE_URL');
  if (status === 408 || status === 429) return later('asks us to slow down');
  if (status >= 500) return later('fails');
  return setting('refuses the question', 'check that SUMMARY_MODEL is a chat model');
}

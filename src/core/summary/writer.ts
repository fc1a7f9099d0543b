import type { Language } from '../language.ts';
import type { Check } from '../platform.ts';

/** All that a language model is told of a paper. */
export interface WriteRequest {
  readonly title: string;
  readonly abstract: string;
  readonly language: Language;
}

/** What a model answered, as it came but for its thoughts; empty when it would not. */
export interface Answer {
  readonly text: string;
  /** What the call took of the budget, input and output together. */
  readonly tokens: number;
}

/** A language model that the operator chose. */
export interface SummaryWriter {
  /** The model's name. */
  readonly model: string;
  /** The most tokens that writing such a summary can take. */
  mostTokens(request: WriteRequest): number;
  /** Asks once. Rejects with a WriterError and nothing else. */
  write(request: WriteRequest, signal: AbortSignal): Promise<Answer>;
  /** Whether the model can be used, for `paper-route doctor`; costs nothing. Never rejects. */
  check(): Promise<Check>;
}

/**
 * later: the model may answer when asked again; setting: nobody is answered until the operator
 * changes something; stopped: the call was given up because the program ends.
 */
export type WriterErrorKind = 'later' | 'setting' | 'stopped';

/** A call that brought no answer: one sentence for people, no secret in it. */
export class WriterError extends Error {
  readonly kind: WriterErrorKind;
  /** How long the model asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** False when no model worked on the question: it took no tokens, and was no attempt. */
  readonly counts: boolean;

  constructor(
    kind: WriterErrorKind,
    message: string,
    options: { retryAfterMs?: number | undefined; counts: boolean; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = 'WriterError';
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.counts = options.counts;
  }
}

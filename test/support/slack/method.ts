import type { Answer } from './answers.ts';

/** What a method is called with. */
export type Args = Readonly<Record<string, string>>;

/** A method of the Web API. */
export interface Method {
  readonly token: 'bot' | 'app';
  /** The arguments that https://docs.slack.dev/reference/methods names, those we may use. */
  readonly args: readonly string[];
  readonly scope?: (args: Args) => string | undefined;
  readonly run: (args: Args) => Answer;
}

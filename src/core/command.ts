import type { ChannelAddress } from './channel.ts';
import type { Message } from './message.ts';

/** A command as every platform hands it on. */
export interface CommandRequest {
  /** The words as typed after the slash, for instance "subscribe grpo" or "papers today". */
  readonly text: string;
  readonly channel: ChannelAddress;
  /** The platform's id of the person who typed it. */
  readonly userId: string;
}

/** good: it is done; info: an answer; bad: it was not done, and the text says why and what to do. */
export type Tone = 'good' | 'info' | 'bad';

/** What stands before a reply of each tone where the platform shows emoji. */
export const TONE_MARKS: Readonly<Record<Tone, string>> = { good: '✅ ', info: '', bad: '⚠️ ' };

/** What the bot answers; only the caller sees it. */
export interface Reply {
  /** Names the kind of answer: "subscribed", "alreadySubscribed". */
  readonly name: string;
  readonly tone: Tone;
  readonly message: Message;
}

/** Answers a command. It never rejects: a failure is a reply, too. */
export type CommandHandler = (request: CommandRequest) => Promise<Reply>;

/**
 * Told that the bot may be let back in somewhere in a workspace: it was invited, a channel or a
 * permission changed.
 */
export type OnReturn = (workspace: string) => void;

/** The half of a platform that listens. */
export interface ChatFrontend {
  /** Connects and hands each command to the handler. Rejects with one clear sentence when it can't. */
  start(handle: CommandHandler, onReturn?: OnReturn): Promise<void>;
  /** Stops listening; resolves once the commands under way are answered. */
  stop(): Promise<void>;
  /** Why commands don't arrive at present, in one sentence; null when they do, or soon will again. */
  problem(): string | null;
}

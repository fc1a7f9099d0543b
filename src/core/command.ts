import type { ChannelAddress } from './channel.ts';
import type { Form } from './form.ts';
import type { Message } from './message.ts';

/** Who typed a command or pressed a button. */
export interface Member {
  /** The platform's id. */
  readonly id: string;
  /** As the others in the channel know the person. */
  readonly name: string;
  /** The workspace that knows the person by this id; empty where the platform has one id for all. */
  readonly home: string;
  /** Whether the person may change what the channel follows and how. Never rejects. */
  mayManage(): Promise<boolean>;
  /** The person's IANA time zone; null where the platform does not tell. Never rejects. */
  timeZone(): Promise<string | null>;
}

/**
 * shared: others read along; private: a direct message with the bot, or the terminal; forum: others
 * read along, and each message begins a discussion of its own.
 */
export type Place = 'shared' | 'private' | 'forum';

/** A command as every platform hands it on: typed, or what a button or a form stands for. */
export interface CommandRequest {
  /** The words as typed after the slash, for instance "subscribe grpo" or "papers today". */
  readonly text: string;
  readonly channel: ChannelAddress;
  readonly place: Place;
  readonly member: Member;
  /** What was filled into a form, by the names of its fields. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
  /** The text of a file that came with the command. */
  readonly attachment?: string;
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
  /** A text to keep: shown as a file where the platform takes one from the bot, else as a block. */
  readonly file?: TextFile;
  /** The field of the form that a bad answer is about. */
  readonly field?: string;
}

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Answers a command. It never rejects: a failure is a reply, too. */
export type CommandHandler = (request: CommandRequest) => Promise<Reply>;

/** A command that is being typed. */
export interface SuggestRequest {
  /** "subscribe", "unsubscribe". */
  readonly command: string;
  /** What stands behind it so far. */
  readonly typed: string;
  readonly channel: ChannelAddress;
}

/** Whose page of the bot is opened. */
export interface HomeRequest {
  readonly platform: string;
  readonly workspace: string;
  readonly userId: string;
  /** The channels that the person can see, by the platform's ids; null where it does not tell. */
  readonly channels: readonly string[] | null;
}

/** What a platform tells apart from commands. */
export type PlatformEvent =
  /** The bot may be let back in somewhere: it was invited, a channel or a permission changed. */
  | { readonly kind: 'returned'; readonly workspace: string }
  /** The channel takes no posts any more: archived, deleted, or the bot was removed. */
  | { readonly kind: 'closed'; readonly channel: ChannelAddress; readonly reason: string }
  /** The channel has another id from now on. */
  | { readonly kind: 'moved'; readonly from: ChannelAddress; readonly to: ChannelAddress }
  /** The bot is no longer in the workspace. */
  | { readonly kind: 'left'; readonly workspace: string; readonly reason: string };

/** What a frontend asks and tells. None of it rejects. */
export interface ChatHooks {
  readonly handle: CommandHandler;
  /** The form that a button asks for, at once; a reply when there is none to fill in. */
  form(request: CommandRequest): Promise<Form | Reply>;
  /** What may be meant, the likeliest first, at most 25; nothing that is not the channel's to see. */
  suggest(request: SuggestRequest): Promise<readonly string[]>;
  /** A member's page of the bot: saved papers, and what the member's channels follow. */
  home(request: HomeRequest): Promise<Message>;
  happened(event: PlatformEvent): void;
}

/** The half of a platform that listens. */
export interface ChatFrontend {
  /** Connects and hands each command to the hooks. Rejects with one clear sentence when it can't. */
  start(hooks: ChatHooks): Promise<void>;
  /** Stops listening; resolves once the commands under way are answered. */
  stop(): Promise<void>;
  /** Why commands don't arrive at present, in one sentence; null when they do, or soon will again. */
  problem(): string | null;
}

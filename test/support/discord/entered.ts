import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import type { Answer, FakeChannel, PostedMessage } from './world.ts';

/** A file from a person's own machine. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The value of an option, as its type asks for. */
export type Option = string | FakeChannel | Upload;

/** Who does something, and where. */
export interface Asker {
  readonly channel: FakeChannel;
  /** Id of the person; the world's only one when left out. */
  readonly user?: string;
  /** What the person may do in the channel, as a number; with Manage Channels when left out. */
  readonly permissions?: string;
  /** True where only the person has the bot, not the server. */
  readonly takenAlong?: boolean;
  /** Called when the bot acknowledges. */
  readonly onAcknowledged?: () => void;
}

/** A slash command as a person enters it. */
export interface Entered extends Asker {
  readonly name: string;
  /** "today", "source add". */
  readonly subcommand?: string;
  /** Values by the names of the options. */
  readonly options?: Readonly<Record<string, Option>>;
}

/** A command while it is entered. */
export interface Typing extends Asker {
  readonly name: string;
  readonly subcommand?: string;
  /** Channels that were chosen before, by the names of the options. */
  readonly options?: Readonly<Record<string, FakeChannel>>;
  /** The option at which the person is. */
  readonly option: string;
  readonly typed: string;
}

/** What can be pressed on: a post, or an answer that only the person sees. */
export type Pressable = PostedMessage | Answer;

/** A press of a button, or the choice of an option of a menu. */
export interface Pressing extends Omit<Asker, 'channel'> {
  readonly on: Pressable;
  /** The label of the button, or of the option. */
  readonly label: string;
  /** Which of several with this label, from 0. */
  readonly nth?: number;
}

/** A form that has opened. */
export interface Window {
  readonly form: APIModalInteractionResponseCallbackData;
  /** The message on which it was opened. */
  readonly on: Pressable;
}

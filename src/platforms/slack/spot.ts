import { z } from 'zod';
import type { CommandRequest, Member } from '../../core/command.ts';

/**
 * Where something was typed, pressed or sent, and how an answer gets there. It travels in the
 * metadata of a modal, so that nothing is kept in memory.
 */
const SPOT = z.object({
  workspace: z.string(),
  /** Of the ChannelAddress: Slack's id, or the person's own id for a direct message. */
  channel: z.string(),
  place: z.enum(['shared', 'private']),
  /** What the person looks at: a line to type in, what only they see, a post, their home. */
  surface: z.enum(['command', 'ephemeral', 'post', 'home']),
  /** Slack's own id of the conversation; none in a home. */
  room: z.string().optional(),
  /** The post whose thread it is in. */
  thread: z.string().optional(),
  responseUrl: z.string().optional(),
});

const ORIGIN = z.object({ command: z.string(), spot: SPOT });

export type Spot = z.infer<typeof SPOT>;

/** What a modal remembers: what it stands for, and where it was opened. */
export type Origin = z.infer<typeof ORIGIN>;

/** The part of an interaction that says where it happened. */
export interface Scene {
  readonly channel?: { readonly id: string; readonly name?: string } | undefined;
  readonly container?: {
    readonly is_ephemeral?: unknown;
    readonly thread_ts?: unknown;
    readonly message_ts?: unknown;
  };
  readonly message?: Readonly<Record<string, unknown>> | undefined;
  readonly response_url?: string | undefined;
}

/**
 * Whose channel a command is about: a direct message, with whomever, stands for the person's own
 * channel with the bot, whose address is the person's id.
 */
export function addressed(room: string, name: string | undefined, userId: string) {
  const isDirect = name === 'directmessage' || room.startsWith('D');
  return { channel: isDirect ? userId : room, place: isDirect ? 'private' : 'shared' } as const;
}

/** Where a button was pressed: in a message, or else in the person's home. */
export function spotOfPress(workspace: string, userId: string, scene: Scene): Spot {
  const { channel, container, response_url: responseUrl } = scene;
  if (!channel) return spotOfHome(workspace, userId);
  const thread = threadOf(scene);
  return {
    workspace,
    ...addressed(channel.id, channel.name, userId),
    surface: container?.is_ephemeral === true ? 'ephemeral' : 'post',
    room: channel.id,
    ...(thread !== undefined && { thread }),
    ...(responseUrl && { responseUrl }),
  };
}

/** The first message of a thread names the thread, too, but stands in the channel. */
function threadOf({ container, message }: Scene): string | undefined {
  const thread = container?.thread_ts ?? message?.thread_ts;
  return typeof thread === 'string' && thread !== container?.message_ts ? thread : undefined;
}

/** A person's home is about the person's own channel. */
export function spotOfHome(workspace: string, userId: string): Spot {
  return { workspace, channel: userId, place: 'private', surface: 'home' };
}

/** A command as it reaches the core from there. */
export function requestFrom(spot: Spot, text: string, member: Member): CommandRequest {
  const { workspace, channel, place } = spot;
  return { text, channel: { platform: 'slack', workspace, channel }, place, member };
}

/** The metadata of a modal. */
export function writeOrigin(origin: Origin): string {
  return JSON.stringify(origin);
}

/** Reads the metadata of a modal; undefined when it is none of ours. */
export function readOrigin(metadata: string | undefined): Origin | undefined {
  try {
    return ORIGIN.safeParse(JSON.parse(metadata ?? '')).data;
  } catch {
    return undefined;
  }
}

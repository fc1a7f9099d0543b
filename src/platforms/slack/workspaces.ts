import type { webApi } from '@slack/bolt';
import { DeliveryError } from '../../core/delivery.ts';
import { type ApiOptions, createClient } from './api.ts';

/** What the bot has in one workspace. */
export interface Access {
  readonly botToken: string;
  readonly botId?: string | undefined;
  readonly botUserId?: string | undefined;
  /** What it may do there; undefined where Slack has not told. */
  readonly scopes?: readonly string[] | undefined;
}

/** Where the bot is. */
export interface Workspaces {
  /**
   * What the bot has in a workspace; null where it is not installed. Rejects with one sentence when
   * that can't be told.
   */
  access(workspace: string): Promise<Access | null>;
  /** Makes ready for commands, and says where they come from. Rejects with one sentence. */
  open(signal: AbortSignal): Promise<string>;
  /** The bot was removed from a workspace at a moment. False when it was installed again since. */
  forget(workspace: string, at: Date): Promise<boolean>;
  /** What a person there has to do when the bot has no token, as half a sentence. */
  readonly remedy: string;
}

/** A client of the Web API with the token of a workspace. Rejects with a DeliveryError without one. */
export type ClientOf = (workspace: string, signal?: AbortSignal) => Promise<webApi.WebClient>;

/** What tells a workspace, in a payload of Slack as bolt gives it on. */
interface Origin {
  readonly isEnterpriseInstall?: boolean;
  readonly enterpriseId?: string | undefined;
  readonly teamId?: string | undefined;
}

/**
 * The workspace of a ChannelAddress: the team, or the whole organization (Enterprise Grid) where
 * that installed the app at once. Takes bolt's `context`, or the source that it authorizes.
 */
export function workspaceOf({ isEnterpriseInstall, enterpriseId, teamId }: Origin): string {
  return (isEnterpriseInstall ? enterpriseId : undefined) ?? teamId ?? enterpriseId ?? '';
}

/** Gives each workspace the client with its own token. */
export function createClientOf(workspaces: Workspaces, options: ApiOptions): ClientOf {
  return async (workspace, signal) => {
    const access = await workspaces.access(workspace).catch(asDeliveryError);
    if (access) return createClient(access.botToken, options, signal);
    const reason = `Paper Route is not installed in the Slack workspace ${workspace}: ${workspaces.remedy}.`;
    throw new DeliveryError('retry', reason, { concerns: 'workspace' });
  };
}

function asDeliveryError(cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new DeliveryError('retry', reason, { concerns: 'workspace', cause });
}

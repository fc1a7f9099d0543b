import type { Paper, PaperId } from './paper.ts';

/** A member of a workspace, or of a platform without workspaces. */
export interface MemberAddress {
  readonly platform: string;
  /** Slack team id; empty where a person is one and the same everywhere. */
  readonly workspace: string;
  readonly userId: string;
}

export interface SavedPaper {
  readonly paper: Paper;
  readonly savedAt: Date;
}

/** Each member's own list of papers. */
export interface SavedStore {
  /** Adds a paper; false when it was on the list. */
  save(member: MemberAddress, paperId: PaperId, now: Date): Promise<boolean>;
  /** Takes a paper off; false when it was not on the list. */
  remove(member: MemberAddress, paperId: PaperId): Promise<boolean>;
  /** The list, the latest first. */
  list(member: MemberAddress, page: { limit: number; offset: number }): Promise<SavedPaper[]>;
  count(member: MemberAddress): Promise<number>;
}

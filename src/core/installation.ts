/** A workspace that let the bot in by itself, with what the bot may do there. */
export interface Installation {
  readonly platform: string;
  /** Slack team id; the enterprise's id where the app was installed for a whole organization. */
  readonly workspace: string;
  /** What the platform needs, sealed: nobody can read it in the database. */
  readonly sealed: string;
  readonly installedAt: Date;
}

export interface InstallationStore {
  /** Keeps an installation, in place of an earlier one of the workspace. */
  save(installation: Installation): Promise<void>;
  find(platform: string, workspace: string): Promise<Installation | undefined>;
  /** Forgets it; false when there was none. */
  remove(platform: string, workspace: string): Promise<boolean>;
  list(platform: string): Promise<Installation[]>;
}

/** What a platform has sent already, so that a repetition is not carried out again, in any process. */
export interface SeenStore {
  /**
   * Notes something that came.
   * @param key what tells it from all else, and is the same when it comes again.
   * @returns false when it was noted before.
   */
  note(key: string, at: Date): Promise<boolean>;
  /** Forgets what was noted before a moment. */
  forget(before: Date): Promise<void>;
}

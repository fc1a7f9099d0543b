/** Widest text, in columns: longer lines are hard to read. */
export const MAX_COLUMNS = 100;

/** Width when nobody says how wide the terminal is (a pipe, or 0 in some containers), in columns. */
export const DEFAULT_COLUMNS = 80;

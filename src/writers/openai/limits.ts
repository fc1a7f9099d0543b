/**
 * Most tokens of an answer. A summary takes 150, in scripts other than Latin twice that; the rest is
 * for models that think first.
 */
export const MOST_OUTPUT = 2_000;

/** English has about 4 characters a token, formulas and other scripts fewer: the careful side. */
export const CHARACTERS_A_TOKEN = 2;

/** How long the list of models may take, in milliseconds. */
export const CHECK_TIMEOUT_MS = 10_000;

/** Longest content that is read, in characters: what MOST_OUTPUT allows, five times over. */
export const MOST_CHARACTERS = 50_000;

/** Room for two or three sentences, in characters. */
export const BUDGET = 420;
export const MOST_SENTENCES = 3;

/** What one process found out. Times are milliseconds. */
export interface Measured {
  /** Of building the matcher from the database. */
  readonly loadMs: number;
  /** Of the process, after the start. */
  readonly residentMb: number;
  /** Of adding a new query, parsing included: the middle one, and the slowest of a hundred. */
  readonly addMs: number;
  readonly slowAddMs: number;
  /** Of a paper: analysing it and finding the queries that it satisfies. */
  readonly findMs: number;
  readonly queriesPerPaper: number;
  /** Of a paper: the same, with evidence and a match for every subscription. */
  readonly matchMs: number;
  readonly matchesPerPaper: number;
}

export interface Point extends Measured {
  readonly subscriptions: number;
}

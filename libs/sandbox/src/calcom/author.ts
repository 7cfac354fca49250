/** Who changed the calendar: a request to the API, by its number in the ledger, or a person on Cal.com's own pages. */
export type Author = { request: number } | { person: string };

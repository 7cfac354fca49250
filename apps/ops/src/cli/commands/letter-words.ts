/** Enough to name a letter by. */
export const short = (id: string): string => id.slice(0, 8);

/** UTC, to the second: letters of one burst are told apart. */
export const stamp = (date: Date): string => date.toISOString().slice(0, 19).replace('T', ' ');

import { isObject } from './input/issues';

/** How stale an answer may be. Milliseconds; default 0, always the truth. */
export interface ReadSettings {
  /** Reads and lists, and what a move or a cancellation looks at first, see the calendar as it was so long ago. */
  lagMs: number;
  /** The same question about free slots is answered with the same answer for so long. */
  slotsCacheMs: number;
}

export const upToDate: ReadSettings = { lagMs: 0, slotsCacheMs: 0 };

/** Settings as they come over HTTP; what is left out is 0. */
export function parseReadSettings(body: unknown): ReadSettings | { problem: string } {
  const problem = { problem: 'reads are { lagMs?, slotsCacheMs? }, milliseconds' };
  if (!isObject(body)) return problem;
  const isWrong = ([name, value]: [string, unknown]) =>
    !Object.hasOwn(upToDate, name) || typeof value !== 'number' || value < 0;
  return Object.entries(body).some(isWrong) ? problem : { ...upToDate, ...body };
}

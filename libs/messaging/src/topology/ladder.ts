const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
type Unit = keyof typeof unitMs;

/** 5 s, 30 s, 2 min, 10 min, 1 h. */
export const defaultLadder: readonly number[] = [5_000, 30_000, 120_000, 600_000, 3_600_000];

/**
 * Reads rising durations, for instance `5s,30s,2m,10m,1h`, into milliseconds.
 * @param setting what they were set with, for the error
 * @throws Error naming the setting and the part that is wrong
 */
export function parseLadder(text: string, setting = 'RETRY_LADDER'): number[] {
  const rungs = text.split(',').map((part) => parseRung(part.trim(), setting));
  rungs.forEach((rung, index) => {
    if (index > 0 && rung <= (rungs[index - 1] ?? 0))
      throw new Error(`${setting} must rise, but ${rungName(rung)} does not.`);
  });
  return rungs;
}

function parseRung(part: string, setting: string): number {
  const [, amount, unit] = /^(\d+)(ms|s|m|h)$/.exec(part) ?? [];
  const ms = Number(amount) * unitMs[unit as Unit];
  if (!(ms > 0)) throw new Error(`${setting}: "${part}" is not a duration; write for instance 5s,30s,2m,10m,1h.`);
  return ms;
}

/** The name of a rung, in its largest whole unit: part of the queue's name, for the TTL cannot be changed later. */
export function rungName(ms: number): string {
  const unit = (Object.keys(unitMs) as Unit[]).findLast((candidate) => ms % unitMs[candidate] === 0) ?? 'ms';
  return `${ms / unitMs[unit]}${unit}`;
}

import { CommandFailure } from './command-line';

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A moment as it is given on the command line: `2026-11-21`, `2026-11-21T10:00`, `2026-11-21T10:00:00+01:00` (without a zone:
 * UTC), or how long ago, `90s`, `30m`, `2h`, `7d`.
 * @param option for the error
 * @throws CommandFailure
 */
export function momentOf(option: string, text: string, now: Date): Date {
  const [, amount, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (amount !== undefined) return new Date(now.getTime() - Number(amount) * (unitMs[unit] ?? 0));
  const isMoment = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text);
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/.test(text) && text.includes('T');
  const moment = new Date(hasZone ? text : text.includes('T') ? `${text}Z` : `${text}T00:00Z`);
  if (!isMoment || Number.isNaN(moment.getTime()))
    throw new CommandFailure(
      `${option} ${text} is no moment.`,
      'Write for instance 2026-11-21, 2026-11-21T10:00+01:00, or how long ago: 30m, 2h, 7d.',
      2,
    );
  return moment;
}

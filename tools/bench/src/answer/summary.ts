import type { Figures, Spread } from '../statistics';
import type { Machine } from './machine';
import type { Counts } from './trace/path';

export interface Summary {
  readonly bench: 'answer';
  /** Every call was answered "booked", and is. */
  readonly ok: boolean;
  readonly seed: number;
  readonly callsPerSecond: number;
  readonly rounds: number;
  readonly secondsPerRound: number;
  /** Measured ones, without those to warm up. */
  readonly calls: number;
  readonly floors: number;
  /** What the floor was made of, as it was seen in a traced call, and once more in the floor. */
  readonly path: Counts;
  /** From the signed function call to its answer, without the calendar's own time. Milliseconds, like the next two. */
  readonly answerMs: Figures;
  readonly floorMs: Figures;
  /** What the calendar took of each call. */
  readonly calendarMs: Figures;
  readonly ratio: Figures;
  /** Of the measured calls; more than the calls when some needed several. */
  readonly calendarRequests: number;
  readonly machine: Machine;
  /** The first of what was wrong. */
  readonly wrong: readonly string[];
}

export function forPeople(summary: Summary): string {
  const { path, answerMs, floorMs, ratio, calendarMs, calls, rounds, secondsPerRound, machine } = summary;
  const line = (name: string, { median, p99 }: Figures, unit: string) =>
    `  ${name.padEnd(34)} median ${shown(median, unit)}   p99 ${shown(p99, unit)}`;
  return [
    `${calls} calls at ${summary.callsPerSecond}/s in ${rounds} rounds of ${secondsPerRound} s, floor and app in turn; min to max of the rounds in brackets`,
    line('answer, without the calendar', answerMs, 'ms'),
    line('floor', floorMs, 'ms'),
    line('ratio', ratio, ''),
    line('the calendar itself', calendarMs, 'ms'),
    `  the floor: ${path.confirms} confirms, ${path.commits} commits, ${path.statements} statements (${path.roundTrips} round trips to the database)`,
    `  ${machine.cores} cores (${machine.cpu}), load ${machine.loadBefore} before and ${machine.loadAfter} after, Node ${machine.node}, PostgreSQL ${machine.postgres}, RabbitMQ ${machine.rabbitmq}`,
    ...summary.wrong.map((wrong) => `  WRONG: ${wrong}`),
  ].join('\n');
}

const shown = ({ value, min, max }: Spread, unit: string): string =>
  `${value.toFixed(1)}${unit && ` ${unit}`} (${min.toFixed(1)} to ${max.toFixed(1)})`;

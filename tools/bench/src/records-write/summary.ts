import type { Machine } from '../answer/machine';
import type { Spread } from '../statistics';

export interface WriteSummary {
  readonly bench: 'records-write';
  /** Every message became its rows, linked both ways where both are there. */
  readonly ok: boolean;
  readonly seed: number;
  readonly rounds: number;
  /** Per round and side. */
  readonly messages: number;
  readonly prefetch: number;
  /** Messages a second: all rows are committed and, for records, every event that follows is confirmed by the broker. */
  readonly records: Spread;
  /** Records, until all rows are committed. */
  readonly recordsRows: Spread;
  /** The plain consumer that writes every row that records writes, and publishes nothing. */
  readonly sameRows: Spread;
  /** The plain consumer that writes the call and the appointment alone. */
  readonly twoRows: Spread;
  /** `records` by the one and by the other, round by round for the spread. */
  readonly ratioSameRows: Spread;
  readonly ratioTwoRows: Spread;
  readonly machine: Machine;
  readonly wrong: readonly string[];
}

export function writeForPeople({ machine, wrong, ...summary }: WriteSummary): string {
  const line = (name: string, { value, min, max }: Spread, digits: number, unit: string) =>
    `  ${name.padEnd(44)} ${value.toFixed(digits)}${unit} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
  return [
    `${summary.messages} bookings in each of ${summary.rounds} rounds, all sides in turn, prefetch ${summary.prefetch}; min to max of the rounds in brackets`,
    line('records, rows and events', summary.records, 0, '/s'),
    line('records, rows alone', summary.recordsRows, 0, '/s'),
    line('message by message, the same rows', summary.sameRows, 0, '/s'),
    line('message by message, call and appointment', summary.twoRows, 0, '/s'),
    line('records by the same rows', summary.ratioSameRows, 1, ''),
    line('records by call and appointment', summary.ratioTwoRows, 1, ''),
    `  ${machine.cores} cores (${machine.cpu}), load ${machine.loadBefore} before and ${machine.loadAfter} after, Node ${machine.node}, PostgreSQL ${machine.postgres}, RabbitMQ ${machine.rabbitmq}`,
    ...wrong.map((each) => `  WRONG: ${each}`),
  ].join('\n');
}

import { parseArgs } from 'node:util';

export interface Options {
  /** The same seed gives the same calls, faults and order of faults; what happens at once is up to the machine. */
  readonly seed: number;
  /** How long calls come in. Outages are as long in proportion: 10 s without broker in 120 s. */
  readonly seconds: number;
  /** Call webhooks per second. */
  readonly webhooks: number;
  /** Calls per second in which somebody books; three of the webhooks belong to each. */
  readonly bookings: number;
  /** Bookings per second that people make on Cal.com's own page. */
  readonly web: number;
  /** Instead of killing parts, the network between each two of them fails. */
  readonly cut: boolean;
}

export const usage = `npm run chaos -- [--seed N] [--seconds 120] [--webhooks 10] [--bookings 2] [--web 0.5] [--cut]

Callbook with two replicas of each app on a PostgreSQL and a RabbitMQ of its own, under a steady stream of calls and of
bookings made in the calendar itself, while the broker and the database are killed for a while and each app is killed once; with --cut, while the network fails between
each two parts in turn. Then it is judged by what the simulated Cal.com and Retell saw and by what stands in the database.
stderr tells what happens. The last line on stdout is a JSON summary. Exit code 0 all promises kept, 1 not, 2 it could not run.`;

/** @throws Error naming the argument that is wrong */
export function parseOptions(args: readonly string[], randomSeed: () => number): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      seconds: { type: 'string', default: '120' },
      webhooks: { type: 'string', default: '10' },
      bookings: { type: 'string', default: '2' },
      web: { type: 'string', default: '0.5' },
      cut: { type: 'boolean', default: false },
    },
  });
  return {
    seed: values.seed === undefined ? randomSeed() : number('--seed', values.seed, 0),
    seconds: number('--seconds', values.seconds, 1),
    webhooks: number('--webhooks', values.webhooks, 0),
    bookings: number('--bookings', values.bookings, 0),
    web: number('--web', values.web, 0),
    cut: values.cut,
  };
}

function number(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least || text.trim() === '')
    throw new Error(`${name} must be a number from ${least}, not '${text}'`);
  return value;
}

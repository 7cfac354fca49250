import { parseArgs } from 'node:util';

export interface Options {
  /** The same seed gives the same calls, faults and order of faults; what happens at once is up to the machine. */
  readonly seed: number;
  /** How long calls come in. Outages are as long in proportion: 10 s without broker in 120 s. */
  readonly seconds: number;
  /** Call webhooks per second. */
  readonly webhooks: number;
  /** Calls per second in which somebody books; three of the webhooks belong to each. */
  readonly rate: number;
  /** Bookings per second that people make on Cal.com's own page. */
  readonly web: number;
  /** Instead of killing parts, the network between each two of them fails. */
  readonly cut: boolean;
  /** So many callers want one booking each, and all of them must get it; undefined: calls come in for some time. */
  readonly intentions?: number;
  /** Of the simulated Cal.com: far above what comes in, or what Cal.com really grants. */
  readonly limit: Limit;
}

export type Limit = (typeof limits)[number];
const limits = ['raised', 'default'] as const;

export const usage = `npm run chaos -- [--seed N] [--seconds 120] [--webhooks 10] [--rate 2] [--web 0.5] [--cut]
npm run chaos -- --bookings 300 [--seed N] [--rate 3] [--limit default]

Callbook with two replicas of each app on a PostgreSQL and a RabbitMQ of its own, under a steady stream of calls and of
bookings made in the calendar itself, while the broker and the database are killed for a while and each app is killed once;
with --cut, while the network fails between each two parts in turn. --rate is bookings by phone a second, --web on the web.

With --bookings so many callers want one booking each, while every fifth POST to Cal.com books and is never answered, every
tenth is answered 5xx, and a booking process is killed every few seconds. With --limit default Cal.com takes no more
requests a minute than it really does; the calls come slower then, --rate 1, and yet more than that allows.

Then it is judged by what the simulated Cal.com and Retell saw and by what stands in the database.
stderr tells what happens. The last line on stdout is a JSON summary. Exit code 0 all promises kept, 1 not, 2 it could not run.`;

/** @throws Error naming the argument that is wrong */
export function parseOptions(args: readonly string[], randomSeed: () => number): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      seconds: { type: 'string', default: '120' },
      webhooks: { type: 'string', default: '10' },
      rate: { type: 'string' },
      web: { type: 'string', default: '0.5' },
      cut: { type: 'boolean', default: false },
      bookings: { type: 'string' },
      limit: { type: 'string' },
    },
  });
  const intentions = values.bookings === undefined ? undefined : number('--bookings', values.bookings, 1);
  if (values.limit !== undefined && intentions === undefined) throw new Error('--limit needs --bookings');
  if (values.cut && intentions !== undefined) throw new Error('--cut cannot be had with --bookings');
  const limit = limits.find((one) => one === (values.limit ?? 'raised'));
  if (!limit) throw new Error(`--limit must be ${limits.join(' or ')}, not '${values.limit}'`);
  const usualRate = intentions === undefined ? '2' : usualRates[limit];
  return {
    seed: values.seed === undefined ? randomSeed() : number('--seed', values.seed, 0),
    seconds: number('--seconds', values.seconds, 1),
    webhooks: number('--webhooks', values.webhooks, 0),
    rate: number('--rate', values.rate ?? usualRate, 0),
    web: number('--web', values.web, 0),
    cut: values.cut,
    ...(intentions !== undefined && { intentions }),
    limit,
  };
}

const usualRates: Readonly<Record<Limit, string>> = { raised: '3', default: '1' };

function number(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least || text.trim() === '')
    throw new Error(`${name} must be a number from ${least}, not '${text}'`);
  return value;
}

import type { WantedTopology } from './wanted-topology';

/** What the broker has, as its management API tells it. */
export interface FoundTopology {
  readonly exchanges: readonly { readonly name: string; readonly type: string }[];
  readonly queues: readonly { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }[];
  /** Undefined: could not be looked at. */
  readonly bindings?: readonly { readonly exchange: string; readonly queue: string; readonly key: string }[];
}

export interface TopologyProblem {
  readonly kind: 'exchange' | 'queue' | 'binding';
  readonly name: string;
  /** What is wrong, in words. */
  readonly what: string;
  /** Whether declaring repairs it; else it is an argument, which cannot be changed under a name. */
  readonly repair: 'declare' | 'migrate';
}

/** Where the messages of a queue wait while it is given other arguments. */
export const besideQueue = (queue: string): string => `${queue}.moving`;

/** A migration that was interrupted. */
export const unfinished = (queue: string): TopologyProblem => ({
  ...{ kind: 'queue', name: queue, repair: 'migrate' },
  what: `has messages in ${besideQueue(queue)}`,
});

/** What of the wanted topology is missing or other than it should be. What else the broker has is nobody's business. */
export function compareTopology(wanted: WantedTopology, found: FoundTopology): TopologyProblem[] {
  const exchanges = new Map(found.exchanges.map((exchange) => [exchange.name, exchange]));
  const queues = new Map(found.queues.map((queue) => [queue.name, queue]));
  const bindings = found.bindings && new Set(found.bindings.map(bindingText));
  return [
    ...wanted.exchanges.flatMap(({ name, type }): TopologyProblem[] => {
      const exchange = exchanges.get(name);
      if (!exchange) return [{ kind: 'exchange', name, what: 'is missing', repair: 'declare' }];
      const what = `is of type ${exchange.type} instead of ${type}`;
      return exchange.type === type ? [] : [{ kind: 'exchange', name, what, repair: 'migrate' }];
    }),
    ...wanted.queues.flatMap(({ name, arguments: args }): TopologyProblem[] => {
      const queue = queues.get(name);
      const left = queues.has(besideQueue(name)) ? [unfinished(name)] : [];
      if (!queue) return [{ kind: 'queue', name, what: 'is missing', repair: 'declare' }, ...left];
      const others = differingArguments(args, queue.arguments);
      return [...others.map((what) => ({ kind: 'queue' as const, name, what, repair: 'migrate' as const })), ...left];
    }),
    ...wanted.bindings
      .filter((binding) => bindings && queues.has(binding.queue) && !bindings.has(bindingText(binding)))
      .map(({ exchange, queue, key }): TopologyProblem => {
        return { kind: 'binding', name: queue, what: `is not bound to ${exchange} with "${key}"`, repair: 'declare' };
      }),
  ];
}

const bindingText = ({ exchange, queue, key }: { exchange: string; queue: string; key: string }): string =>
  JSON.stringify([exchange, queue, key]);

function differingArguments(
  wanted: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
): string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort();
  return names
    .filter((name) => wanted[name] !== found[name])
    .map((name) => `has ${name} ${said(found[name])} instead of ${said(wanted[name])}`);
}

const said = (value: unknown): string => (value === undefined ? 'not set' : JSON.stringify(value));

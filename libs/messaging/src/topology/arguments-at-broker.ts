import { closeChannel } from '../connection/close-channel';
import { withConnection } from './look-at-topology';
import { besideQueue, type TopologyProblem, unfinished } from './compare-topology';
import { type Topology } from './topology';
import { wantedTopology } from './wanted-topology';

/**
 * What can be told of a topology without the management API: exchanges and queues that are missing or have other arguments. A
 * binding cannot be asked for. Changes nothing: declaring what is there as it is there does not.
 * @throws Error when there is no broker to ask
 */
export function problemsOverAmqp(url: string, topology: Topology): Promise<TopologyProblem[]> {
  const { exchanges, queues } = wantedTopology(topology);
  return withConnection(url, async (connection) => {
    const refusalOf = async (
      ask: (channel: Awaited<ReturnType<typeof connection.createChannel>>) => Promise<unknown>,
    ) => {
      const channel = await connection.createChannel();
      channel.on('error', () => undefined);
      try {
        await ask(channel);
        await closeChannel(channel);
        return undefined;
      } catch (error) {
        const { code, message } = error as { code?: number; message: string };
        if (code !== 404 && code !== 406) throw error;
        return { code, what: /- ("?inequivalent.*)$/.exec(message)?.[1] ?? message };
      }
    };
    const problems: TopologyProblem[] = [];
    for (const { name, type } of exchanges) {
      if (await refusalOf((channel) => channel.checkExchange(name)))
        problems.push({ kind: 'exchange', name, what: 'is missing', repair: 'declare' });
      else {
        const other = await refusalOf((channel) => channel.assertExchange(name, type, { durable: true }));
        if (other) problems.push({ kind: 'exchange', name, what: other.what, repair: 'migrate' });
      }
    }
    for (const { name, arguments: args } of queues) {
      if (await refusalOf((channel) => channel.checkQueue(name)))
        problems.push({ kind: 'queue', name, what: 'is missing', repair: 'declare' });
      else {
        const other = await refusalOf((channel) => channel.assertQueue(name, { durable: true, arguments: args }));
        if (other) problems.push({ kind: 'queue', name, what: other.what, repair: 'migrate' });
      }
      if (!(await refusalOf((channel) => channel.checkQueue(besideQueue(name))))) problems.push(unfinished(name));
    }
    return problems;
  });
}

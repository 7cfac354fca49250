import type { FoundTopology } from '@callbook/messaging';
import { BrokerManagement } from '../subscribers/broker-management';

/** No path, or an empty one, means the default virtual host, which is called `/`. */
export function managementOf(managementUrl: string, brokerUrl: string): BrokerManagement {
  return new BrokerManagement(managementUrl, decodeURIComponent(new URL(brokerUrl).pathname.slice(1)) || '/');
}

/** Exchanges, queues and bindings of the virtual host. @throws ManagementError */
export async function foundTopology(management: BrokerManagement): Promise<FoundTopology> {
  const [exchanges, queues, bindings] = await Promise.all([
    management.get<FoundTopology['exchanges']>(['exchanges', '@'], '?columns=name,type'),
    management.get<FoundTopology['queues']>(['queues', '@'], '?columns=name,arguments'),
    management.get<{ source: string; destination: string; destination_type: string; routing_key: string }[]>([
      'bindings',
      '@',
    ]),
  ]);
  return {
    exchanges,
    queues,
    bindings: bindings
      .filter(({ destination_type: to }) => to === 'queue')
      .map(({ source, destination, routing_key: key }) => ({ exchange: source, queue: destination, key })),
  };
}

/** Messages handed over and not answered, by queue at the broker; as of some seconds ago. @throws ManagementError */
export async function unackedOf(management: BrokerManagement): Promise<ReadonlyMap<string, number>> {
  const queues = await management.get<{ name: string; messages_unacknowledged?: number }[]>(
    ['queues', '@'],
    '?columns=name,messages_unacknowledged',
  );
  return new Map(
    queues.flatMap(({ name, messages_unacknowledged: count }) => (count === undefined ? [] : [[name, count] as const])),
  );
}

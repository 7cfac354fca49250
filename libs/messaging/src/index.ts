export { AnswerQuery, Consume, Listen } from './consuming/consume.decorator';
export { type Delivery } from './consuming/delivery';
export { HandlersIncomplete } from './consuming/own-queues';
export * from './failure/errors';
export { MessagingModule } from './messaging.module';
export { type MessagingOptions } from './messaging-runtime';
export { EventPublisher } from './publishing/event-publisher';
export * from './publishing/publish-errors';
export { QueryClient } from './queries/query-client';
export { QueryError } from './queries/query-errors';
export { rabbitMqStrategy } from './rabbitmq.strategy';
export { TopologyIncomplete } from './topology/check-topology';
export { declareTopology } from './topology/declare-topology';
export { defaultLadder, parseLadder, rungName } from './topology/ladder';
export {
  deadQueueName,
  eventsExchange,
  printTopology,
  queueName,
  type Topology,
  type TopologyOptions,
  topologyOf,
} from './topology/topology';

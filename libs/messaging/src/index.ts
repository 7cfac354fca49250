export { AnswerQuery, Consume, ConsumeEveryEvent, Listen } from './consuming/consume.decorator';
export { type Delivery, headers as failureHeaders, historyHeader, replayHeader } from './consuming/delivery';
export { HandlersIncomplete } from './consuming/own-queues';
export { type BatchLimits, type DeadBatch, type DeadMessage, DeadQueues } from './dead-letters/dead-queues';
export { type QueueMessage, QueueSender } from './dead-letters/queue-sender';
export { type QueueLook } from './depths/look-at-queues';
export * from './failure/errors';
export { MessagingModule } from './messaging.module';
export { type MessagingOptions, MessagingRuntime, type ReplayedHandler } from './messaging-runtime';
export { EventPublisher } from './publishing/event-publisher';
export * from './publishing/publish-errors';
export { QueryClient } from './queries/query-client';
export { QueryError } from './queries/query-errors';
export { rabbitMqStrategy } from './rabbitmq.strategy';
export { TopologyIncomplete } from './topology/check-topology';
export { compareTopology, type FoundTopology, type TopologyProblem } from './topology/compare-topology';
export { problemsOverAmqp } from './topology/arguments-at-broker';
export { declareTopology } from './topology/declare-topology';
export { type ConsumerLook, lookAtTopology, type TopologyLook } from './topology/look-at-topology';
export { migrateQueue, QueueInUse } from './topology/migrate-queue';
export { type WantedTopology, wantedTopology } from './topology/wanted-topology';
export { defaultLadder, parseLadder, rungName } from './topology/ladder';
export {
  deadQueueName,
  eventsExchange,
  printTopology,
  publicExchange,
  queueName,
  type Topology,
  type TopologyOptions,
  topologyOf,
} from './topology/topology';

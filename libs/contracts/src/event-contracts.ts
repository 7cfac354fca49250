import type { EventClass } from './envelope/event-class';
import { samples } from './samples/samples';

/** Every event there is. The topology, the start-up checks and the documentation are made from this table. */
export const eventContracts: readonly EventClass[] = samples.map(({ event }) => event);

/** Queues whose consumer takes every event of every company, those of types that are not in the table yet included. */
export const everyEventQueues: readonly string[] = ['ops.event-history', 'ops.public-copies'];

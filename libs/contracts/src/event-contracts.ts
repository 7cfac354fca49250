import type { EventClass } from './envelope/event-class';
import type { QueryClass } from './queries/query-class';
import { RequestOutcome } from './queries/request-outcome.query';
import { samples } from './samples/samples';

/** Every event there is. The topology, the start-up checks and the documentation are made from this table. */
export const eventContracts: readonly EventClass[] = samples.map(({ event }) => event);

/** Every query there is. */
export const queryContracts: readonly QueryClass[] = [RequestOutcome];

import type { EventClass } from './envelope/event-class';
import type { QueryClass } from './queries/query-class';
import { AppointmentsOfCaller } from './queries/appointments.query';
import { Availability } from './queries/availability.query';
import { CustomerOfNumber } from './queries/customer.query';
import { RequestOutcome } from './queries/request-outcome.query';
import { SettleOwedAnswer } from './queries/settle-owed-answer.query';
import { samples } from './samples/samples';

/** Every event there is. The topology, the start-up checks and the documentation are made from this table. */
export const eventContracts: readonly EventClass[] = samples.map(({ event }) => event);

/** Every query there is. */
export const queryContracts: readonly QueryClass[] = [
  RequestOutcome,
  CustomerOfNumber,
  AppointmentsOfCaller,
  SettleOwedAnswer,
  Availability,
];

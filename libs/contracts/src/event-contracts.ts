import type { EventClass } from './envelope/event-class';
import type { QueryClass } from './queries/query-class';
import { LinkAppointment, NoteAppointment, ShowAppointment, UnlinkAppointment } from './queries/appointment-acts.query';
import { AppointmentsOfCaller } from './queries/appointments.query';
import { Availability } from './queries/availability.query';
import { MergeCustomers, ShowCustomers, UnmergeCustomer } from './queries/customer-acts.query';
import { CustomerOfNumber } from './queries/customer.query';
import { EraseCustomer } from './queries/erase-customer.query';
import { ExportCustomer } from './queries/export-customer.query';
import { HeldByOps } from './queries/held-by-ops.query';
import { HeldOfPerson } from './queries/held-of-person.query';
import { PredictInBooking, PredictInRecords } from './queries/predict-effects.query';
import { RequestOutcome } from './queries/request-outcome.query';
import { SettleOwedAnswer } from './queries/settle-owed-answer.query';
import { samples } from './samples/samples';

/** Every event there is. The topology, the start-up checks and the documentation are made from this table. */
export const eventContracts: readonly EventClass[] = samples.map(({ event }) => event);

/** Queues whose consumer takes every event of every company, those of types that are not in the table yet included. */
export const everyEventQueues: readonly string[] = ['ops.event-history', 'ops.public-copies'];

/** Every query there is. */
export const queryContracts: readonly QueryClass[] = [
  RequestOutcome,
  CustomerOfNumber,
  AppointmentsOfCaller,
  SettleOwedAnswer,
  ExportCustomer,
  EraseCustomer,
  HeldOfPerson,
  HeldByOps,
  ShowAppointment,
  LinkAppointment,
  UnlinkAppointment,
  NoteAppointment,
  ShowCustomers,
  MergeCustomers,
  UnmergeCustomer,
  Availability,
  PredictInRecords,
  PredictInBooking,
];

import type { CatalogueSource } from '@callbook/catalogue';
import {
  AppointmentLinked,
  AppointmentNoted,
  AppointmentUnlinked,
  BookingAbsenceMarked,
  BookingAlreadyBooked,
  BookingAskedBack,
  BookingAwaitingConfirmation,
  BookingCancelled,
  BookingCreated,
  BookingFailed,
  BookingReassigned,
  BookingRejected,
  BookingRequestJoined,
  BookingRescheduled,
  BookingUnresolved,
  CallAnalyzed,
  CallEnded,
  CallFunctionAnswered,
  CallStarted,
  CustomerMerged,
  CustomerUnmerged,
  type Event,
  type EventClass,
} from '@callbook/contracts';
import type { Acts } from '../acts/acts';
import { RecordAlreadyBooked } from '../appointments/record-already-booked';
import { RecordBooking } from '../appointments/record-booking';
import { RecordCall } from '../calls/record-call';
import { RecordFunctionAnswer } from '../calls/record-function-answer';
import type { Clock } from '../clock/clock';
import { MergeTwoCustomers } from '../customer-merges/merge-customers';
import { DecideLink } from '../links/decide-link';
import { WriteNote } from '../notes/write-note';
import { JoinRequest } from '../outcomes/join-request';
import { RecordUnbooked } from '../outcomes/record-unbooked';
import type { Message, Records } from '../transaction/records';

/** Where a message is handled: the real record, or one that takes everything back. */
export interface Stage {
  readonly records: Records;
  readonly acts: Acts;
  readonly catalogue: CatalogueSource;
  readonly clock: Clock;
}

export interface Handler {
  readonly event: EventClass;
  /** Whether it works on rows past the working set, and so cannot see what messages before it did there. */
  readonly isAct: boolean;
  handle(stage: Stage, event: Event<object>, message: Message): Promise<void>;
}

type Handle = (stage: Stage, event: never, message: Message) => Promise<void>;

const booking: Handle = ({ records, catalogue, clock }, event, message) =>
  new RecordBooking(records, catalogue, clock).execute(event, message);
const call: Handle = ({ records, catalogue, clock }, event, message) =>
  new RecordCall(records, catalogue, clock).execute(event, message);
const unbooked: Handle = ({ records, catalogue, clock }, event, message) =>
  new RecordUnbooked(records, catalogue, clock).execute(event, message);
const alreadyBooked: Handle = ({ records, catalogue, clock }, event, message) =>
  new RecordAlreadyBooked(records, catalogue, clock).execute(event, message);
const joined: Handle = ({ records, catalogue, clock }, event, message) =>
  new JoinRequest(records, catalogue, clock).execute(event, message);
const answered: Handle = ({ records, catalogue, clock }, event, message) =>
  new RecordFunctionAnswer(records, catalogue, clock).execute(event, message);
const link: Handle = ({ acts, catalogue, clock }, event, message) =>
  new DecideLink(acts, catalogue, clock).apply(event, message);
const note: Handle = ({ acts, clock }, event, message) => new WriteNote(acts, clock).apply(event, message);
const merge: Handle = ({ acts, clock }, event, message) => new MergeTwoCustomers(acts, clock).apply(event, message);

const ofMessages: readonly (readonly [EventClass, Handle])[] = [
  [BookingCreated, booking],
  [BookingAwaitingConfirmation, booking],
  [BookingRescheduled, booking],
  [BookingReassigned, booking],
  [BookingAbsenceMarked, booking],
  [BookingCancelled, booking],
  [BookingRejected, booking],
  [BookingAlreadyBooked, alreadyBooked],
  [BookingRequestJoined, joined],
  [BookingFailed, unbooked],
  [BookingUnresolved, unbooked],
  [BookingAskedBack, unbooked],
  [CallStarted, call],
  [CallEnded, call],
  [CallAnalyzed, call],
  [CallFunctionAnswered, answered],
] as never;
const ofActs: readonly (readonly [EventClass, Handle])[] = [
  [AppointmentLinked, link],
  [AppointmentUnlinked, link],
  [AppointmentNoted, note],
  [CustomerMerged, merge],
  [CustomerUnmerged, merge],
] as never;

/** How the message of each queue is handled, by queue: the same use cases the consumers call. */
export const handlers: ReadonlyMap<string, Handler> = new Map([
  ...ofMessages.flatMap(([event, handle]) => entriesOf(event, handle, false)),
  ...ofActs.flatMap(([event, handle]) => entriesOf(event, handle, true)),
]);

function entriesOf(event: EventClass, handle: Handle, isAct: boolean): [string, Handler][] {
  const handler = { event, isAct, handle: handle as Handler['handle'] };
  return event.consumers.filter((queue) => queue.startsWith('records.')).map((queue) => [queue, handler]);
}

import type { Catalogue } from '@callbook/catalogue';
import {
  AppointmentLinked,
  AppointmentNoted,
  AppointmentUnlinked,
  BookingAlreadyBooked,
  BookingAskedBack,
  BookingFailed,
  BookingRequestJoined,
  BookingUnresolved,
  CallAnalyzed,
  CallEnded,
  CallFunctionAnswered,
  CallStarted,
  CustomerMerged,
  CustomerUnmerged,
  type Event,
  eventContracts,
} from '@callbook/contracts';
import { Inbox, Outbox } from '@callbook/outbox';
import {
  CompleteAppointments,
  DecideLink,
  JoinRequest,
  MergeTwoCustomers,
  OweInTime,
  PostgresActs,
  PostgresCallsDue,
  PostgresRecords,
  RecordAlreadyBooked,
  RecordBooking,
  RecordCall,
  RecordFunctionAnswer,
  RecordUnbooked,
  WriteNote,
} from '@callbook/records/writer';
import type { DataSource } from 'typeorm';

/** One process of records, as far as it writes: it takes messages, and looks at the clock. */
export interface Writer {
  /** Handles a message as its consumer would. */
  tell(event: Event<object>): Promise<void>;
  /** Does all that the clock has made due. */
  lookAtTheClock(): Promise<void>;
}

export interface Surroundings {
  readonly catalogue: Catalogue;
  readonly clock: { now(): Date };
}

export type MakeWriter = (dataSource: DataSource, surroundings: Surroundings) => Writer;

/** The real use cases over PostgreSQL, with inbox and outbox. */
export const realWriter: MakeWriter = (dataSource, { catalogue, clock }) => {
  const source = { current: () => catalogue };
  const [inbox, outbox] = [new Inbox(dataSource, 'records'), new Outbox('records')];
  const records = new PostgresRecords(inbox, outbox);
  const acts = new PostgresActs(inbox, outbox);
  const bookings = new RecordBooking(records, source, clock);
  const handlers: Readonly<Record<string, (event: never, message: { id: string; queue: string }) => Promise<void>>> = {
    [CallStarted.type]: (event, message) => new RecordCall(records, source, clock).execute(event, message),
    [CallEnded.type]: (event, message) => new RecordCall(records, source, clock).execute(event, message),
    [CallAnalyzed.type]: (event, message) => new RecordCall(records, source, clock).execute(event, message),
    [CallFunctionAnswered.type]: (event, message) =>
      new RecordFunctionAnswer(records, source, clock).execute(event, message),
    [BookingFailed.type]: (event, message) => new RecordUnbooked(records, source, clock).execute(event, message),
    [BookingUnresolved.type]: (event, message) => new RecordUnbooked(records, source, clock).execute(event, message),
    [BookingAskedBack.type]: (event, message) => new RecordUnbooked(records, source, clock).execute(event, message),
    [BookingRequestJoined.type]: (event, message) => new JoinRequest(records, source, clock).execute(event, message),
    [BookingAlreadyBooked.type]: (event, message) =>
      new RecordAlreadyBooked(records, source, clock).execute(event, message),
    [AppointmentLinked.type]: (event, message) => new DecideLink(acts, source, clock).apply(event, message),
    [AppointmentUnlinked.type]: (event, message) => new DecideLink(acts, source, clock).apply(event, message),
    [AppointmentNoted.type]: (event, message) => new WriteNote(acts, clock).apply(event, message),
    [CustomerMerged.type]: (event, message) => new MergeTwoCustomers(acts, clock).apply(event, message),
    [CustomerUnmerged.type]: (event, message) => new MergeTwoCustomers(acts, clock).apply(event, message),
  };
  const complete = new CompleteAppointments(dataSource, outbox, source, clock, 100);
  const owe = new OweInTime(records, new PostgresCallsDue(dataSource), clock, 100, (_, error) => {
    throw error;
  });
  return {
    tell(event) {
      const message = { id: event.id, queue: queueOf(event) };
      const handle = handlers[event.type] ?? ((fact, taken) => bookings.execute(fact, taken));
      return handle(event as never, message);
    },
    async lookAtTheClock() {
      while (await complete.execute()) continue;
      while (await owe.execute()) continue;
    },
  };
};

function queueOf({ type }: Event<object>): string {
  const consumers = eventContracts.find((contract) => contract.type === type)?.consumers ?? [];
  const queue = consumers.find((name) => name.startsWith('records.'));
  if (!queue) throw new Error(`records does not take ${type}`);
  return queue;
}

import type { CatalogueSource } from '@callbook/catalogue';
import {
  AppointmentCompleted,
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
  callRowId,
  appointmentRowId,
  type Event,
} from '@callbook/contracts';
import { createDataSource, migrate, roles } from '@callbook/database';
import { Inbox, Outbox } from '@callbook/outbox';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import { CallerAppointments } from '../../src/appointments/caller-appointments.repository';
import { RecordAlreadyBooked } from '../../src/appointments/record-already-booked';
import { RecordBooking } from '../../src/appointments/record-booking';
import { type CallEvent, RecordCall } from '../../src/calls/record-call';
import { RecordFunctionAnswer } from '../../src/calls/record-function-answer';
import { AppointmentCompletedConsumer } from '../../src/completion/appointment-completed.consumer';
import { KnownCustomers } from '../../src/customers/known-customers.repository';
import { JoinRequest } from '../../src/outcomes/join-request';
import { RecordUnbooked, type Unbooked } from '../../src/outcomes/record-unbooked';
import { PostgresRequestOutcomes } from '../../src/outcomes/request-outcomes.repository';
import { PostgresCallsDue } from '../../src/owed-answers/calls-due.repository';
import { OweInTime } from '../../src/owed-answers/owe-in-time';
import { OwedAnswerDesk } from '../../src/owed-answers/owed-answer-desk.repository';
import type { BatchLimits } from '../../src/transaction/batches';
import type { Records } from '../../src/transaction/records';
import { PostgresRecords } from '../../src/transaction/records.repository';
import { catalogue } from './catalogue';
import { company } from './events';

type Row = Record<string, unknown>;

const clock = { now: () => new Date('2026-11-21T10:00:43Z') };

/** The record in a database of its own, written as the role of the app, read as the owner. */
export class RecordFixture {
  readonly outcomes: PostgresRequestOutcomes;
  readonly customers: KnownCustomers;
  readonly callerAppointments: CallerAppointments;
  readonly desk: OwedAnswerDesk;
  private readonly source: CatalogueSource = { current: () => catalogue };

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly outbox: Outbox,
  ) {
    this.outcomes = new PostgresRequestOutcomes(dataSource);
    this.customers = new KnownCustomers(dataSource, clock);
    this.callerAppointments = new CallerAppointments(dataSource, this.source, clock);
    this.desk = new OwedAnswerDesk(dataSource, outbox, new Inbox(dataSource, 'records'), clock);
  }

  static async open(): Promise<RecordFixture> {
    const database = await testDatabase({ migrate, roles });
    const dataSource = await database.connect(createDataSource, 'callbook_records');
    return new RecordFixture(database, dataSource, new Outbox('records'));
  }

  /** The same database as another process sees it: with connections of its own. */
  async replica(): Promise<RecordFixture> {
    const dataSource = await this.database.connect(createDataSource, 'callbook_records', 'records-spec-replica');
    return new RecordFixture(this.database, dataSource, new Outbox('records'));
  }

  close(): Promise<void> {
    return this.database.close();
  }

  async closeReplica(): Promise<void> {
    await this.dataSource.destroy();
  }

  /** What writes messages together that are told together. */
  writer(limits?: BatchLimits): PostgresRecords {
    return new PostgresRecords(new Inbox(this.dataSource, 'records'), this.outbox, limits);
  }

  /** Handles an event as its consumer would; alone, unless it is given a writer that others use too. */
  async tell(event: Event<object>, records: Records = this.writer()): Promise<void> {
    const message = { id: event.id, queue: `spec.${event.type}` };
    switch (event.type) {
      case BookingCreated.type:
      case BookingAwaitingConfirmation.type:
      case BookingRescheduled.type:
      case BookingCancelled.type:
      case BookingRejected.type:
      case BookingReassigned.type:
      case BookingAbsenceMarked.type:
        return new RecordBooking(records, this.source, clock).execute(event as Event<BookingCreated>, message);
      case BookingAlreadyBooked.type:
        return new RecordAlreadyBooked(records, this.source, clock).execute(event as never, message);
      case BookingRequestJoined.type:
        return new JoinRequest(records, this.source, clock).execute(event as never, message);
      case BookingFailed.type:
      case BookingUnresolved.type:
      case BookingAskedBack.type:
        return new RecordUnbooked(records, this.source, clock).execute(event as Unbooked, message);
      case AppointmentCompleted.type:
        return new AppointmentCompletedConsumer(this.dataSource, this.outbox).handle(event as never);
      case 'call.function-answered.v1':
        return new RecordFunctionAnswer(records, this.source, clock).execute(event as never, message);
      default:
        return new RecordCall(records, this.source, clock).execute(event as CallEvent, message);
    }
  }

  /** Looks at what callers are owed by then, as the app does again and again. */
  async oweBy(now: string, records: Records = this.writer()): Promise<void> {
    const due = new PostgresCallsDue(this.dataSource);
    const failed = (callId: string, error: unknown) => {
      throw new Error(`call ${callId} could not be looked at`, { cause: error });
    };
    const oweInTime = new OweInTime(records, due, { now: () => new Date(now) }, 3, failed);
    while (await oweInTime.execute());
  }

  rows(sql: string, ...values: unknown[]): Promise<Row[]> {
    return this.database.query(sql, values);
  }

  async row(sql: string, ...values: unknown[]): Promise<Row> {
    const rows = await this.rows(sql, ...values);
    if (rows.length !== 1) throw new Error(`wanted one row, found ${rows.length}`);
    return rows[0]!;
  }

  call(call: { retellCallId: string } | null): Promise<Row> {
    return this.row('SELECT * FROM records.calls WHERE id = $1', callRowId(company, call!.retellCallId));
  }

  appointment({ rootUid }: { rootUid: string }): Promise<Row> {
    return this.row('SELECT * FROM records.appointments WHERE id = $1', appointmentRowId(company, rootUid));
  }

  /** What will be published, in order, as far as one subject is concerned. */
  async published(subject: string): Promise<Event<Row>[]> {
    const rows = await this.rows('SELECT event FROM records.outbox WHERE subject = $1 ORDER BY seq', subject);
    return rows.map(({ event }) => event as Event<Row>);
  }
}

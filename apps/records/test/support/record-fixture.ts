import type { CatalogueSource } from '@callbook/catalogue';
import {
  BookingAwaitingConfirmation,
  BookingCancelled,
  BookingCreated,
  BookingFailed,
  BookingRejected,
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
import { RecordBooking } from '../../src/appointments/record-booking';
import { type CallEvent, RecordCall } from '../../src/calls/record-call';
import { RecordFunctionAnswer } from '../../src/calls/record-function-answer';
import { RecordUnbooked } from '../../src/outcomes/record-unbooked';
import { PostgresRequestOutcomes } from '../../src/outcomes/request-outcomes.repository';
import { PostgresRecords } from '../../src/transaction/records.repository';
import { catalogue } from './catalogue';
import { company } from './events';

type Row = Record<string, unknown>;

/** The record in a database of its own, written as the role of the app, read as the owner. */
export class RecordFixture {
  readonly outcomes: PostgresRequestOutcomes;
  private readonly source: CatalogueSource = { current: () => catalogue };

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly outbox: Outbox,
  ) {
    this.outcomes = new PostgresRequestOutcomes(dataSource);
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

  /** Handles an event as its consumer would. */
  async tell(event: Event<object>): Promise<void> {
    const records = new PostgresRecords(new Inbox(this.dataSource, 'records'), this.outbox);
    const message = { id: event.id, queue: `spec.${event.type}` };
    switch (event.type) {
      case BookingCreated.type:
      case BookingAwaitingConfirmation.type:
      case BookingRescheduled.type:
      case BookingCancelled.type:
      case BookingRejected.type:
        return new RecordBooking(records, this.source, { now: () => new Date('2026-11-21T10:00:43Z') }).execute(
          event as Event<BookingCreated>,
          message,
        );
      case BookingFailed.type:
      case BookingUnresolved.type:
        return new RecordUnbooked(records, this.source).execute(event as Event<BookingFailed>, message);
      case 'call.function-answered.v1':
        return new RecordFunctionAnswer(records, this.source).execute(event as never, message);
      default:
        return new RecordCall(records, this.source).execute(event as CallEvent, message);
    }
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

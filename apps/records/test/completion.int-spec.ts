import {
  AppointmentChanged,
  AppointmentCompleted,
  appointmentRowId,
  BookingAbsenceMarked,
  BookingCancelled,
  BookingCreated,
  type BookingFact,
  BookingReassigned,
  BookingRescheduled,
  type Event,
  validated,
} from '@callbook/contracts';
import { CompleteAppointments, completeDue } from '../src/completion/complete-appointments.repository';
import { catalogue } from './support/catalogue';
import { awaitingConfirmation, bookingCreated, bookingFact, company, event } from './support/events';
import { RecordFixture } from './support/record-fixture';

const start = '2026-11-26T09:00:00.000Z';
const end = '2026-11-26T09:30:00.000Z';
const before = new Date('2026-11-26T09:29:59Z');
const after = new Date('2026-11-26T09:30:00Z');

describe('an appointment whose end has passed', () => {
  let record: RecordFixture;
  let replica: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
    replica = await record.replica();
  });
  afterAll(async () => {
    await replica.closeReplica();
    await record.close();
  });

  const completing = ({ dataSource, outbox }: RecordFixture, at: Date, batchSize = 500) =>
    new CompleteAppointments(dataSource, outbox, { current: () => catalogue }, { now: () => at }, batchSize);
  /** As the app does it: as long as there may be more. */
  async function complete(at: Date, fixture = record, batchSize?: number): Promise<void> {
    while (await completing(fixture, at, batchSize).execute());
  }
  const idOf = ({ rootUid }: BookingFact) => appointmentRowId(company, rootUid);
  const typesOf = async (fact: BookingFact) => (await record.published(idOf(fact))).map(({ type }) => type);
  const statusOf = async (fact: BookingFact) => (await record.appointment(fact)).status;

  it('is completed by the clock, stays what it was to its call and its request, and is published', async () => {
    const fact = bookingFact();
    await record.tell(event(BookingCreated, fact));
    const confirmed = await record.appointment(fact);
    const call = await record.call(fact.call);

    await complete(before);
    expect(await record.appointment(fact)).toEqual(confirmed);

    await complete(after);
    expect(await record.appointment(fact)).toEqual({
      ...confirmed,
      status: 'completed',
      version: Number(confirmed.version) + 1,
      updated_at: expect.any(Date) as Date,
    });
    expect(await record.call(fact.call)).toEqual(call);
    expect(
      await record.outcomes.find({ company, requestKey: fact.requestKey!, functionCallId: fact.requestId! }),
    ).toMatchObject({
      outcome: 'recorded',
      appointment: { status: 'completed' },
    });
    const told = (await record.published(idOf(fact))).at(-1)!;
    expect(told).toMatchObject({
      type: AppointmentCompleted.type,
      source: '/callbook/records',
      correlationid: fact.call!.retellCallId,
      data: { appointmentId: idOf(fact), status: 'completed', serviceName: 'Herrenhaarschnitt', functionCallIds: [] },
    });
    expect(() => validated(AppointmentCompleted, told.type, told.data)).not.toThrow();
  });

  it('is completed once, and told once, by however many processes at the same time', async () => {
    const facts = Array.from({ length: 60 }, () => bookingFact());
    await Promise.all(facts.map((fact) => record.tell(event(BookingCreated, fact))));
    await Promise.all([record, replica, record, replica].map((process) => complete(after, process, 7)));
    // Two that look at the same moment leave each other's rows to each other; the next look finds what is left.
    await complete(after);
    for (const fact of facts) {
      expect(await statusOf(fact)).toBe('completed');
      expect((await typesOf(fact)).filter((type) => type === AppointmentCompleted.type)).toHaveLength(1);
    }
  });

  it('is left alone while somebody else writes it, and nobody waits', async () => {
    const fact = bookingFact();
    await record.tell(event(BookingCreated, fact));
    const other = replica.dataSource.createQueryRunner();
    await other.startTransaction();
    await other.query('SELECT 1 FROM records.appointments WHERE id = $1 FOR UPDATE', [idOf(fact)]);
    await complete(after);
    expect(await statusOf(fact)).toBe('confirmed');
    await other.rollbackTransaction();
    await other.release();
    await complete(after);
    expect(await statusOf(fact)).toBe('completed');
  });

  it('stays as it is when it was not confirmed: nobody can tell whether it took place', async () => {
    const requested = awaitingConfirmation();
    const cancelled = bookingFact({ status: 'cancelled' });
    const noShow = bookingFact({ absence: { host: false, attendee: true } });
    await record.tell(requested);
    await record.tell(event(BookingCancelled, cancelled));
    await record.tell(event(BookingAbsenceMarked, noShow));
    await complete(after);
    expect(await Promise.all([requested.data, cancelled, noShow].map(statusOf))).toEqual([
      'pending',
      'cancelled',
      'no_show',
    ]);
  });

  const host = { id: 1001, name: 'Anna Berger', email: null, timeZone: null };
  const facts: [string, (fact: BookingFact) => Event<BookingFact>, string][] = [
    ['a late cancellation', (fact) => event(BookingCancelled, { ...fact, status: 'cancelled' }), 'cancelled'],
    [
      'a mark that nobody came',
      (fact) => event(BookingAbsenceMarked, { ...fact, absence: { host: false, attendee: true } }),
      'no_show',
    ],
    [
      'a mark that nobody was there to serve',
      (fact) => event(BookingAbsenceMarked, { ...fact, absence: { host: true, attendee: false } }),
      'completed',
    ],
    ['another host', (fact) => event(BookingReassigned, { ...fact, host }), 'completed'],
    [
      'a move to the future',
      (fact) =>
        event(BookingRescheduled, { ...fact, start: '2026-12-01T09:00:00.000Z', end: '2026-12-01T09:30:00.000Z' }),
      'confirmed',
    ],
    [
      'a move to a later time that has passed too',
      (fact) =>
        event(BookingRescheduled, { ...fact, start: '2026-11-26T08:59:00.000Z', end: '2026-11-26T09:29:30.000Z' }),
      'completed',
    ],
  ];

  it.each(facts)('and %s end in the same row, whichever comes first', async (_, news, status) => {
    const clockFirst = bookingFact({ start, end });
    const factFirst = bookingFact({ start, end });
    for (const fact of [clockFirst, factFirst]) await record.tell(event(BookingCreated, fact));
    await record.tell(news({ ...factFirst, revision: factFirst.revision + 1 }));
    await complete(after);
    await record.tell(news({ ...clockFirst, revision: clockFirst.revision + 1 }));
    await complete(after);
    const rows = await Promise.all([clockFirst, factFirst].map((fact) => comparable(fact)));
    expect(rows[0]).toEqual(rows[1]);
    expect(rows[0]).toMatchObject({ appointment: { status, was_confirmed: true }, outcome: { event: { status } } });
  });

  it('is completed again after it was moved to the future, and told again', async () => {
    const fact = bookingFact();
    await record.tell(event(BookingCreated, fact));
    await complete(after);
    const moved = { start: '2026-12-01T09:00:00.000Z', end: '2026-12-01T09:30:00.000Z' };
    await record.tell(event(BookingRescheduled, { ...fact, ...moved, revision: fact.revision + 1 }));
    expect(await statusOf(fact)).toBe('confirmed');
    await complete(new Date(moved.end));
    expect(await statusOf(fact)).toBe('completed');
    expect((await typesOf(fact)).slice(1)).toEqual([
      AppointmentCompleted.type,
      AppointmentChanged.type,
      AppointmentCompleted.type,
    ]);
  });

  it('is found without reading those that are to come', async () => {
    await record.tell(bookingCreated());
    await record.rows('ANALYZE records.appointments');
    const plan = await record.dataSource.transaction(async (tx) => {
      await tx.query('SET LOCAL enable_seqscan = off');
      return tx.query<Record<string, string>[]>(`EXPLAIN ${completeDue}`, [after, 500]);
    });
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('appointments_to_complete');
  });

  /** What two appointments that say the same have in common. */
  async function comparable(fact: BookingFact): Promise<object> {
    const own = [
      fact.rootUid,
      idOf(fact),
      fact.requestId,
      fact.requestKey,
      fact.call?.retellCallId,
      fact.functionCallIds[0],
    ];
    const outcome = await record.row('SELECT * FROM records.booking_outcomes WHERE request_id = $1', fact.requestId);
    const call = await record.call(fact.call);
    const appointment = await record.appointment(fact);
    const rows = { appointment, outcome, call };
    const text = [
      ...own,
      appointment.customer_id,
      appointment.call_id,
      appointment.reference,
      fact.call?.customerNumber,
    ].reduce<string>((all, id, index) => all.replaceAll(String(id), `<${index}>`), JSON.stringify(rows));
    const ofWriting = ['version', 'created_at', 'updated_at', 'recorded_by_message'];
    return JSON.parse(text, (key, value: unknown) => (ofWriting.includes(key) ? undefined : value)) as object;
  }
});

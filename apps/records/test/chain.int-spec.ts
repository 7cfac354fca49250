import {
  AppointmentCancelled,
  AppointmentChanged,
  AppointmentRecorded,
  appointmentRowId,
  BookingCancelled,
  type BookingFact,
  BookingRejected,
  BookingRescheduled,
  callRowId,
  derivedId,
  type RequestOutcome,
  validated,
} from '@callbook/contracts';
import { eventually } from '@callbook/testing';
import { StoredRows } from '../src/transaction/stored-rows.repository';
import { serviceNamed, staffNamed } from './support/catalogue';
import {
  awaitingConfirmation,
  bookingCreated,
  bookingFact,
  callIdentity,
  company,
  event,
  unique,
} from './support/events';
import { RecordFixture } from './support/record-fixture';
import { phoneStory, webStory } from './support/story';

const later = {
  start: '2026-11-27T09:00:00.000Z',
  end: '2026-11-27T09:30:00.000Z',
};

describe('a chain of bookings', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => record.close());

  const idOf = ({ rootUid }: BookingFact) => appointmentRowId(company, rootUid);
  const eventsOf = async (fact: BookingFact) =>
    (await record.published(idOf(fact))).map(({ type, data }) => ({ type, ...data }));
  const uidsOf = async (fact: BookingFact) =>
    (
      await record.rows('SELECT uid FROM records.appointment_uids WHERE appointment_id = $1 ORDER BY uid', idOf(fact))
    ).map(({ uid }) => uid);
  const ask = ({ requestKey }: BookingFact) =>
    record.outcomes.find({
      company,
      requestKey,
      functionCallId: derivedId('spec', unique('repeat')),
    } as RequestOutcome);

  it('stays one appointment when it is moved', async () => {
    const fact = bookingFact({ revision: 1 });
    const moved = { ...fact, ...later, calcomUid: `${fact.rootUid}-moved`, calcomBookingId: 77, revision: 2 };
    const toAnna = { id: 1001, name: 'Anna Berger', email: null, timeZone: null };
    await record.tell(bookingCreated(fact));
    const before = await record.appointment(fact);
    const rescheduled = event(BookingRescheduled, { ...moved, host: toAnna, functionCallIds: [] });
    await record.tell(rescheduled);
    expect(await record.appointment(fact)).toEqual({
      ...before,
      starts_at: new Date(later.start),
      ends_at: new Date(later.end),
      calcom_uid: moved.calcomUid,
      calcom_booking_id: 77,
      calcom_host_id: 1001,
      calcom_host_name: 'Anna Berger',
      calcom_host_email: null,
      staff_id: staffNamed('Anna'),
      revision: '2',
      version: 2,
      recorded_by_message: rescheduled.id,
      updated_at: expect.any(Date) as Date,
    });
    expect(await uidsOf(fact)).toEqual([fact.rootUid, moved.calcomUid]);
    expect(await record.call(fact.call)).toMatchObject({
      appointment_id: idOf(fact),
      staff_id: staffNamed('Anna'),
      booking_details: { start: later.start },
    });
    expect(await ask(fact)).toMatchObject({ outcome: 'recorded', appointment: { startsAt: later.start } });
  });

  it('keeps the link and "was confirmed" when it is cancelled, and its request may be made again', async () => {
    const fact = bookingFact({ revision: 1 });
    await record.tell(bookingCreated(fact));
    expect(await ask(fact)).toMatchObject({ outcome: 'recorded' });
    await record.tell(event(BookingCancelled, { ...fact, status: 'cancelled', revision: 2 }));
    expect(await record.appointment(fact)).toMatchObject({
      status: 'cancelled',
      was_confirmed: true,
      call_id: callRowId(company, fact.call!.retellCallId),
    });
    expect(await record.call(fact.call)).toMatchObject({
      appointment_id: idOf(fact),
      appointment_link_status: 'linked',
      booking_confirmed: true,
    });
    expect(await ask(fact)).toEqual({ outcome: 'none' });
  });

  it('that was turned down was never confirmed', async () => {
    const fact = bookingFact({ revision: 1 });
    await record.tell(awaitingConfirmation({ ...fact, status: 'pending' }));
    await record.tell(event(BookingRejected, { ...fact, status: 'rejected', revision: 2 }));
    expect(await record.appointment(fact)).toMatchObject({ status: 'rejected', was_confirmed: false });
    expect(await record.call(fact.call)).toMatchObject({ appointment_id: idOf(fact), booking_confirmed: false });
    expect(await ask(fact)).toEqual({ outcome: 'none' });
  });

  it('hands the pointer of its call to the latest that lives, when it ends', async () => {
    const call = callIdentity();
    const [early, late] = ['2026-11-21T10:00:40.000Z', '2026-11-21T10:02:40.000Z'].map((providerCreatedAt) =>
      bookingFact({ call, revision: 1, providerCreatedAt }),
    ) as [BookingFact, BookingFact];
    const pointsTo = async () => (await record.call(call)).appointment_id;
    await record.tell(bookingCreated(early));
    await record.tell(bookingCreated(late));
    expect(await pointsTo()).toBe(idOf(late));
    // Being moved does not make it a later booking.
    const moved = { ...later, calcomUid: unique('moved'), providerCreatedAt: '2026-11-21T10:05:00.000Z' };
    await record.tell(event(BookingRescheduled, { ...early, ...moved, revision: 2 }));
    expect(await pointsTo()).toBe(idOf(late));
    await record.tell(event(BookingCancelled, { ...late, call: null, status: 'cancelled', revision: 2 }));
    expect(await pointsTo()).toBe(idOf(early));
    await record.tell(event(BookingCancelled, { ...early, status: 'cancelled', revision: 3 }));
    expect(await pointsTo()).toBe(idOf(late));
    expect(await record.call(call)).toMatchObject({ booking_confirmed: true });
  });

  it('belongs to the caller, also when the fact that comes first does not name the call', async () => {
    const fact = bookingFact({ revision: 1 });
    const anonymous = { call: null, requestId: null, requestKey: null, functionCallIds: [] };
    await record.tell(event(BookingRescheduled, { ...fact, ...later, ...anonymous, revision: 2 }));
    expect(await record.appointment(fact)).toMatchObject({ source: 'calcom', link_cause: 'not_by_phone' });
    await record.tell(bookingCreated(fact));
    const { customer_id } = await record.call(fact.call);
    expect(await record.appointment(fact)).toMatchObject({
      source: 'phone',
      link_cause: null,
      customer_id,
      starts_at: new Date(later.start),
    });
    await record.tell(event(BookingCancelled, { ...fact, ...anonymous, status: 'cancelled', revision: 3 }));
    expect(await record.appointment(fact)).toMatchObject({ source: 'phone', customer_id, status: 'cancelled' });
    expect(await ask(fact)).toEqual({ outcome: 'none' });
  });

  it('stays that of the caller when a later fact does not name the call, and what that says is said of its attendee', async () => {
    const fact = bookingFact({ revision: 1 });
    const atDesk = { name: 'Desk', email: `${unique('desk')}@kunde.example`, phone: null, timeZone: null };
    await record.tell(bookingCreated(fact));
    const edited = { attendeeAsSaid: null, attendeeAsBooked: atDesk, providerCreatedAt: '2026-11-22T10:00:00.000Z' };
    await record.tell(event(BookingRescheduled, { ...fact, ...edited, call: null, revision: 2 }));
    expect(await record.rows('SELECT name FROM records.customers WHERE email = $1', atDesk.email)).toEqual([
      { name: 'Desk' },
    ]);
    expect(await record.appointment(fact)).toMatchObject({ customer_id: (await record.call(fact.call)).customer_id });
  });

  it('updates its call also when that becomes known while a fact that does not name it is written', async () => {
    const fact = bookingFact({ revision: 1 });
    const moved = event(BookingRescheduled, { ...fact, ...later, call: null, revision: 2 });
    const replica = await record.replica();
    let other: Promise<unknown> = Promise.resolve();
    const { calls } = StoredRows.prototype;
    const looked = jest.spyOn(StoredRows.prototype, 'calls').mockImplementationOnce(async function (
      this: StoredRows,
      ...asked
    ) {
      const named = await calls.apply(this, asked);
      let isDone = false;
      other = replica.tell(bookingCreated(fact)).then(() => (isDone = true));
      await eventually('the other process to be done or to wait', async () => {
        const waiting = await record.rows(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'records-spec-replica'
           AND wait_event_type = 'Lock'`,
        );
        return isDone || waiting.length > 0;
      });
      return named;
    });
    await record.tell(moved);
    await other;
    await replica.closeReplica();
    expect(looked).toHaveBeenCalledTimes(2);
    expect(await record.appointment(fact)).toMatchObject({ starts_at: new Date(later.start), revision: '2' });
    expect(await record.call(fact.call)).toMatchObject({
      appointment_id: idOf(fact),
      booking_details: { start: later.start },
    });
  });

  it('knows a uid that was ever its own as such, also when it was first told as that of a part', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const fact = bookingFact();
      const part = `${fact.rootUid}-part`;
      const facts = [
        { ...fact, revision: 1, segments: [{ key: 'fixieren', uid: part, start: fact.start, end: fact.end }] },
        { ...fact, revision: 2, calcomUid: part },
      ];
      for (const index of order) await record.tell(event(BookingRescheduled, facts[index]!));
      expect(await record.row('SELECT kind FROM records.appointment_uids WHERE uid = $1', part)).toEqual({
        kind: 'chain',
      });
    }
  });

  it('goes to the call that booked it, also when another call that asked for it was told first', async () => {
    const fact = bookingFact({ revision: 1 });
    const rangBack = callIdentity();
    const repeated = { ...fact, call: rangBack, revision: 2, requestId: derivedId('spec', fact.rootUid) };
    await record.tell(bookingCreated(repeated));
    expect(await record.call(rangBack)).toMatchObject({ appointment_id: idOf(fact) });
    await record.tell(bookingCreated(fact));
    expect(await record.call(fact.call)).toMatchObject({ appointment_id: idOf(fact), booking_confirmed: true });
    expect(await record.call(rangBack)).toMatchObject({
      appointment_id: null,
      booking_confirmed: false,
      link_cause: 'appointment_of_another_call',
    });
    expect(await record.appointment(fact)).toMatchObject({
      call_id: callRowId(company, fact.call!.retellCallId),
      revision: '2',
    });
  });

  it('of a composite service has the phases of its latest set of bookings, and every uid it ever had', async () => {
    const { fact, facts } = phoneStory();
    const phases = () =>
      record.rows(
        'SELECT calcom_uid, status FROM records.appointment_phases WHERE appointment_id = $1 ORDER BY position',
        idOf(fact),
      );
    await record.tell(facts.moved!);
    const moved = [
      { calcom_uid: `${fact.rootUid}-on-27`, status: 'booked' },
      { calcom_uid: null, status: 'waiting_time' },
      { calcom_uid: `${fact.rootUid}-on-27-2`, status: 'booked' },
    ];
    expect(await phases()).toEqual(moved);
    await record.tell(facts.confirmed!);
    expect(await phases()).toEqual(moved);
    await record.tell(facts.cancelled!);
    expect((await phases()).map(({ status }) => status)).toEqual(['cancelled', 'waiting_time', 'cancelled']);
    expect(await uidsOf(fact)).toHaveLength(6);
    const segments =
      "SELECT uid FROM records.appointment_uids WHERE appointment_id = $1 AND kind = 'segment' ORDER BY uid";
    const second = ['', '-on-27', '-on-28'].map((set) => ({ uid: `${fact.rootUid}${set}-2` }));
    expect(await record.rows(segments, idOf(fact))).toEqual(second);
  });

  describe('is published', () => {
    it('as recorded, changed and cancelled, each as often as something is different', async () => {
      const { fact, facts } = phoneStory();
      for (const told of [...Object.values(facts), ...Object.values(facts)]) await record.tell(told);
      const named = {
        requestKey: fact.requestKey,
        functionCallIds: fact.functionCallIds,
        reference: expect.any(String) as string,
      };
      expect(await eventsOf(fact)).toMatchObject([
        { type: AppointmentRecorded.type, ...named, status: 'pending', staffName: null },
        { type: AppointmentChanged.type, ...named, status: 'confirmed', startsAt: fact.start },
        { type: AppointmentChanged.type, ...named, startsAt: '2026-11-27T09:00:00.000Z' },
        { type: AppointmentChanged.type, ...named, startsAt: '2026-11-28T09:00:00.000Z', staffName: null },
        { type: AppointmentCancelled.type, ...named, status: 'cancelled' },
      ]);
    });

    it('without request when nobody rang', async () => {
      const { fact, facts } = webStory();
      for (const told of Object.values(facts)) await record.tell(told);
      const nobody = { callId: null, requestId: null, requestKey: null, functionCallIds: [] };
      expect(await eventsOf(fact)).toMatchObject([
        { type: AppointmentRecorded.type, ...nobody },
        { type: AppointmentChanged.type, ...nobody },
        { type: AppointmentChanged.type, ...nobody },
        { type: AppointmentCancelled.type, ...nobody },
      ]);
    });

    it('as recorded for function calls that come late, with what it is now', async () => {
      const fact = bookingFact({ revision: 1 });
      await record.tell(event(BookingRescheduled, { ...fact, ...later, functionCallIds: [], revision: 2 }));
      await record.tell(bookingCreated(fact));
      expect(await eventsOf(fact)).toMatchObject([
        { type: AppointmentRecorded.type, functionCallIds: [] },
        { type: AppointmentRecorded.type, functionCallIds: fact.functionCallIds, startsAt: later.start },
      ]);
    });

    it('as recorded for a request of another call that asks for it', async () => {
      const fact = bookingFact({ revision: 1 });
      const other = { requestKey: derivedId('spec', unique('key')), requestId: derivedId('spec', unique('round')) };
      await record.tell(bookingCreated(fact));
      await record.tell(bookingCreated({ ...fact, ...other, revision: 2 }));
      await record.tell(event(BookingRescheduled, { ...fact, ...later, calcomUid: unique('moved'), revision: 3 }));
      expect(await eventsOf(fact)).toMatchObject([
        { type: AppointmentRecorded.type, requestId: fact.requestId },
        { type: AppointmentRecorded.type, ...other },
        { type: AppointmentChanged.type, requestId: fact.requestId },
      ]);
      // Each request is answered with the appointment as it is now.
      expect(await ask({ ...fact, ...other })).toMatchObject({ appointment: { ...other, startsAt: later.start } });
    });

    it('never as recorded once it has ended', async () => {
      const fact = bookingFact({ revision: 1 });
      await record.tell(event(BookingCancelled, { ...fact, status: 'cancelled', functionCallIds: [], revision: 2 }));
      await record.tell(bookingCreated(fact));
      expect(await eventsOf(fact)).toMatchObject([{ type: AppointmentCancelled.type, status: 'cancelled' }]);
      expect(await record.appointment(fact)).toMatchObject({ status: 'cancelled', was_confirmed: true });
      expect(await ask(fact)).toEqual({ outcome: 'none' });
    });

    it('as the contracts say', async () => {
      const { fact, facts } = phoneStory();
      for (const told of Object.values(facts)) await record.tell(told);
      for (const { type, data } of await record.published(idOf(fact))) {
        const contract = [AppointmentRecorded, AppointmentChanged, AppointmentCancelled].find(
          (one) => one.type === type,
        );
        expect(() => validated(contract!, type, data)).not.toThrow();
      }
    });
  });

  it('without a call is an appointment of whoever booked it', async () => {
    const { fact, facts } = webStory();
    await record.tell(facts.created!);
    expect(await record.appointment(fact)).toMatchObject({
      call_id: null,
      link_cause: 'not_by_phone',
      source: 'calcom',
      status: 'confirmed',
      service_id: serviceNamed('herrenhaarschnitt').id,
      staff_id: staffNamed('Mehmet'),
      customer_cause: null,
    });
  });
});

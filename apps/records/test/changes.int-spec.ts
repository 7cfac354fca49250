import {
  AppointmentCancelled,
  AppointmentChanged,
  AppointmentRecorded,
  appointmentRowId,
  BookingCancelled,
  type BookingFact,
  BookingRescheduled,
  type CallIdentity,
  callRowId,
  type RequestOutcome,
} from '@callbook/contracts';
import {
  bookingCreated,
  bookingFact,
  bookingFailed,
  callEnded,
  callIdentity,
  changeOf,
  company,
  event,
} from './support/events';
import { RecordFixture } from './support/record-fixture';

const later = { start: '2026-11-27T09:00:00.000Z', end: '2026-11-27T09:30:00.000Z' };

describe('a change asked for on the phone', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterAll(() => record.close());

  const idOf = ({ rootUid }: BookingFact) => appointmentRowId(company, rootUid);
  const eventsOf = async (fact: BookingFact) =>
    (await record.published(idOf(fact))).map(({ type, data }) => ({ type, ...data }));
  const ask = ({ changedBy, functionCallIds }: Pick<BookingFact, 'changedBy' | 'functionCallIds'>) =>
    record.outcomes.find({
      company,
      requestKey: changedBy!.requestKey,
      functionCallId: functionCallIds[0],
    } as RequestOutcome);
  const mentionsOf = (fact: BookingFact) =>
    record.rows(
      'SELECT call_id, kind, at FROM records.call_mentions WHERE appointment_id = $1 ORDER BY kind',
      idOf(fact),
    );

  async function booked(call: CallIdentity | null = callIdentity()): Promise<BookingFact> {
    const fact = bookingFact({ revision: 1, ...(call ? { call } : { ...nobody, call: null }) });
    await record.tell(bookingCreated(fact));
    return fact;
  }
  const nobody = { requestId: null, requestKey: null, functionCallIds: [] };

  it('is written, and published for the function calls that asked for it', async () => {
    const fact = await booked();
    const change = changeOf('reschedule', fact.call!);
    await record.tell(event(BookingRescheduled, { ...fact, ...later, ...change, revision: 2 }));
    expect(await eventsOf(fact)).toMatchObject([
      { type: AppointmentRecorded.type, requestId: fact.requestId, functionCallIds: fact.functionCallIds },
      {
        type: AppointmentChanged.type,
        requestId: change.changedBy.requestId,
        requestKey: change.changedBy.requestKey,
        functionCallIds: change.functionCallIds,
        startsAt: later.start,
      },
    ]);
    expect(await ask(change)).toMatchObject({
      outcome: 'changed',
      appointment: { startsAt: later.start, functionCallIds: change.functionCallIds },
    });
    expect(
      await record.row('SELECT function_call_ids FROM records.booking_outcomes WHERE request_id = $1', fact.requestId),
    ).toEqual({
      function_call_ids: fact.functionCallIds,
    });
    expect(await mentionsOf(fact)).toEqual([]);
  });

  it('that finds everything as it is wanted is answered all the same', async () => {
    const fact = await booked();
    const [move, cancel, again] = [
      changeOf('reschedule', fact.call!),
      changeOf('cancel', fact.call!),
      changeOf('cancel', fact.call!),
    ];
    await record.tell(event(BookingRescheduled, { ...fact, ...move, revision: 2 }));
    for (const [index, change] of [cancel, again].entries()) {
      await record.tell(event(BookingCancelled, { ...fact, ...change, status: 'cancelled', revision: 3 + index }));
    }
    expect(await eventsOf(fact)).toMatchObject([
      { type: AppointmentRecorded.type },
      { type: AppointmentChanged.type, functionCallIds: move.functionCallIds, startsAt: fact.start },
      { type: AppointmentCancelled.type, functionCallIds: cancel.functionCallIds },
      { type: AppointmentCancelled.type, functionCallIds: again.functionCallIds },
    ]);
    for (const change of [cancel, again]) {
      expect(await ask(change)).toMatchObject({ outcome: 'changed', appointment: { status: 'cancelled' } });
    }
  });

  it('is answered once, however often it is told', async () => {
    const fact = await booked();
    const change = changeOf('reschedule', fact.call!);
    for (const revision of [2, 2, 3]) {
      await record.tell(event(BookingRescheduled, { ...fact, ...later, ...change, revision }));
    }
    expect(await eventsOf(fact)).toHaveLength(2);
  });

  it('that comes before the booking, or after newer news, is answered with what is so now', async () => {
    const fact = bookingFact({ revision: 1 });
    const change = changeOf('reschedule', fact.call!);
    const newest = {
      start: '2026-11-28T09:00:00.000Z',
      end: '2026-11-28T09:30:00.000Z',
      functionCallIds: [],
      revision: 3,
    };
    await record.tell(event(BookingRescheduled, { ...fact, ...newest }));
    await record.tell(event(BookingRescheduled, { ...fact, ...later, ...change, revision: 2 }));
    await record.tell(bookingCreated(fact));
    expect(await eventsOf(fact)).toMatchObject([
      { type: AppointmentRecorded.type, functionCallIds: [] },
      { type: AppointmentChanged.type, functionCallIds: change.functionCallIds, startsAt: newest.start },
      { type: AppointmentRecorded.type, functionCallIds: fact.functionCallIds, startsAt: newest.start },
    ]);
    expect(await ask(change)).toMatchObject({ outcome: 'changed', appointment: { startsAt: newest.start } });
  });

  it('answers with what the appointment is later, too', async () => {
    const fact = await booked();
    const change = changeOf('reschedule', fact.call!);
    await record.tell(event(BookingRescheduled, { ...fact, ...later, ...change, revision: 2 }));
    await record.tell(event(BookingCancelled, { ...fact, functionCallIds: [], status: 'cancelled', revision: 3 }));
    expect(await ask(change)).toMatchObject({ outcome: 'changed', appointment: { status: 'cancelled' } });
  });

  it.each([
    ['booked in another call', true],
    ['booked on the web page', false],
  ])('of an appointment %s mentions the call that asked, and leaves the link alone', async (_, byPhone) => {
    const fact = await booked(byPhone ? callIdentity() : null);
    const asking = callIdentity();
    await record.tell(callEnded(asking));
    const [move, cancel] = [changeOf('reschedule', asking), changeOf('cancel', asking)];
    const moved = event(BookingRescheduled, { ...fact, ...later, ...move, revision: 2 });
    const gone = event(BookingCancelled, { ...fact, ...later, ...cancel, status: 'cancelled', revision: 3 });
    for (const told of [moved, gone]) await record.tell(told);
    const call_id = callRowId(company, asking.retellCallId);
    expect(await mentionsOf(fact)).toEqual([
      { call_id, kind: 'cancelled', at: new Date(gone.time) },
      { call_id, kind: 'moved', at: new Date(moved.time) },
    ]);
    expect(await record.appointment(fact)).toMatchObject({
      call_id: byPhone ? callRowId(company, fact.call!.retellCallId) : null,
      source: byPhone ? 'phone' : 'calcom',
    });
    expect(await record.call(asking)).toMatchObject({
      has_appointment: false,
      booking_confirmed: false,
      appointment_link_status: 'not_applicable',
    });
  });

  it('is no mention once it is known that the same call had booked it', async () => {
    const fact = bookingFact({ revision: 1 });
    const change = changeOf('reschedule', fact.call!);
    await record.tell(event(BookingRescheduled, { ...fact, ...later, ...nobody, ...change, call: null, revision: 2 }));
    expect(await mentionsOf(fact)).toHaveLength(1);
    await record.tell(bookingCreated(fact));
    expect(await mentionsOf(fact)).toEqual([]);
    expect(await record.call(fact.call)).toMatchObject({ appointment_id: idOf(fact), booking_confirmed: true });
  });

  it('that failed is no failure of the call', async () => {
    const call = callIdentity();
    const failed = bookingFailed({ call, operation: 'reschedule', reason: 'slot_taken', service: null });
    await record.tell(callEnded(call));
    await record.tell(failed);
    expect(await record.call(call)).toMatchObject({
      booking_failure_reason: null,
      booking_failed_at: null,
      booking_details: null,
      link_cause: 'nothing_requested',
    });
    const { requestKey, functionCallIds } = failed.data;
    expect(await record.outcomes.find({ company, requestKey, functionCallId: functionCallIds[0]! })).toMatchObject({
      outcome: 'failed',
      failure: { operation: 'reschedule', reason: 'slot_taken' },
    });
  });
});

import {
  AppointmentChanged,
  AppointmentRecorded,
  appointmentRowId,
  BookingCancelled,
  type BookingFact,
  BookingRescheduled,
  type CallIdentity,
  callRowId,
  type Event,
} from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';
import {
  alreadyBooked,
  askedBack,
  bookingCreated,
  bookingFact,
  bookingFailed,
  callEnded,
  callIdentity,
  changeOf,
  company,
  event,
  requestJoined,
} from './support/events';
import { permutations } from './support/permutations';
import { RecordFixture } from './support/record-fixture';
import { toldInTheEnd } from './support/told-in-the-end';

const web = { call: null, requestId: null, requestKey: null, functionCallIds: [] };

describe('a function call', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterAll(() => record.close());

  const idOf = ({ rootUid }: { rootUid: string }) => appointmentRowId(company, rootUid);
  const rowId = ({ retellCallId }: CallIdentity) => callRowId(company, retellCallId);
  const ask = (requestKey: string | null, functionCallId: string) =>
    record.outcomes.find({ company, requestKey: String(requestKey), functionCallId });
  const mentionsOf = (fact: BookingFact) =>
    record.rows('SELECT call_id, kind FROM records.call_mentions WHERE appointment_id = $1 ORDER BY at', idOf(fact));

  describe('that joins a request', () => {
    it('is answered with the appointment, which is published for it again', async () => {
      const fact = bookingFact();
      const joined = requestJoined(fact, { requestKey: bookingFact().requestKey! });
      await record.tell(bookingCreated(fact));
      await record.tell(joined);
      await record.tell({ ...joined, id: bookingFact().requestId! });
      const functionCallIds = [...fact.functionCallIds, joined.data.functionCallId].sort();
      const published = await record.published(idOf(fact));
      expect(published.map(({ type, data }) => [type, data.functionCallIds])).toEqual([
        [AppointmentRecorded.type, fact.functionCallIds],
        [AppointmentRecorded.type, functionCallIds],
      ]);
      expect(await ask(joined.data.requestKey, joined.data.functionCallId)).toMatchObject({ outcome: 'recorded' });
    });

    it('waits for an outcome that is not there yet, and leaves nothing meanwhile', async () => {
      const fact = bookingFact();
      const joined = requestJoined(fact);
      await expect(record.tell(joined)).rejects.toBeInstanceOf(RetryableError);
      await expect(record.call(fact.call)).rejects.toThrow('found 0');
      await record.tell(bookingCreated(fact));
      await record.tell(joined);
      expect(await record.published(idOf(fact))).toHaveLength(2);
    });

    it('is not told "booked" of what has ended', async () => {
      const fact = bookingFact({ revision: 1 });
      await record.tell(bookingCreated(fact));
      await record.tell(event(BookingCancelled, { ...fact, functionCallIds: [], status: 'cancelled', revision: 2 }));
      await record.tell(requestJoined(fact));
      expect((await record.published(idOf(fact))).map(({ type }) => type)).toEqual([
        AppointmentRecorded.type,
        'appointment.cancelled.v1',
      ]);
    });

    it('is answered with a change, or with a refusal', async () => {
      const fact = bookingFact({ revision: 1 });
      const change = changeOf('reschedule', fact.call!);
      await record.tell(event(BookingRescheduled, { ...fact, ...change, revision: 2 }));
      const toChange = requestJoined({ ...fact, requestId: change.changedBy.requestId });
      await record.tell(toChange);
      expect((await record.published(idOf(fact))).at(-1)).toMatchObject({
        type: AppointmentChanged.type,
        data: { functionCallIds: [...change.functionCallIds, toChange.data.functionCallId].sort() },
      });
      const failed = bookingFailed();
      const toFailure = requestJoined(failed.data);
      await record.tell(failed);
      await record.tell(toFailure);
      expect(await ask(failed.data.requestKey, toFailure.data.functionCallId)).toMatchObject({ outcome: 'failed' });
    });
  });

  describe('that was put back as a question', () => {
    it('is answered with the question, and no other function call is', async () => {
      const asked = askedBack({ question: 'same_person' });
      const { call, requestKey, functionCallId } = asked.data;
      await record.tell(callEnded(call));
      await record.tell(asked);
      expect(await ask(requestKey, functionCallId)).toMatchObject({
        outcome: 'asked_back',
        question: { question: 'same_person', functionCallId },
      });
      expect(await ask(requestKey, askedBack().data.functionCallId)).toEqual({ outcome: 'none' });
      expect(await record.call(call)).toMatchObject({
        appointment_link_status: 'not_applicable',
        link_cause: 'asked_back',
        booking_failure_reason: null,
      });
    });

    it('is answered with the appointment, once that is booked for the same request', async () => {
      const asked = askedBack();
      const { call, requestKey, functionCallId } = asked.data;
      await record.tell(asked);
      await record.tell(bookingCreated({ call, requestKey }));
      expect(await ask(requestKey, functionCallId)).toMatchObject({ outcome: 'recorded' });
      expect(await record.call(call)).toMatchObject({ has_appointment: true, link_cause: null });
    });
  });

  describe('for an appointment that is there already', () => {
    it('of another call leaves it to that call, mentions this one, and is answered', async () => {
      const fact = bookingFact();
      const asked = alreadyBooked({ calcomUid: fact.calcomUid });
      const { call, requestKey, functionCallIds } = asked.data;
      await record.tell(bookingCreated(fact));
      await record.tell(asked);
      expect(await record.appointment(fact)).toMatchObject({ call_id: rowId(fact.call!), version: 1 });
      expect(await mentionsOf(fact)).toEqual([{ call_id: rowId(call), kind: 'already_booked' }]);
      expect(await record.call(call)).toMatchObject({
        has_appointment: false,
        link_cause: 'appointment_of_another_call',
      });
      expect((await record.published(idOf(fact))).at(-1)).toMatchObject({
        type: AppointmentRecorded.type,
        data: { callId: rowId(fact.call!), functionCallIds, requestKey },
      });
      expect(await ask(requestKey, functionCallIds[0]!)).toMatchObject({ outcome: 'recorded' });
    });

    it('that no call booked links it to this call, both ways', async () => {
      const fact = bookingFact({ ...web, revision: 1 });
      const asked = alreadyBooked({ calcomUid: fact.calcomUid });
      await record.tell(bookingCreated(fact));
      await record.tell(asked);
      const linked = { call_id: rowId(asked.data.call), link_cause: null, source: 'calcom' };
      expect(await record.appointment(fact)).toMatchObject({ ...linked, recorded_by_message: asked.id });
      expect(await record.call(asked.data.call)).toMatchObject({
        appointment_id: idOf(fact),
        appointment_link_status: 'linked',
        booking_confirmed: true,
      });
      expect(await mentionsOf(fact)).toEqual([]);
      // Later news of the web booking leaves the link alone.
      await record.tell(event(BookingRescheduled, { ...fact, revision: 2, location: 'elsewhere' }));
      expect(await record.appointment(fact)).toMatchObject({ ...linked, location: 'elsewhere' });
    });

    it('that a person has unlinked stays unlinked', async () => {
      const fact = bookingFact();
      await record.tell(bookingCreated(fact));
      await record.rows(
        `WITH called AS (
           UPDATE records.calls SET appointment_id = NULL, booking_confirmed = false, appointment_link_status = 'unlinked',
             link_cause = 'unlinked_by_operator', link_cause_since = now() WHERE appointment_id = $1)
         UPDATE records.appointments SET call_id = NULL, call_revision = NULL, link_cause = 'unlinked_by_operator',
           link_cause_since = now() WHERE id = $1`,
        idOf(fact),
      );
      const asked = alreadyBooked({ calcomUid: fact.calcomUid });
      await record.tell(asked);
      expect(await record.appointment(fact)).toMatchObject({ call_id: null, link_cause: 'unlinked_by_operator' });
      expect(await mentionsOf(fact)).toEqual([{ call_id: rowId(asked.data.call), kind: 'already_booked' }]);
    });

    it('waits for one that is not recorded yet', async () => {
      await expect(record.tell(alreadyBooked({ calcomUid: bookingFact().calcomUid }))).rejects.toBeInstanceOf(
        RetryableError,
      );
    });

    it.each([
      ['in every order of two askers', [], { owner: 'early', linked: ['early'], mentions: ['late'] }],
      [
        'also when a call turns out to have booked it',
        ['named'],
        { owner: 'booker', linked: ['booker'], mentions: ['early', 'late'] },
      ],
    ])(
      'ends in the same links and mentions %s',
      async (_, more, expected) => {
        await Promise.all(
          permutations(['created', 'renewed', 'early', 'late', ...more]).map(async (order) => {
            const calls = { early: callIdentity(), late: callIdentity(), booker: callIdentity() };
            const fact = bookingFact({ ...web, revision: 2 });
            const messages: Record<string, Event<object>> = {
              created: bookingCreated(fact),
              renewed: event(BookingRescheduled, { ...fact, revision: 3 }),
              early: alreadyBooked({ call: calls.early, calcomUid: fact.calcomUid }, '2026-11-21T11:00:00Z'),
              late: alreadyBooked({ call: calls.late, calcomUid: fact.calcomUid }, '2026-11-21T12:00:00Z'),
              named: event(BookingRescheduled, { ...fact, revision: 4, call: calls.booker }),
            };
            await toldInTheEnd(
              record,
              order.map((name) => messages[name]!),
            );
            const nameOf = new Map(Object.entries(calls).map(([name, call]): [unknown, string] => [rowId(call), name]));
            const pointing = await record.rows('SELECT id FROM records.calls WHERE appointment_id = $1', idOf(fact));
            expect({
              order,
              owner: nameOf.get((await record.appointment(fact)).call_id),
              linked: pointing.map(({ id }) => nameOf.get(id)),
              mentions: (await mentionsOf(fact)).map(({ call_id }) => nameOf.get(call_id)),
            }).toEqual({ order, ...expected });
          }),
        );
      },
      60_000,
    );
  });
});

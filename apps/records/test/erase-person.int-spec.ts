import {
  appointmentRowId,
  BookingCancelled,
  BookingCreated,
  type BookingFact,
  BookingRescheduled,
  type CallIdentity,
  callRowId,
  type Event,
} from '@callbook/contracts';
import { createDataSource, ErasureKeyWrong } from '@callbook/database';
import type { DataSource } from 'typeorm';
import { rowsOfNobody, rowsOfPerson } from '../src/privacy/rows-of-person';
import {
  alreadyBooked,
  bookingCreated,
  bookingFact,
  bookingFailed,
  bookingUnresolved,
  callAnalyzed,
  callEnded,
  callIdentity,
  callStarted,
  changeOf,
  company,
  event,
  functionAnswered,
} from './support/events';
import { placesOf, PrivateRecord } from './support/privacy';
import { People } from './support/people';
import { RecordFixture } from './support/record-fixture';

let people = 0;

/** Somebody whose every trace can be found again. */
function somebody() {
  people += 1;
  const mark = `zerasm${people}`;
  const number = `+49151999${String(people).padStart(5, '0')}`;
  const identity: CallIdentity = callIdentity({
    retellCallId: `call_${mark}`,
    fromNumber: number,
    customerNumber: number,
  });
  const email = `${mark}@person.example`;
  const attendee = { name: `Nadja ${mark}`, email, phone: number };
  const markers = [mark, number, number.slice(1)];
  return { mark, number, email, identity, attendee, markers };
}
type Somebody = ReturnType<typeof somebody>;

/** A whole life in the record: booked, moved, cancelled, refused, owed, said, analysed. */
function lifeOf(person: Somebody): Event<object>[] {
  const { mark, identity, attendee } = person;
  const booked = bookingFact({
    call: identity,
    rootUid: `uid_${mark}_1`,
    calcomUid: `uid_${mark}_1`,
    attendeeAsSaid: attendee,
    attendeeAsBooked: { ...attendee, timeZone: 'Europe/Berlin' },
    notes: `for ${mark}`,
    location: `at ${mark}`,
    metadata: { callbook_note: mark },
    preferredStaff: { asSaid: `whoever ${mark} had`, staffId: null },
  });
  const moved: BookingFact = {
    ...booked,
    ...changeOf('reschedule', identity),
    calcomUid: `uid_${mark}_2`,
    revision: booked.revision + 1,
  };
  const refused = bookingFailed({ call: identity, attendee, providerText: `Cal.com says no to ${mark}` });
  const pending = bookingUnresolved({ call: identity, attendee, providerText: `unclear for ${mark}` });
  const answered = (said: Parameters<typeof functionAnswered>[1]) =>
    functionAnswered(identity, { say: `Thank you, ${mark}.`, ...said });
  return [
    callStarted(identity),
    bookingCreated(booked),
    event(BookingRescheduled, moved),
    event(BookingCancelled, {
      ...moved,
      changedBy: null,
      functionCallIds: [],
      revision: moved.revision + 1,
      status: 'cancelled',
    }),
    refused,
    pending,
    answered({ status: 'booked', requestKey: booked.requestKey, functionCallId: booked.functionCallIds[0] }),
    answered({
      status: 'pending',
      requestKey: pending.data.requestKey,
      functionCallId: pending.data.functionCallIds[0],
    }),
    callEnded(identity, { transcript: `My name is ${mark}.`, recordingUrl: `https://recordings.example/${mark}` }),
    callAnalyzed(identity, { summary: `${mark} wanted a haircut` }),
  ];
}

describe('erasing a person', () => {
  let record: RecordFixture;
  let privacy: PrivateRecord;
  let owner: DataSource;

  beforeAll(async () => {
    record = await RecordFixture.open();
    privacy = new PrivateRecord(record);
    owner = await record.database.connect(createDataSource);
  });
  afterAll(() => record.close());

  const traces = ({ markers }: Pick<Somebody, 'markers'>) =>
    placesOf(owner, markers, ['records', 'catalogue', 'booking']);
  const tellAll = async (events: readonly Event<object>[]) => {
    for (const one of events) await privacy.tell(one);
  };
  const halfLinks = () =>
    record.rows(`
      SELECT id FROM records.calls call WHERE appointment_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM records.appointments WHERE id = call.appointment_id AND call_id = call.id)
      UNION ALL
      SELECT id FROM records.appointments appointment WHERE call_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM records.calls WHERE id = appointment.call_id AND appointment_id IS NOT NULL)`);

  it('leaves no trace in any column of any table, and what reports are made of', async () => {
    const [person, other] = [somebody(), somebody()];
    await tellAll(lifeOf(person));
    await tellAll(lifeOf(other));
    const before = await traces(person);
    // Seen to find what is there: the guard of everything below.
    expect(new Set(before.map((place) => place.split(':')[0]))).toEqual(
      expect.objectContaining({ size: expect.any(Number) as number }),
    );
    expect(before.length).toBeGreaterThan(25);
    const otherBefore = await traces(other);

    const reply = await privacy.erase(person.number);
    expect(reply).toMatchObject({
      result: 'erased',
      company,
      retellCallIds: [person.identity.retellCallId],
      calcomBookings: [{ uid: `uid_${person.mark}_2` }, { uid: `uid_${person.mark}_1`, bookingId: null }],
      counts: { customers: 1, calls: 1, appointments: 1, call_transcripts: 1, call_recordings: 1 },
    });
    expect(reply.counts.outbox).toBeGreaterThan(0);
    expect(await traces(person)).toEqual([]);
    expect(await traces(other)).toEqual(otherBefore);
    expect(await halfLinks()).toEqual([]);

    const call = await record.row(
      'SELECT * FROM records.calls WHERE id = $1',
      callRowId(company, person.identity.retellCallId),
    );
    expect(call).toMatchObject({ customer_cause: 'erased', status: 'analyzed', agent_id: person.identity.agentId });
    expect(call.duration_ms).toBeGreaterThan(0);
    const appointment = await record.row('SELECT * FROM records.appointments WHERE call_id = $1', call.id);
    expect(appointment).toMatchObject({
      status: 'cancelled',
      was_confirmed: true,
      customer_cause: 'erased',
      metadata: {},
    });
    expect([appointment.price_minor, appointment.service_id, appointment.staff_id]).not.toContain(null);
  });

  it('leaves nothing of what people wrote about the appointment, and of why', async () => {
    const person = somebody();
    await tellAll(lifeOf(person).slice(0, 3));
    const appointmentId = appointmentRowId(company, `uid_${person.mark}_1`);
    const people = new People(record);
    const why = `${person.mark} asked for it`;
    await people.note(appointmentId, `${person.mark} is late, as always`);
    await people.unlink(appointmentId, { why });
    await people.link(appointmentId, person.identity.retellCallId, { why });
    expect((await traces(person)).filter((place) => place.startsWith('records.outbox')).length).toBeGreaterThan(0);
    expect(await privacy.erase(person.number)).toMatchObject({ result: 'erased' });
    expect(await traces(person)).toEqual([]);
  });

  it('does not come back with whatever is told again, in any order, nor with what is told late', async () => {
    const person = somebody();
    const life = lifeOf(person);
    await tellAll(life.slice(0, 4)); // the rest is late
    await privacy.erase(person.number);
    const rows = async () => ({
      calls: await record.rows('SELECT * FROM records.calls ORDER BY id'),
      appointments: await record.rows('SELECT * FROM records.appointments ORDER BY id'),
      customers: await record.rows('SELECT * FROM records.customers ORDER BY id'),
      outcomes: await record.rows('SELECT * FROM records.booking_outcomes ORDER BY request_id'),
      answers: await record.rows('SELECT * FROM records.function_answers ORDER BY message_id'),
    });
    const after = await rows();
    await record.rows('DELETE FROM records.inbox'); // as after 30 days, or when history is replayed
    await tellAll([...life, ...life.toReversed()]);
    expect(await traces(person)).toEqual([]);
    expect(await rows()).toEqual(after);
  });

  it('knows a person by number also in calls it never heard of, if they were made before', async () => {
    const person = somebody();
    await privacy.tell(callStarted(person.identity));
    await privacy.erase(person.number);
    const missed = { ...person.identity, retellCallId: `call_${person.mark}_missed` };
    await tellAll(lifeOf({ ...person, identity: missed }));
    expect(await traces(person)).toEqual([]);
    // Who rings again after that is somebody new.
    const again = {
      ...person.identity,
      retellCallId: `call_${person.mark}_again`,
      startedAt: '2026-12-01T08:00:00.000Z',
    };
    await privacy.tell(callStarted(again));
    expect(await record.call(again)).toMatchObject({ customer_number: person.number, customer_cause: null });
    expect(await privacy.erase(person.number)).toMatchObject({ result: 'erased' });
    expect(await traces(person)).toEqual([]);
  });

  it('keeps a booking without a call away by its address, and lets the family that shares it be', async () => {
    const person = somebody();
    const web = (mark: string): Event<object> =>
      bookingCreated({
        call: null,
        requestId: null,
        requestKey: null,
        functionCallIds: [],
        rootUid: `uid_${mark}`,
        calcomUid: `uid_${mark}`,
        attendeeAsSaid: null,
        attendeeAsBooked: { ...person.attendee, phone: null, timeZone: null },
        providerCreatedAt: '2026-11-20T10:00:00.000Z',
      });
    await privacy.tell(web(`${person.mark}_one`));
    await privacy.erase(person.email.toUpperCase());
    await privacy.tell(web(`${person.mark}_two`));
    expect(await traces(person)).toEqual([]);

    const [child, mother] = [somebody(), somebody()];
    const shared = { ...child.attendee, email: mother.email };
    await privacy.tell(bookingCreated({ call: mother.identity, attendeeAsSaid: mother.attendee }));
    await privacy.tell(bookingCreated({ call: child.identity, attendeeAsSaid: shared }));
    await privacy.erase(child.number);
    const kinds = await record.rows(
      'SELECT hash FROM records.erased WHERE hash = $1',
      privacy.erased.key!.hash(company, 'email', mother.email),
    );
    expect(kinds).toEqual([]);
    expect(await record.row('SELECT email FROM records.customers WHERE phone = $1', mother.number)).toEqual({
      email: mother.email,
    });
  });

  it('names the customers of the company who have the same address: they may have booked on the web page as well', async () => {
    const [person, stranger] = [somebody(), somebody()];
    const second = `second.${person.email}`;
    const web = (uid: string, email: string, of = company): Event<object> =>
      event(
        BookingCreated,
        bookingFact({
          call: null,
          requestId: null,
          requestKey: null,
          functionCallIds: [],
          rootUid: uid,
          calcomUid: uid,
          attendeeAsSaid: null,
          attendeeAsBooked: { ...person.attendee, email, phone: null, timeZone: null },
        }),
        { company: of },
      );
    await tellAll([
      bookingCreated({ call: person.identity, attendeeAsSaid: person.attendee }),
      bookingCreated({
        call: person.identity,
        attendeeAsSaid: { ...person.attendee, email: second },
        providerCreatedAt: '2026-12-20T10:00:00.000Z', // the customer keeps the address that was said first
      }),
      bookingCreated({ call: stranger.identity, attendeeAsSaid: stranger.attendee }),
      web(`uid_${person.mark}_second`, second),
      web(`uid_${person.mark}_web`, person.email.toUpperCase()),
      web(`uid_${person.mark}_elsewhere`, person.email, 'praxis-am-markt'),
    ]);
    await record.rows(
      'UPDATE records.customers SET email = $1, email_is_placeholder = true WHERE phone = $2',
      person.email,
      stranger.number,
    );
    const [theirs, other] = await Promise.all(
      [person.email, second].map(async (email) => {
        const known = 'company = $1 AND phone IS NULL AND lower(email) = $2';
        return String((await record.row(`SELECT id FROM records.customers WHERE ${known}`, company, email)).id);
      }),
    );
    const related = [theirs, other].toSorted();
    const { id: caller } = await record.row('SELECT id FROM records.customers WHERE phone = $1', person.number);
    expect(await privacy.erase(person.number, { dryRun: true })).toMatchObject({ related });
    expect(await privacy.erase(String(theirs), { dryRun: true })).toMatchObject({ related: [caller] });
    expect(await privacy.erase(stranger.number, { dryRun: true })).toMatchObject({ related: [] });
    expect(await privacy.erase(person.number)).toMatchObject({ result: 'erased', related });
    expect(await privacy.erase(String(theirs))).toMatchObject({ result: 'erased', related: [] });
  });

  it('does not lose what an erased person changed for somebody else, nor writes whose act it was', async () => {
    const [person, other] = [somebody(), somebody()];
    const fact = bookingFact({ call: other.identity, attendeeAsSaid: other.attendee });
    await privacy.tell(bookingCreated(fact));
    await privacy.tell(callStarted(person.identity));
    await privacy.erase(person.number);
    const moved = {
      ...fact,
      ...changeOf('reschedule', person.identity),
      revision: fact.revision + 1,
      start: '2026-11-27T09:00:00.000Z',
      end: '2026-11-27T09:30:00.000Z',
    };
    await privacy.tell(event(BookingRescheduled, moved));
    expect(await record.appointment(fact)).toMatchObject({ starts_at: new Date('2026-11-27T09:00:00.000Z') });
    expect(await placesOf(owner, [person.number], ['records'])).toEqual([]);
  });

  it('is previewed without changing anything, and says who else may be meant', async () => {
    const person = somebody();
    await tellAll(lifeOf(person));
    const before = await traces(person);
    const preview = await privacy.erase(person.number, { dryRun: true });
    expect(preview).toMatchObject({
      result: 'previewed',
      erasureId: null,
      counts: { customers: 1, calls: 1, appointments: 1 },
    });
    expect(await traces(person)).toEqual(before);

    const elsewhere = 'praxis-am-markt';
    await privacy.tell(
      event(
        Object.getPrototypeOf(callStarted(person.identity).data).constructor,
        { call: person.identity },
        { company: elsewhere },
      ),
    );
    const ambiguous = await privacy.erase(person.number);
    expect(ambiguous).toMatchObject({ result: 'ambiguous', candidates: [{ company: elsewhere }, { company }] });
    expect(await privacy.erase(person.number, { company: elsewhere })).toMatchObject({
      result: 'erased',
      company: elsewhere,
    });
    expect(await record.rows('SELECT 1 FROM records.customers WHERE phone = $1', person.number)).toHaveLength(1);
  });

  it('is safe to run again, and knows nobody by what never was', async () => {
    const person = somebody();
    await tellAll(lifeOf(person));
    await privacy.erase(person.number);
    expect(await privacy.erase(person.number)).toMatchObject({ result: 'erased_before' });
    expect(await privacy.erase(somebody().number)).toMatchObject({ result: 'unknown' });
    expect(await privacy.erase('no such thing')).toMatchObject({ result: 'unknown' });
  });

  it('reaches customers that were merged into the person, whichever of them is named', async () => {
    const [person, merged] = [somebody(), somebody()];
    await tellAll(lifeOf(person));
    await tellAll(lifeOf(merged));
    const id = async ({ number }: Somebody) =>
      (await record.row('SELECT id FROM records.customers WHERE phone = $1', number)).id;
    await record.rows(
      `UPDATE records.customers SET merged_into = $1, represented_by = $1, merge_decided_at = now(), merge_decided_by = $1 WHERE id = $2`,
      await id(person),
      await id(merged),
    );
    for (const table of ['calls', 'appointments'])
      await record.rows(
        `UPDATE records.${table} SET customer_id = $1, merged_customer_id = customer_id WHERE customer_id = $2`,
        await id(person),
        await id(merged),
      );
    expect(await privacy.erase(merged.number)).toMatchObject({ result: 'erased', counts: { customers: 2, calls: 2 } });
    expect(await traces(person)).toEqual([]);
    expect(await traces(merged)).toEqual([]);
  });

  it('follows its own event, also where nothing was erased yet', async () => {
    const person = somebody();
    const life = lifeOf(person);
    await tellAll(life);
    const { erasureId } = await privacy.erase(person.number);
    const told = await record.row('SELECT event FROM records.outbox WHERE subject = $1', erasureId);
    expect(JSON.stringify(told)).not.toContain(person.mark);

    const anew = await RecordFixture.open();
    const copy = new PrivateRecord(anew);
    for (const one of life) await copy.tell(one);
    await anew.dataSource.transaction((tx) => copy.desk.follow(tx, told.event as never));
    await copy.sweeper.sweepAll();
    const copyOwner = await anew.database.connect(createDataSource);
    expect(await placesOf(copyOwner, person.markers, ['records', 'booking', 'catalogue'])).toEqual([]);
    const tables = ['calls', 'appointments', 'customers', 'booking_outcomes'];
    for (const table of tables) {
      const count = `SELECT count(*)::integer AS count FROM records.${table}`;
      expect([table, (await anew.row(count)).count]).not.toEqual([table, null]);
    }
    await anew.close();
  });

  it('waits for what is being written, and what comes meanwhile is not written', async () => {
    const person = somebody();
    await privacy.tell(callStarted(person.identity));
    const life = lifeOf(person);
    const [reply] = await Promise.all([privacy.erase(person.number), ...life.map((one) => privacy.tell(one))]);
    expect(reply.result).toBe('erased');
    await privacy.erase(person.number);
    expect(await traces(person)).toEqual([]);
  });

  it('refuses to go on with another key, or none, than people were erased with', async () => {
    const person = somebody();
    await privacy.tell(callStarted(person.identity));
    await privacy.erase(person.number);
    const wrong = new PrivateRecord(record, { key: 'another key of thirty-two characters' });
    await expect(wrong.erased.checkKey(owner)).rejects.toThrow(ErasureKeyWrong);
    await expect(record.tell(callStarted(person.identity))).rejects.toThrow(ErasureKeyWrong); // without any
    await expect(privacy.erased.checkKey(owner)).resolves.toBeUndefined();
  });

  it('has decided about every column there is', async () => {
    const columns = await record.rows(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema = 'records' AND table_type = 'BASE TABLE'`,
    );
    const decided = new Map(
      rowsOfPerson.map(({ table, becomes, stays = [] }) => [table, becomes && [...Object.keys(becomes), ...stays]]),
    );
    const undecided = columns
      .map(({ table, column }) => [String(table), String(column)] as const)
      .filter(([table]) => !rowsOfNobody.includes(table))
      .filter(([table, column]) => !decided.has(table) || decided.get(table)?.includes(column) === false);
    expect(undecided).toEqual([]);
  });

  it('of whom another call asked for the appointment leaves that call alone', async () => {
    const [person, other] = [somebody(), somebody()];
    const fact = bookingFact({
      call: person.identity,
      attendeeAsSaid: person.attendee,
      rootUid: `uid_${person.mark}`,
      calcomUid: `uid_${person.mark}`,
    });
    await privacy.tell(bookingCreated(fact));
    await privacy.tell(alreadyBooked({ call: other.identity, calcomUid: fact.calcomUid }));
    await privacy.erase(person.number);
    expect(await traces(person)).toEqual([]);
    expect(await record.call(other.identity)).toMatchObject({ customer_number: other.number, customer_cause: null });
    expect(await halfLinks()).toEqual([]);
  });
});

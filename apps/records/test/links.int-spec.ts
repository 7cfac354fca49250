import {
  AppointmentLinked,
  appointmentRowId,
  AppointmentUnlinked,
  type BookingFact,
  BookingRescheduled,
  callRowId,
  CallStarted,
  type Event,
} from '@callbook/contracts';
import {
  alreadyBooked,
  bookingCreated,
  bookingFact,
  callEnded,
  callIdentity,
  callStarted,
  company,
  event,
} from './support/events';
import { act, People } from './support/people';
import { permutations } from './support/permutations';
import { RecordFixture } from './support/record-fixture';
import { toldInTheEnd } from './support/told-in-the-end';

const idOf = (fact: { rootUid: string }) => appointmentRowId(company, fact.rootUid);
const rowOf = (call: { retellCallId: string } | null) => callRowId(company, call!.retellCallId);
const nobodyRang = { call: null, requestId: null, requestKey: null, functionCallIds: [] };

describe('a person', () => {
  let record: RecordFixture;
  let replica: RecordFixture;
  let people: People;

  beforeAll(async () => {
    record = await RecordFixture.open();
    replica = await record.replica();
    people = new People(record);
  });
  afterAll(async () => {
    await replica.closeReplica();
    await record.close();
  });
  afterEach(expectNoHalfLinks);

  async function booked(said: Partial<BookingFact> = {}): Promise<BookingFact> {
    const fact = bookingFact(said);
    await record.tell(bookingCreated(fact));
    return fact;
  }

  async function called(): Promise<string> {
    const call = callIdentity();
    await record.tell(callStarted(call));
    await record.tell(callEnded(call));
    return rowOf(call);
  }

  const callRow = (id: string) => record.row('SELECT * FROM records.calls WHERE id = $1', id);

  it('takes an appointment from its call: both sides are cleared, and no later fact brings the link back', async () => {
    const fact = await booked();
    await record.tell(callEnded(fact.call!));
    expect(await people.unlink(idOf(fact))).toEqual({ result: 'done', previousCallId: rowOf(fact.call) });
    const unlinked = { call_id: null, link_cause: 'unlinked_by_operator', told_call_id: rowOf(fact.call) };
    const alone = {
      appointment_id: null,
      booking_confirmed: false,
      staff_id: null,
      appointment_link_status: 'unlinked',
      link_cause: 'unlinked_by_operator',
    };
    expect(await record.appointment(fact)).toMatchObject(unlinked);
    expect(await record.call(fact.call)).toMatchObject(alone);

    const moved = {
      ...fact,
      revision: fact.revision + 1,
      start: '2026-11-27T09:00:00.000Z',
      end: '2026-11-27T09:30:00.000Z',
    };
    await record.tell(event(BookingRescheduled, moved));
    await record.tell(bookingCreated({ ...fact, revision: fact.revision - 1 }));
    await record.tell(alreadyBooked({ call: callIdentity(), calcomUid: fact.calcomUid }));
    expect(await record.appointment(fact)).toMatchObject({ ...unlinked, starts_at: new Date(moved.start) });
    expect(await record.call(fact.call)).toMatchObject(alone);
  });

  it('gives an appointment to a call that did not book it, and to another one after that', async () => {
    const fact = await booked();
    const [one, other] = [await called(), await called()];
    expect(await people.link(idOf(fact), one)).toEqual({ result: 'done', previousCallId: rowOf(fact.call) });
    expect(await callRow(one)).toMatchObject({
      appointment_id: idOf(fact),
      booking_confirmed: true,
      appointment_link_status: 'linked',
      link_cause: null,
    });
    expect(await record.call(fact.call)).toMatchObject({ appointment_id: null, appointment_link_status: 'unlinked' });
    expect(await people.link(idOf(fact), other)).toEqual({ result: 'done', previousCallId: one });
    expect(await callRow(one)).toMatchObject({ appointment_id: null, link_cause: 'nothing_requested' });
    expect(await callRow(other)).toMatchObject({ appointment_id: idOf(fact), booking_confirmed: true });
  });

  it('names a call by Retell’s id, and gives an appointment back to the call that booked it', async () => {
    const fact = await booked();
    await people.unlink(idOf(fact));
    expect(await people.link(idOf(fact), fact.call!.retellCallId)).toEqual({ result: 'done', previousCallId: null });
    expect(await record.call(fact.call)).toMatchObject({ appointment_id: idOf(fact), booking_confirmed: true });
    expect(await record.appointment(fact)).toMatchObject({ call_id: rowOf(fact.call), link_cause: null });
  });

  it('tells everybody: who, when, why, which appointment and call, and what it was before', async () => {
    const fact = await booked();
    const call = await called();
    await people.link(idOf(fact), call);
    await people.unlink(idOf(fact));
    const events = (await record.published(idOf(fact))).filter(({ type }) => /linked/.test(type));
    const by = { actor: 'anna', why: 'the caller said so', appointmentId: idOf(fact) };
    expect(events).toMatchObject([
      {
        type: 'appointment.linked.v1',
        company,
        data: { ...by, actedAt: '2026-11-21T14:00:00.000Z', callId: call, previousCallId: rowOf(fact.call) },
      },
      { type: 'appointment.unlinked.v1', data: { ...by, actedAt: '2026-11-21T14:00:00.001Z', previousCallId: call } },
    ]);
    const before = await record.appointment(fact);
    for (const told of events) await people.tell(told); // as they come back from the broker
    expect(await record.appointment(fact)).toEqual(before);
  });

  it('gives an appointment to a call that was about it, and takes it away again: it is about it as before', async () => {
    const fact = await booked();
    const asking = callIdentity();
    await record.tell(alreadyBooked({ call: asking, calcomUid: fact.calcomUid }));
    const mentions = async () => {
      const sql = 'SELECT call_id, kind, at FROM records.call_mentions WHERE appointment_id = $1 ORDER BY call_id';
      return record.rows(sql, idOf(fact));
    };
    const before = await mentions();
    expect(before).toMatchObject([{ call_id: rowOf(asking), kind: 'already_booked' }]);
    await people.link(idOf(fact), rowOf(asking));
    expect(await mentions()).toEqual([]);
    await people.link(idOf(fact), rowOf(fact.call));
    expect(await mentions()).toEqual(before);
  });

  it('who asks for what is so already is told that, and nothing is written or published', async () => {
    const fact = await booked();
    const before = [await record.appointment(fact), await record.call(fact.call), await record.published(idOf(fact))];
    expect(await people.link(idOf(fact), rowOf(fact.call))).toEqual({
      result: 'unchanged',
      previousCallId: rowOf(fact.call),
    });
    const web = await booked(nobodyRang);
    expect(await people.unlink(idOf(web))).toEqual({ result: 'unchanged', previousCallId: null });
    expect([await record.appointment(fact), await record.call(fact.call), await record.published(idOf(fact))]).toEqual(
      before,
    );
  });

  it('who asks again because no answer came does it once', async () => {
    const fact = await booked();
    const actId = '6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11';
    const answers = await Promise.all([people.unlink(idOf(fact), { actId }), people.unlink(idOf(fact), { actId })]);
    expect(answers.map(({ result }) => result).sort()).toEqual(['done', 'unchanged']);
    expect((await record.published(idOf(fact))).filter(({ type }) => /unlinked/.test(type))).toHaveLength(1);
  });

  it('is refused what cannot be: unknown ids, a call of another company, a version that is not the row’s', async () => {
    const fact = await booked();
    const nowhere = appointmentRowId(company, 'nowhere');
    const stranger = callIdentity();
    await record.tell(event(CallStarted, { call: stranger }, { company: 'praxis-am-markt' }));
    const before = await record.appointment(fact);
    const version = Number(before.version);
    const refused = (refusal: string) => ({ result: 'refused', refusal });
    expect(await people.unlink(nowhere)).toEqual(refused('appointment_unknown'));
    expect(await people.link(idOf(fact), 'call_of_nobody')).toEqual(refused('call_unknown'));
    expect(await people.link(idOf(fact), nowhere)).toEqual(refused('call_unknown'));
    const foreign = callRowId('praxis-am-markt', stranger.retellCallId);
    expect(await people.link(idOf(fact), foreign)).toEqual(refused('other_company'));
    expect(await people.unlink(idOf(fact), { version: version + 1 })).toEqual(refused('version_mismatch'));
    expect(await record.appointment(fact)).toEqual(before);
    expect(await people.unlink(idOf(fact), { version })).toMatchObject({ result: 'done' });
  });

  it('who decides at the same time as another one at another process: one after the other, and the last one counts', async () => {
    const elsewhere = new People(replica);
    for (let round = 0; round < 5; round++) {
      const fact = await booked();
      const calls = await Promise.all([called(), called(), called()]);
      await Promise.all([
        people.link(idOf(fact), calls[0]!),
        elsewhere.link(idOf(fact), calls[1]!),
        people.unlink(idOf(fact)),
        elsewhere.link(idOf(fact), calls[2]!),
        record.tell(event(BookingRescheduled, { ...fact, revision: fact.revision + 1 })),
        replica.tell(callEnded(fact.call!)),
      ]);
      await expectNoHalfLinks();
      const acts = (await record.published(idOf(fact))).filter(({ type }) => /\.(un)?linked/.test(type));
      const last = acts.map(({ data }) => data).sort((a, b) => (String(a.actedAt) < String(b.actedAt) ? 1 : -1))[0];
      expect(new Set(acts.map(({ data }) => data.actedAt)).size).toBe(acts.length);
      expect((await record.appointment(fact)).call_id).toBe(last?.callId ?? null);
    }
  });

  describe('whose act arrives as an event', () => {
    /** Facts and acts about one appointment, and the rows they end in, by name. */
    function story() {
      const fact = bookingFact();
      const [chosen, asking] = [callIdentity(), callIdentity()];
      const appointmentId = idOf(fact);
      const messages: Event<object>[] = [
        bookingCreated(fact),
        event(BookingRescheduled, {
          ...fact,
          revision: fact.revision + 1,
          start: '2026-11-27T09:00:00.000Z',
          end: '2026-11-27T09:30:00.000Z',
        }),
        act(AppointmentLinked, 1, { appointmentId, callId: rowOf(chosen), previousCallId: rowOf(fact.call) }),
        act(AppointmentUnlinked, 2, { appointmentId, previousCallId: rowOf(chosen) }),
        callEnded(chosen),
        alreadyBooked({ call: asking, calcomUid: fact.calcomUid }),
      ];
      return { fact, chosen, asking, messages };
    }

    async function rowsOf({ fact, chosen, asking }: ReturnType<typeof story>) {
      const columns =
        'appointment_id, booking_confirmed, appointment_link_status, link_cause, link_cause_since, staff_id';
      const calls = await Promise.all(
        [fact.call, chosen, asking].map((call) =>
          record.row(`SELECT ${columns} FROM records.calls WHERE id = $1`, rowOf(call)),
        ),
      );
      const appointment = await record.row(
        `SELECT call_id, link_cause, link_cause_since, link_decided_at, revision, call_revision, call_claimed_at, source
         FROM records.appointments WHERE id = $1`,
        idOf(fact),
      );
      const mentions = await record.rows(
        `SELECT retell_call_id, kind FROM records.call_mentions mention JOIN records.calls call ON call.id = mention.call_id
         WHERE mention.appointment_id = $1 ORDER BY kind, retell_call_id`,
        idOf(fact),
      );
      return {
        calls,
        appointment,
        mentions: mentions.map(({ kind, retell_call_id: id }) => [kind, id === asking.retellCallId]),
      };
    }

    it('ends in the same rows in every order, before and after the facts, twice', async () => {
      const told = story();
      await toldInTheEnd({ tell: (message) => people.tell(message) } as RecordFixture, told.messages);
      const expected = await rowsOf(told);
      expect(expected).toMatchObject({
        appointment: { call_id: null, link_cause: 'unlinked_by_operator' },
        calls: [{ appointment_link_status: 'unlinked' }, { appointment_id: null }, { appointment_id: null }],
        mentions: [['already_booked', true]],
      });
      const orders = permutations(Object.keys(told.messages)).filter((_, index) => index % 24 === 0);
      await Promise.all(
        orders.map(async (order) => {
          const again = story();
          const messages = order.flatMap((index) => [
            again.messages[Number(index)]!,
            again.messages[Number(order[0])]!,
          ]);
          await toldInTheEnd({ tell: (message) => people.tell(message) } as RecordFixture, messages);
          expect({ order, rows: await rowsOf(again) }).toEqual({ order, rows: expected });
        }),
      );
    }, 60_000);

    it('waits for what it is about, and is refused for good when that is another company’s', async () => {
      const fact = bookingFact();
      const [appointmentId, call] = [idOf(fact), callIdentity()];
      const linked = act(AppointmentLinked, 1, { appointmentId, callId: rowOf(call), previousCallId: null });
      await expect(people.tell(linked)).rejects.toMatchObject({
        name: 'RetryableError',
        code: 'appointment_not_recorded',
      });
      await record.tell(bookingCreated(fact));
      await expect(people.tell(linked)).rejects.toMatchObject({ name: 'RetryableError', code: 'call_not_recorded' });
      await expect(people.tell({ ...linked, company: 'praxis-am-markt' })).rejects.toMatchObject({
        name: 'PermanentError',
        code: 'other_company',
      });
      await record.tell(callStarted(call));
      await people.tell(linked);
      expect(await record.appointment(fact)).toMatchObject({ call_id: rowOf(call) });
    });
  });

  it('cannot leave half a link, whoever writes: the told call is not the link', async () => {
    const fact = await booked();
    await people.unlink(idOf(fact));
    const half = (sql: string) => record.rows(sql, idOf(fact));
    await expect(
      half(
        'UPDATE records.appointments SET call_id = told_call_id, link_cause = NULL, link_cause_since = NULL WHERE id = $1',
      ),
    ).rejects.toMatchObject({
      constraint: 'appointment_names_a_linked_call',
    });
    await expect(half('UPDATE records.appointments SET link_decided_at = NULL WHERE id = $1')).rejects.toMatchObject({
      code: '23514',
    });
  });

  async function expectNoHalfLinks(): Promise<void> {
    const half = await record.rows(`
      SELECT id FROM records.calls call WHERE appointment_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM records.appointments WHERE id = call.appointment_id AND call_id = call.id)
      UNION ALL
      SELECT id FROM records.appointments appointment WHERE call_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM records.calls WHERE id = appointment.call_id AND appointment_id IS NOT NULL)`);
    expect(half).toEqual([]);
  }
});

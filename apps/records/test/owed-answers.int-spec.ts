import {
  CallAnswerOwed,
  type CallFunctionAnswered,
  CallOwedAnswerSettled,
  callRowId,
  derivedId,
  type Event,
  validated,
} from '@callbook/contracts';
import { Client } from 'pg';
import {
  alreadyBooked,
  bookingCreated,
  bookingFact,
  bookingFailed,
  bookingUnresolved,
  callEnded,
  callStarted,
  company,
  functionAnswered,
  requestJoined,
  unique,
} from './support/events';
import { permutations } from './support/permutations';
import { RecordFixture } from './support/record-fixture';
import { toldInTheEnd } from './support/told-in-the-end';

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** A request with the messages that may tell of it. */
function request() {
  const fact = bookingFact();
  const { requestKey, requestId } = fact;
  const call = fact.call!;
  const asked = { functionCallId: fact.functionCallIds[0]!, requestKey };
  const round = { call, requestId: requestId!, requestKey: requestKey!, functionCallIds: fact.functionCallIds };
  const answered = (status: CallFunctionAnswered['status'], second: number, more: Partial<CallFunctionAnswered> = {}) =>
    functionAnswered(call, { ...asked, status, answeredAt: `2026-11-21T10:00:${second}.000Z`, ...more });
  return {
    fact,
    call,
    id: derivedId('owed-answer', requestId),
    answered,
    pending: answered('pending', 48),
    booked: bookingCreated(fact, { time: '2026-11-21T10:00:55Z' }),
    failed: bookingFailed(round, '2026-11-21T10:00:55Z'),
    unresolved: bookingUnresolved(round, '2026-11-21T10:00:50Z'),
  };
}

describe('an owed answer', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterAll(() => record.close());

  const rowsOf = ({ id }: { id: string }) => record.rows('SELECT * FROM records.owed_answers WHERE id = $1', id);
  const viewOf = ({ call }: ReturnType<typeof request>) =>
    record.rows('SELECT * FROM records.owed_answers_view WHERE call_id = $1', callRowId(company, call.retellCallId));
  const announced = ({ call }: ReturnType<typeof request>) => record.published(call.retellCallId);
  const withdrawn = ({ id }: { id: string }) => record.published(id);
  const settle = (owedAnswerId: string, by = 'anna', note: string | null = null) =>
    record.desk.settle({ owedAnswerId, by, note });

  it.each(['pending said first', 'outcome known first'])('is one row and one event, %s', async (order) => {
    const told = request();
    const messages = [callStarted(told.call), told.pending, told.booked, callEnded(told.call)];
    for (const message of order === 'pending said first' ? messages : messages.reverse()) await record.tell(message);
    const appointment = await record.appointment(told.fact);
    expect(await rowsOf(told)).toEqual([
      {
        id: told.id,
        company,
        call_id: callRowId(company, told.call.retellCallId),
        request_id: told.fact.requestId,
        operation: 'book',
        outcome: 'recorded',
        reason: null,
        appointment_id: appointment.id,
        said_at: new Date('2026-11-21T10:00:48Z'),
        owed_since: new Date('2026-11-21T10:00:55Z'),
        settled_at: null,
        settled_by: null,
        note: null,
      },
    ]);
    const [event, ...more] = await announced(told);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: CallAnswerOwed.type,
      data: {
        owedAnswerId: told.id,
        call: { retellCallId: told.call.retellCallId, customerNumber: told.call.customerNumber },
        outcome: 'recorded',
        appointment: { appointmentId: appointment.id, reference: appointment.reference },
        saidAt: '2026-11-21T10:00:48.000Z',
      },
    });
    expect(() => validated(CallAnswerOwed, CallAnswerOwed.type, event?.data)).not.toThrow();
  });

  it('shows whom to ring and what to tell', async () => {
    const told = request();
    for (const message of [told.pending, told.booked]) await record.tell(message);
    expect(await viewOf(told)).toMatchObject([
      {
        id: told.id,
        retell_call_id: told.call.retellCallId,
        number: told.call.customerNumber,
        name: 'Jonas Weber',
        outcome: 'recorded',
        appointment_status: 'confirmed',
        reference: expect.stringMatching(/^LIND-/) as string,
        starts_at: new Date(told.fact.start),
        time_zone: 'Europe/Berlin',
      },
    ]);
    const refused = request();
    for (const message of [refused.pending, refused.failed]) await record.tell(message);
    expect(await viewOf(refused)).toMatchObject([
      {
        outcome: 'failed',
        reason: 'slot_taken',
        wanted_start: new Date(refused.failed.data.start),
        name: 'Jonas Weber',
      },
    ]);
  });

  it('is withdrawn when the caller is told in the same call, and leaves no row', async () => {
    const told = request();
    for (const message of [told.pending, told.booked]) await record.tell(message);
    await record.tell(told.answered('booked', 59));
    expect(await rowsOf(told)).toEqual([]);
    const [event, ...more] = await withdrawn(told);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ type: CallOwedAnswerSettled.type, data: { by: 'callbook', owedAnswerId: told.id } });
    expect(() => validated(CallOwedAnswerSettled, CallOwedAnswerSettled.type, event?.data)).not.toThrow();
  });

  it('is announced again, and opened again, when there is something else to tell', async () => {
    const told = request();
    for (const message of [told.pending, told.unresolved]) await record.tell(message);
    expect(await settle(told.id)).toBe('settled');
    await record.tell({ ...told.unresolved, id: derivedId('spec', unique('again')) });
    expect(await rowsOf(told)).toMatchObject([{ outcome: 'unresolved', settled_by: 'anna' }]);
    await record.tell(told.booked);
    expect(await rowsOf(told)).toMatchObject([
      { outcome: 'recorded', reason: null, settled_at: null, settled_by: null },
    ]);
    const events = await announced(told);
    expect(events.map(({ data }) => [data.outcome, data.reason])).toEqual([
      ['unresolved', 'not_found_after_unclear_post'],
      ['recorded', null],
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  it('that a person has settled stays, whatever is said later', async () => {
    const told = request();
    for (const message of [told.pending, told.booked]) await record.tell(message);
    await settle(told.id);
    await record.tell(told.answered('booked', 59));
    expect(await rowsOf(told)).toMatchObject([{ settled_by: 'anna' }]);
    expect(await withdrawn(told)).toHaveLength(1);
  });

  it('is not the customer of another request of the call', async () => {
    const told = request();
    const other = request();
    const booked = bookingCreated({ ...other.fact, call: told.call });
    const answered = functionAnswered(told.call, {
      functionCallId: other.fact.functionCallIds[0],
      requestKey: other.fact.requestKey,
      status: 'booked',
    });
    for (const message of [told.pending, told.failed, booked, answered]) await record.tell(message);
    expect(await viewOf(told)).toMatchObject([{ id: told.id, outcome: 'failed' }]);
  });

  it('is owed for an appointment of another call, too', async () => {
    const first = request();
    const ringsBack = request();
    const { requestId, requestKey, functionCallIds } = ringsBack.fact;
    const asked = { requestId: requestId!, requestKey: requestKey!, functionCallIds, call: ringsBack.call };
    await record.tell(first.booked);
    await record.tell(ringsBack.pending);
    await record.tell(alreadyBooked({ ...asked, calcomUid: first.fact.calcomUid }));
    expect(await viewOf(ringsBack)).toMatchObject([{ id: ringsBack.id, outcome: 'recorded' }]);
  });

  describe('is the same in every order', () => {
    type Told = ReturnType<typeof request>;
    const recorded = {
      outcome: 'recorded',
      said_at: new Date('2026-11-21T10:00:48Z'),
      owed_since: new Date('2026-11-21T10:00:55Z'),
    };
    const joinedTo = ({ fact, id }: Told) => requestJoined(fact, { requestKey: derivedId('spec', id) });

    it.each<[string, (told: Told) => Event<object>[], object[]]>([
      [
        'of pending, doubt, booking and a joined repetition',
        (told) => {
          const joined = joinedTo(told);
          return [told.pending, told.unresolved, told.booked, joined, told.answered('pending', 58, { ...joined.data })];
        },
        [recorded],
      ],
      [
        'of pending, booking and a joined repetition that was told',
        (told) => {
          const joined = joinedTo(told);
          return [told.pending, told.booked, joined, told.answered('booked', 58, { ...joined.data })];
        },
        [],
      ],
      [
        'of pending, doubt, refusal, and the refusal told',
        (told) => [told.pending, told.unresolved, told.failed, told.answered('refused', 58)],
        [],
      ],
    ])(
      '%s, each twice',
      async (_, messagesOf, expected) => {
        const places = [...messagesOf(request()).keys()];
        await Promise.all(
          permutations(places).map(async (order) => {
            const told = request();
            const messages = messagesOf(told);
            const inOrder = order.map((place) => messages[place]!);
            await toldInTheEnd(record, [...inOrder, ...inOrder]);
            expect({ order, rows: await rowsOf(told) }).toMatchObject({ order, rows: expected });
            const outcomes = (await announced(told)).map(({ data }) => data.outcome);
            expect({ order, outcomes: [...new Set(outcomes)] }).toEqual({ order, outcomes });
            if (expected.length > 0) expect(outcomes.at(-1)).toBe('recorded');
            else expect((await withdrawn(told)).length).toBe(Math.min(outcomes.length, 1));
          }),
        );
      },
      60_000,
    );

    it('of a process that shares the messages with another one', async () => {
      const replica = await record.replica();
      const all = Array.from({ length: 10 }, request);
      await Promise.all(
        all.flatMap((told) => [
          record.tell(told.pending),
          replica.tell(told.booked),
          replica.tell(told.pending),
          record.tell(told.unresolved),
        ]),
      );
      await replica.closeReplica();
      for (const told of all) expect(await rowsOf(told)).toMatchObject([{ outcome: 'recorded', settled_at: null }]);
    });
  });

  describe('is settled', () => {
    it('once, by whoever comes first', async () => {
      const told = request();
      for (const message of [told.pending, told.booked]) await record.tell(message);
      const results = await Promise.all(['anna', 'ben', 'cem'].map((by) => settle(told.id, by, 'rang')));
      expect(results.sort()).toEqual(['already_settled', 'already_settled', 'settled']);
      const [row] = await rowsOf(told);
      expect(row).toMatchObject({ note: 'rang', settled_at: expect.any(Date) as Date });
      expect(await withdrawn(told)).toMatchObject([
        {
          type: CallOwedAnswerSettled.type,
          company,
          data: { by: row?.settled_by, note: 'rang', retellCallId: told.call.retellCallId },
        },
      ]);
    });

    it('never when there is no such one', async () => {
      expect(await settle(derivedId('spec', unique('nothing')))).toBe('unknown');
    });
  });

  describe('without any outcome', () => {
    const silent = (minutes: number) => {
      const told = request();
      return { told, pending: told.answered('pending', 48, { answeredAt: minutesAgo(minutes) }) };
    };

    it('is listed after half an hour, as nobody can tell', async () => {
      const [early, late] = [silent(29), silent(31)];
      await record.tell(early.pending);
      await record.tell(late.pending);
      expect(await viewOf(early.told)).toEqual([]);
      expect(await viewOf(late.told)).toMatchObject([
        { id: late.pending.data.functionCallId, outcome: 'unresolved', reason: 'no_outcome', operation: 'book' },
      ]);
    });

    it('is listed once for a request that was repeated, and not when that was told', async () => {
      const { told, pending } = silent(40);
      await record.tell(pending);
      const repeated = { functionCallId: derivedId('spec', told.id), answeredAt: minutesAgo(39) };
      await record.tell(told.answered('pending', 48, repeated));
      expect(await viewOf(told)).toHaveLength(1);
      await record.tell(told.answered('refused', 48, { ...repeated, answeredAt: minutesAgo(38) }));
      expect(await viewOf(told)).toEqual([]);
    });

    it('can be settled, and is owed anew when the outcome comes after all', async () => {
      const { told, pending } = silent(40);
      await record.tell(pending);
      const id = pending.data.functionCallId;
      expect(await settle(id, 'anna', 'asked in the salon')).toBe('settled');
      expect(await settle(id)).toBe('already_settled');
      expect(await viewOf(told)).toMatchObject([{ id, reason: 'no_outcome', settled_by: 'anna' }]);
      await record.tell(told.booked);
      const open = (await viewOf(told)).filter(({ settled_at }) => settled_at === null);
      expect(open).toMatchObject([{ id: told.id, outcome: 'recorded' }]);
    });

    it('waits as long as the database is told to', async () => {
      const { told, pending } = silent(5);
      await record.tell(pending);
      const reader = new Client({
        connectionString: record.database.url,
        options: '-c callbook.no_outcome_after=4min',
      });
      await reader.connect();
      const { rows } = await reader
        .query('SELECT outcome FROM records.owed_answers_view WHERE id = $1', [pending.data.functionCallId])
        .finally(() => reader.end());
      expect(rows).toEqual([{ outcome: 'unresolved' }]);
      expect(await viewOf(told)).toEqual([]);
    });
  });
});

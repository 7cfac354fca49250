import {
  CallAnswerOwed,
  type CallFunctionAnswered,
  CallOwedAnswerSettled,
  callRowId,
  createEvent,
  derivedId,
  type Event,
  validated,
} from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';
import { Inbox, type InboxMessage } from '@callbook/outbox';
import type { DataSource, EntityManager } from 'typeorm';
import { callsDue } from '../src/owed-answers/calls-due.repository';
import { OwedAnswerDesk } from '../src/owed-answers/owed-answer-desk.repository';
import {
  alreadyBooked,
  askedBack,
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

type Told = ReturnType<typeof request>;

/** Something else happens, and is committed, right after the first statement of what a message does. */
class Interrupted extends Inbox {
  constructor(
    database: DataSource,
    private readonly interruption: () => Promise<unknown>,
  ) {
    super(database, 'records');
  }

  override once(message: InboxMessage, work: (tx: EntityManager) => Promise<void>): ReturnType<Inbox['once']> {
    return super.once(message, (tx) => {
      const query = tx.query.bind(tx);
      jest.spyOn(tx, 'query').mockImplementationOnce(async (...statement: Parameters<typeof query>) => {
        const rows: unknown = await query(...statement);
        await this.interruption();
        return rows;
      });
      return work(tx);
    });
  }
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
    it('by a message that comes just before what it settles is known: in vain, and so it is tried again', async () => {
      const told = request();
      await record.tell(told.pending);
      const settled = createEvent(
        CallOwedAnswerSettled,
        {
          ...{ owedAnswerId: told.id, retellCallId: told.call.retellCallId },
          ...{ by: 'anna', note: null, settledAt: '2026-11-21T10:05:00.000Z' },
        },
        { id: derivedId('spec', told.id), company, time: new Date(), correlationId: told.call.retellCallId },
      );
      const message = { id: settled.id, queue: 'records.owed-answer-settled' };
      const inbox = new Interrupted(record.dataSource, () => record.tell(told.booked));
      const desk = new OwedAnswerDesk(record.dataSource, record.outbox, inbox, { now: () => new Date() });
      await expect(desk.apply(settled, message)).rejects.toThrow(RetryableError);
      expect(await rowsOf(told)).toMatchObject([{ settled_by: null }]);
      await record.desk.apply(settled, message);
      expect(await rowsOf(told)).toMatchObject([{ settled_by: 'anna' }]);
    });

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

  describe('only because time has passed', () => {
    const decided = '2026-11-21T10:00:55.000Z';
    const afterTen = '2026-11-21T10:10:55.000Z';
    const afterThirty = '2026-11-21T10:30:48.000Z';
    const dueAt = async ({ call }: ReturnType<typeof request>) => (await record.call(call)).owed_due_at;

    it('is what was booked and nobody answered, ten minutes later', async () => {
      const told = request();
      await record.tell(told.booked);
      expect(await dueAt(told)).toEqual(new Date(afterTen));
      await record.oweBy('2026-11-21T10:10:54.999Z');
      expect(await rowsOf(told)).toEqual([]);
      await record.oweBy(afterTen);
      const appointment = await record.appointment(told.fact);
      expect(await rowsOf(told)).toMatchObject([
        {
          request_id: told.fact.requestId,
          outcome: 'recorded',
          appointment_id: appointment.id,
          said_at: new Date(decided),
          owed_since: new Date(afterTen),
        },
      ]);
      const [event, ...more] = await announced(told);
      expect(more).toEqual([]);
      expect(event).toMatchObject({
        type: CallAnswerOwed.type,
        time: afterTen,
        correlationid: told.call.retellCallId,
        data: { owedAnswerId: told.id, outcome: 'recorded', saidAt: decided },
      });
      expect(event).not.toHaveProperty('causationid');
      expect(() => validated(CallAnswerOwed, CallAnswerOwed.type, event?.data)).not.toThrow();
      expect(await dueAt(told)).toBeNull();
    });

    it('is not what was answered meanwhile, and is withdrawn when the answer becomes known later', async () => {
      const [early, late] = [request(), request()];
      for (const told of [early, late]) await record.tell(told.booked);
      await record.tell(early.answered('booked', 59));
      expect(await dueAt(early)).toBeNull();
      await record.oweBy(afterTen);
      await record.tell(late.answered('booked', 59));
      for (const told of [early, late]) expect(await rowsOf(told)).toEqual([]);
      expect(await announced(early)).toEqual([]);
      expect(await withdrawn(late)).toMatchObject([{ type: CallOwedAnswerSettled.type, data: { by: 'callbook' } }]);
    });

    it('is what was told "not confirmed yet", and not heard of for half an hour', async () => {
      const told = request();
      await record.tell(told.pending);
      const id = told.pending.data.functionCallId;
      await record.oweBy('2026-11-21T10:30:47.999Z');
      expect(await viewOf(told)).toEqual([]);
      await record.oweBy(afterThirty);
      expect(await viewOf(told)).toMatchObject([
        { id, outcome: 'unresolved', reason: 'no_outcome', operation: 'book', number: told.call.customerNumber },
      ]);
      const [event, ...more] = await announced(told);
      expect(more).toEqual([]);
      expect(event).toMatchObject({
        data: { owedAnswerId: id, requestId: id, outcome: 'unresolved', appointment: null },
      });
      expect(() => validated(CallAnswerOwed, CallAnswerOwed.type, event?.data)).not.toThrow();
    });

    it('is one row for a request that was repeated, and none when that was told', async () => {
      const told = request();
      await record.tell(told.pending);
      const repeated = { functionCallId: derivedId('spec', told.id) };
      await record.tell(told.answered('pending', 52, repeated));
      await record.oweBy(afterThirty);
      expect(await viewOf(told)).toHaveLength(1);
      await record.tell(told.answered('refused', 58, repeated));
      expect(await viewOf(told)).toEqual([]);
      expect((await withdrawn({ id: told.pending.data.functionCallId })).map(({ data }) => data.by)).toEqual([
        'callbook',
      ]);
    });

    it('gives way to the outcome that comes after all', async () => {
      const told = request();
      await record.tell(told.pending);
      await record.oweBy(afterThirty);
      await record.tell(told.booked);
      expect(await viewOf(told)).toMatchObject([{ id: told.id, outcome: 'recorded', reason: null }]);
      expect((await announced(told)).map(({ data }) => data.outcome)).toEqual(['unresolved', 'recorded']);
      expect(await withdrawn({ id: told.pending.data.functionCallId })).toHaveLength(1);
    });

    it('can be settled, stays so whatever is said again, and is owed anew with the outcome', async () => {
      const told = request();
      await record.tell(told.answered('pending', 52));
      await record.oweBy('2026-11-21T10:30:52.000Z');
      const id = told.pending.data.functionCallId;
      expect(await settle(id, 'anna', 'asked in the salon')).toBe('settled');
      expect(await settle(id)).toBe('already_settled');
      // Said before, by another function call, and heard of only now.
      await record.tell(told.answered('pending', 48, { functionCallId: derivedId('spec', told.id) }));
      await record.oweBy('2026-11-21T10:40:00.000Z');
      expect(await viewOf(told)).toMatchObject([{ id, reason: 'no_outcome', settled_by: 'anna' }]);
      await record.tell(told.booked);
      const open = (await viewOf(told)).filter(({ settled_at }) => settled_at === null);
      expect(open).toMatchObject([{ id: told.id, outcome: 'recorded' }]);
    });

    it('is not taken back by a replica whose clock is behind', async () => {
      const told = request();
      await record.tell(told.booked);
      await record.oweBy(afterTen);
      await record.tell(bookingCreated(told.fact, { time: '2026-11-21T10:00:56Z' })); // at 10:00:43
      expect(await rowsOf(told)).toMatchObject([{ outcome: 'recorded', settled_at: null }]);
      expect(await announced(told)).toHaveLength(1);
    });

    it('is one row and one event for two replicas that look at the same time, however many are due', async () => {
      const replica = await record.replica();
      const all = Array.from({ length: 8 }, request);
      await Promise.all(all.map((told) => record.tell(told.booked)));
      await Promise.all([record.oweBy(afterTen), replica.oweBy(afterTen)]);
      await record.oweBy(afterTen); // what both left to the other
      await replica.closeReplica();
      for (const told of all) {
        expect(await rowsOf(told)).toHaveLength(1);
        expect(await announced(told)).toHaveLength(1);
      }
    });

    it('is found by index', async () => {
      await record.rows(
        `INSERT INTO records.calls (id, company, retell_call_id, call_type, agent_id, status, customer_cause, customer_cause_since,
           appointment_link_status, link_cause, link_cause_since, recorded_by_message, owed_due_at)
         SELECT gen_random_uuid(), 'elsewhere', 'call ' || n, 'phone_call', 'agent', 'ended', 'number_withheld', now(),
           'not_applicable', 'nothing_requested', now(), gen_random_uuid(), NULL FROM generate_series(1, 5000) n`,
      );
      await record.rows('ANALYZE records.calls');
      const plan = await record.rows(`EXPLAIN ${callsDue}`, afterTen, 100);
      const text = plan.map((line) => line['QUERY PLAN']).join('\n');
      expect(text).toMatch(/calls_owed_due/);
      expect(text).not.toMatch(/Seq Scan/);
    });

    const ending = {
      'a booking nobody answered': (told: Told) => [told.unresolved, told.booked, askedBack({ call: told.call })],
      'a booking answered late': (told: Told) => [told.unresolved, told.booked, told.pending],
      'a booking that was told': (told: Told) => [told.pending, told.booked, told.answered('booked', 59)],
      'a silent request that was repeated': (told: Told) => [
        told.pending,
        told.answered('pending', 52, { functionCallId: derivedId('spec', told.id) }),
        told.answered('ask_back', 53, { functionCallId: derivedId('spec', told.id) }),
      ],
    };
    it.each(Object.keys(ending) as (keyof typeof ending)[])(
      'is the same at rest wherever the clock comes between messages in any order: %s',
      async (name) => {
        const [, ...looks] = ['never', decided, afterTen, afterThirty];
        const rowsAtRest = async (order: readonly number[], look: string | undefined, place: number) => {
          const told = request();
          const messages = ending[name](told);
          for (const [index, which] of order.entries()) {
            if (look && index === place) await record.oweBy(look);
            await record.tell(messages[which]!);
          }
          await record.oweBy('2026-11-21T11:00:00.000Z');
          const ids = Object.fromEntries([
            [told.id, 'request'],
            [told.pending.data.functionCallId, 'first function call'],
          ]);
          const rows = [...(await viewOf(told))].sort((a, b) => Number(a.owed_since) - Number(b.owed_since));
          return rows.map(({ id, outcome, reason, said_at, owed_since, settled_at }) => ({
            id: ids[String(id)],
            ...{ outcome, reason, said_at, owed_since, settled_at },
          }));
        };
        const expected = await rowsAtRest([0, 1, 2], undefined, 0);
        for (const order of permutations([0, 1, 2])) {
          for (const [place, look] of looks.entries())
            expect({ order, look, rows: await rowsAtRest(order, look, place) }).toEqual({
              order,
              look,
              rows: expected,
            });
        }
      },
      60_000,
    );
  });
});

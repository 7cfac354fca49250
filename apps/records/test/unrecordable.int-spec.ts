import { BookingCreated, CallAnalyzed, CallEnded, callRowId, type Event, sampleOf } from '@callbook/contracts';
import { bookingFact, callEnded, callIdentity, company, event } from './support/events';
import { RawBroker } from './support/raw-broker';
import { RunningRecords } from './support/running-records';

/** Replicas, broker and database are real; the messages are such as a broken or hostile publisher would send. */
describe('an event that cannot be recorded', () => {
  let running: RunningRecords;
  let broker: RawBroker;

  beforeAll(async () => {
    running = await RunningRecords.start({ replicas: 1 });
    broker = new RawBroker(running.broker);
  });
  afterAll(() => running?.close());

  const ended = () => callEnded(callIdentity());
  const created = () => event(BookingCreated, bookingFact());
  const analyzed = () => event(CallAnalyzed, { ...sampleOf(CallAnalyzed), call: callIdentity() });
  /** The event with parts of its data replaced, however wrong they are. */
  const but = (good: Event<object>, data: object, rest: object = {}): Event<object> => ({
    ...good,
    ...rest,
    data: { ...good.data, ...data },
  });
  const end = sampleOf(CallEnded).end;

  it.each<[string, string, () => Event<object>, string, string]>([
    [
      'breaks its contract',
      'call-ended',
      () => but(ended(), { call: { retellCallId: 7 } }),
      'invalid_contract',
      'data.call.retellCallId',
    ],
    [
      'lasts a negative time',
      'call-ended',
      () => but(ended(), { end: { ...end, durationMs: -1 } }),
      'invalid_contract',
      'data.end.durationMs',
    ],
    [
      'has a time that is none',
      'booking-created',
      () => but(created(), { start: 'tomorrow' }),
      'invalid_contract',
      'data.start',
    ],
    [
      'lasts minus half an hour',
      'booking-created',
      () => but(created(), { durationMinutes: -30 }),
      'invalid_contract',
      'data.durationMinutes',
    ],
    [
      'names an unknown company',
      'call-ended',
      () => but(ended(), {}, { company: 'salon-nirgendwo' }),
      'unknown_company',
      'company',
    ],
    [
      'ends before it starts',
      'booking-created',
      () => but(created(), { end: '2026-11-26T08:59:00.000Z' }),
      'impossible_fact',
      'data.end',
    ],
    [
      'is in the year 9999',
      'booking-created',
      () => but(created(), { start: '9999-11-26T09:00:00.000Z', end: '9999-11-26T09:30:00.000Z' }),
      'impossible_fact',
      'data.start',
    ],
    [
      'is over before it began',
      'call-ended',
      () => but(ended(), { end: { ...end, endedAt: '2026-11-21T09:59:00.000Z' } }),
      'impossible_fact',
      'data.end.endedAt',
    ],
    [
      'lasts longer than a column holds',
      'call-ended',
      () => but(ended(), { end: { ...end, durationMs: 1e15 } }),
      'impossible_fact',
      'data.end.durationMs',
    ],
    [
      'was observed before there were telephones',
      'call-analyzed',
      () => but(analyzed(), { observedAt: '1066-10-14T09:00:00.000Z' }),
      'impossible_fact',
      'data.observedAt',
    ],
  ])('because it %s is a dead letter that names the field, and leaves nothing', async (_, queue, make, code, field) => {
    const wrong = make();
    await broker.put(`records.${queue}`, wrong.id, JSON.stringify(wrong));
    const letter = await broker.deadLetter(`records.${queue}`, wrong.id);
    expect(letter).toMatchObject({ code, body: JSON.parse(JSON.stringify(wrong)) as object });
    expect(letter.error).toContain(field);
    const { call } = wrong.data as { call?: { retellCallId?: unknown } };
    expect(
      await running.record.rows(
        'SELECT 1 FROM records.calls WHERE id = $1',
        callRowId(company, String(call?.retellCallId)),
      ),
    ).toEqual([]);
  });
});

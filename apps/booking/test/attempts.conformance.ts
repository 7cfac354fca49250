import {
  type BookingFact,
  BookingRequested,
  createEvent,
  derivedId,
  type Event,
  sampleCompany,
  sampleOf,
  BookingCreated,
} from '@callbook/contracts';
import { AttemptMoved, type Attempts } from '../src/book-appointment/attempts';
import type { BookingAttempt, Settlement } from '../src/book-appointment/booking-attempt';
import type { Clock } from '../src/clock/clock';

export interface AttemptsUnderTest {
  readonly attempts: Attempts;
  /** Everything published so far, in order. */
  published(): Promise<Event<object>[]>;
  /** What was booked has ended. */
  end(attempt: BookingAttempt): Promise<void>;
}

export class FixedClock {
  constructor(private readonly at = new Date('2026-11-21T10:00:00Z')) {}
  now = (): Date => this.at;
}

let sequence = 0;

/** A function call that asks for the sample's slot; each call of this is another function call. */
export function functionCall(difference: Partial<BookingRequested> = {}): Event<BookingRequested> {
  return createEvent(
    BookingRequested,
    { ...sampleOf(BookingRequested), ...difference },
    {
      id: derivedId('spec', 'function-call', (sequence += 1)),
      company: sampleCompany,
      time: new Date('2026-11-21T10:00:00Z'),
      correlationId: 'call_sample',
    },
  );
}

const refusal: Settlement = { kind: 'refused', reason: 'slot_taken', providerText: 'taken' };
const unresolved: Settlement = { kind: 'unresolved', reason: 'not_found_after_unclear_post', providerText: null };

function booked(attempt: BookingAttempt, status: BookingFact['status'] = 'accepted'): Settlement {
  const { revision: _revision, functionCallIds: _ids, ...fact } = sampleOf(BookingCreated);
  return {
    kind: 'booked',
    reading: {
      fact: { ...fact, requestId: attempt.id, status },
      uids: [fact.calcomUid],
      askedAt: new Date('2026-11-21T10:00:00Z'),
      answeredAt: new Date('2026-11-21T10:00:01Z'),
    },
  };
}

/** What every implementation of `Attempts` promises. `make` gives an empty one. */
export function attemptsConformance(make: (clock: Clock) => Promise<AttemptsUnderTest>): void {
  const leaseUntil = new Date('2026-11-21T10:01:15Z');
  let under: AttemptsUnderTest;
  const clock = new FixedClock();

  beforeEach(async () => {
    under = await make(clock);
  });

  const open = (event = functionCall()) => under.attempts.openRound(event);
  const post = (attempt: BookingAttempt) => under.attempts.posting(attempt, { eventTypeId: 2001, leaseUntil });
  const published = async () =>
    (await under.published()).map(({ type, data }) => ({ type, ...(data as { functionCallIds: string[] }) }));

  it('opens the first round of a request', async () => {
    expect(await open()).toMatchObject({
      round: 1,
      state: 'requested',
      version: 1,
      lastPostAt: null,
      eventTypeId: null,
    });
  });

  it('gives one function call the same round however often it comes, even when the round was refused', async () => {
    const event = functionCall();
    const first = await open(event);
    await under.attempts.settle(first, refusal);
    expect(await open(event)).toMatchObject({ id: first.id, state: 'refused' });
  });

  it('lets another function call join the round that is open', async () => {
    const first = await open();
    expect((await open()).id).toBe(first.id);
  });

  it('lets two function calls at once open one round', async () => {
    const rounds = await Promise.all([open(), open(), open()]);
    expect(new Set(rounds.map(({ id }) => id)).size).toBe(1);
  });

  it('lets another function call join a booking that lives', async () => {
    const first = await open();
    await under.attempts.settle(await post(first), booked(first));
    expect(await open()).toMatchObject({ id: first.id, state: 'booked' });
  });

  it('opens the next round after a refusal', async () => {
    const first = await open();
    await under.attempts.settle(first, refusal);
    const second = await open();
    expect(second).toMatchObject({ round: 2, state: 'requested' });
    expect(second.id).not.toBe(first.id);
  });

  it('opens the next round after a booking that has ended', async () => {
    const first = await open();
    await under.attempts.settle(await post(first), booked(first));
    await under.end(first);
    expect((await open()).round).toBe(2);
  });

  it('keeps a round that nobody could resolve: it may have booked', async () => {
    const first = await open();
    await under.attempts.settle(
      await under.attempts.unclear(await post(first), { providerText: 'timeout' }),
      unresolved,
    );
    expect(await open()).toMatchObject({ id: first.id, state: 'unresolved' });
  });

  it('settles a round that nobody could resolve when its booking shows after all', async () => {
    const event = functionCall();
    const unclear = await under.attempts.unclear(await post(await open(event)), { providerText: 'timeout' });
    await under.attempts.settle(unclear, unresolved);
    await under.attempts.settle(await open(event), booked(unclear));
    expect(await open(event)).toMatchObject({ state: 'booked', bookedUid: sampleOf(BookingCreated).calcomUid });
    expect((await published()).map(({ type }) => type)).toEqual(['booking.unresolved.v1', 'booking.created.v1']);
  });

  it('finds a round by its request id, within its company', async () => {
    const first = await open();
    expect(await under.attempts.byId(sampleCompany, first.id)).toEqual(first);
    expect(await under.attempts.byId('praxis-am-markt', first.id)).toBeUndefined();
    expect(await under.attempts.byId(sampleCompany, 'written by somebody')).toBeUndefined();
  });

  it('keeps requests with other keys apart', async () => {
    const first = await open();
    expect((await open(functionCall({ requestKey: derivedId('spec', 'other') }))).id).not.toBe(first.id);
  });

  it('remembers an announced POST, its lease and its event type', async () => {
    const event = functionCall();
    await post(await open(event));
    expect(await open(event)).toMatchObject({
      state: 'posting',
      eventTypeId: 2001,
      leaseUntil,
      lastPostAt: clock.now(),
    });
  });

  it('goes back to the start after a POST that was not taken, and remembers an unclear one with its text', async () => {
    const event = functionCall();
    const back = await under.attempts.notTaken(await post(await open(event)), { code: 'rate_limited' });
    expect(back).toMatchObject({ state: 'requested', leaseUntil: null });
    await under.attempts.unclear(await post(back), { providerText: 'Internal server error' });
    expect(await open(event)).toMatchObject({ state: 'unknown', providerText: 'Internal server error' });
  });

  it('refuses every move of somebody who looks at an old version', async () => {
    const old = await open();
    await post(old);
    const moves = [
      () => post(old),
      () => under.attempts.notTaken(old, {}),
      () => under.attempts.unclear(old, { providerText: 'x' }),
      () => under.attempts.settle(old, refusal),
    ];
    for (const move of moves) await expect(move()).rejects.toBeInstanceOf(AttemptMoved);
    expect(await under.published()).toEqual([]);
  });

  it('lets one of two workers announce the POST', async () => {
    const attempt = await open();
    const results = await Promise.allSettled([post(attempt), post(attempt)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('publishes the outcome once, to every function call that joined', async () => {
    const [a, b] = [functionCall(), functionCall()];
    const attempt = await open(a);
    await open(b);
    await under.attempts.settle(attempt, refusal);
    expect(await published()).toMatchObject([
      { type: 'booking.failed.v1', requestId: attempt.id, reason: 'slot_taken', providerText: 'taken' },
    ]);
    expect((await published())[0]?.functionCallIds.sort()).toEqual([a.id, b.id].sort());
  });

  it.each([
    ['booking.created.v1', 'booked', 'accepted'],
    ['booking.awaiting-confirmation.v1', 'awaiting_confirmation', 'pending'],
  ] as const)('publishes %s and ends %s when Cal.com says %s', async (type, state, status) => {
    const event = functionCall();
    const attempt = await open(event);
    await under.attempts.settle(await post(attempt), booked(attempt, status));
    expect(await published()).toMatchObject([{ type, requestId: attempt.id, revision: clock.now().getTime() }]);
    expect(await open(event)).toMatchObject({ state });
  });

  it('publishes what a person must look at', async () => {
    await under.attempts.settle(
      await under.attempts.unclear(await post(await open()), { providerText: 'timeout' }),
      unresolved,
    );
    expect(await published()).toMatchObject([
      { type: 'booking.unresolved.v1', reason: 'not_found_after_unclear_post' },
    ]);
  });
}

import { derivedId, sampleCompany, sampleOf, BookingRequested } from '@callbook/contracts';
import type { AttemptState, BookingAttempt } from '../../src/attempts/attempt';
import { AttemptMoved, BeingUndone } from '../../src/attempts/attempts';
import { functionCall, functionCallFor, later, ten } from './function-calls';
import { beginWithinMs, type Desk, refusal } from './under-test';

/** What one more function call means when nobody changed their mind. */
export function decisionsConformance(fresh: () => Promise<Desk>): void {
  let desk: Desk;
  beforeEach(async () => {
    desk = await fresh();
  });

  describe('a function call', () => {
    it('opens the first round of its wish, which the clock goes on with when whoever opened it does not', async () => {
      const { id, ...attempt } = await desk.open(functionCall());
      expect(attempt).toMatchObject({
        company: sampleCompany,
        operation: 'book',
        round: 1,
        state: 'requested',
        version: 1,
        progress: { parts: [], ownAddress: false, doubt: null, absentAt: null, ending: null, replaces: [] },
        lastPostAt: null,
        leaseUntil: null,
        withdrawnAt: null,
        saidAt: ten,
        bookedUid: null,
        endedAt: null,
        dueAt: new Date(ten.getTime() + beginWithinMs),
        answerBy: new Date(sampleOf(BookingRequested).answerBy),
        createdAt: ten,
        request: { attendee: { name: 'Jonas Weber' } },
      });
      expect(id).toBe(sampleRequestId());
      expect(await desk.told()).toEqual([]);
    });

    it('gets the same round however often it comes', async () => {
      const event = functionCall();
      const first = await desk.open(event);
      expect(await desk.open(event)).toEqual(first);
    });

    it('has nothing to go on with when it comes again after its outcome, and hears nothing twice', async () => {
      const event = functionCall();
      await desk.attempts.settle(await desk.open(event), refusal, null);
      expect(await desk.attempts.take(event)).toBeUndefined();
      expect(await desk.told()).toHaveLength(1);
    });

    it('is decided once when it comes several times at once', async () => {
      const event = functionCall();
      const rounds = await Promise.all([1, 2, 3].map(() => desk.open(event)));
      expect(new Set(rounds.map(({ id, version }) => `${id} ${version}`)).size).toBe(1);
    });

    it('shares a round with others that come at the same moment', async () => {
      const rounds = await Promise.all([1, 2, 3].map(() => desk.open(functionCall())));
      expect(new Set(rounds.map(({ id }) => id)).size).toBe(1);
    });

    it.each<[string, Partial<BookingRequested>]>([
      ['another call', { call: { ...sampleOf(BookingRequested).call, retellCallId: 'call_another' } }],
      ['another service', { service: { id: derivedId('spec', 'service'), key: 'faerben' } }],
      ['another person', { attendee: { name: 'Erika Muster', email: null, phone: null } }],
    ])('of %s has a round of its own', async (_, difference) => {
      const first = await desk.open(functionCall());
      expect((await desk.open(functionCall(difference))).id).not.toBe(first.id);
      expect(await desk.told()).toEqual([]);
    });
  });

  describe('the same slot in another call', () => {
    const call = { ...sampleOf(BookingRequested).call, retellCallId: 'call_another' };

    it('is found while its round was not refused, and has not ended', async () => {
      const mine = (await desk.open(functionCall())) as BookingAttempt;
      const refused = await desk.open(functionCallFor('Ada Lovelace', { call }));
      await desk.attempts.settle(refused, refusal, null);
      const open = await desk.open(functionCallFor('Grace Hopper', { call }));
      const held = await desk.bring(await desk.open(functionCallFor('Alan Turing', { call })), 'booked');
      await desk.open(functionCall({ call, start: later, asWell: true }));
      await desk.open(functionCall({ call, service: { id: derivedId('spec', 'service'), key: 'faerben' } }));
      await desk.open(functionCallFor('Edsger Dijkstra'));
      const found = async () => (await desk.attempts.ofOtherCalls(mine)).map(({ id }) => id);
      expect(await found()).toEqual([open.id, held.id]);
      await desk.end(held);
      expect(await found()).toEqual([open.id]);
    });
  });

  describe('a repetition', () => {
    it.each<AttemptState>(['requested', 'posting', 'unknown'])('joins a round that is %s', async (state) => {
      const [a, b] = [functionCall(), functionCall({ answerBy: '2026-11-21T10:02:00.000Z' })];
      const open = await desk.bring(await desk.open(a), state);
      const joined = await desk.open(b);
      expect(joined).toMatchObject({ id: open.id, state, answerBy: new Date('2026-11-21T10:02:00.000Z') });
      expect(joined.version).toBeGreaterThan(open.version);
      expect(joined).toMatchObject({ leaseUntil: open.leaseUntil, dueAt: open.dueAt, progress: open.progress });
      await desk.attempts.settle(joined, refusal, null);
      const [failed] = await desk.told();
      expect((failed?.functionCallIds as string[]).sort()).toEqual([a.id, b.id].sort());
    });

    it('is seen by whoever works on the round: the step they had in mind is refused', async () => {
      const attempt = await desk.open(functionCall());
      await desk.open(functionCall());
      await expect(desk.post(attempt)).rejects.toBeInstanceOf(AttemptMoved);
    });

    it('keeps when it was said last, whatever order the messages come in', async () => {
      const said = (seconds: number) => functionCall({}, new Date(ten.getTime() + seconds * 1_000));
      await desk.open(said(5));
      expect(await desk.open(said(9))).toMatchObject({ saidAt: new Date('2026-11-21T10:00:09Z') });
      expect(await desk.open(said(7))).toMatchObject({ saidAt: new Date('2026-11-21T10:00:09Z') });
    });

    it('that was said before the refusal belongs to the round, although its message comes after it', async () => {
      const first = await desk.open(functionCall());
      desk.clock.pass(10_000);
      await desk.attempts.settle(first, refusal, null);
      const overtaken = functionCall({}, new Date(ten.getTime() + 9_000));
      expect(await desk.attempts.take(overtaken)).toBeUndefined();
      expect((await desk.told())[1]).toMatchObject({ type: 'request-joined', functionCallId: overtaken.id });
      expect(await desk.open(functionCall({}, desk.clock.now()))).toMatchObject({ round: 2 });
    });

    it('never shortens the time in which an answer is waited for', async () => {
      const { answerBy } = await desk.open(functionCall());
      expect(await desk.open(functionCall({ answerBy: '2026-11-21T09:00:00.000Z' }))).toMatchObject({ answerBy });
    });

    it.each<AttemptState>(['booked', 'awaiting_confirmation', 'already_booked', 'unresolved', 'compensation_stuck'])(
      'of a round that is %s is answered by its outcome',
      async (state) => {
        const settled = await desk.bring(await desk.open(functionCall()), state);
        const again = functionCall();
        expect(await desk.attempts.take(again)).toBeUndefined();
        expect(await desk.attempts.take(again)).toBeUndefined();
        const told = await desk.told();
        expect(told).toHaveLength(2);
        expect(told[1]).toMatchObject({ type: 'request-joined', functionCallId: again.id, requestId: settled.id });
        expect(await desk.now(settled)).toEqual(settled);
      },
    );

    it('waits for a round that is being undone, and is then decided anew', async () => {
      const undone = await desk.bring(await desk.open(functionCall()), 'compensating');
      const again = functionCall();
      await expect(desk.attempts.take(again)).rejects.toBeInstanceOf(BeingUndone);
      expect(await desk.told()).toEqual([]);
      await desk.attempts.settle(undone, refusal, null);
      expect(await desk.open(again)).toMatchObject({ round: 2, state: 'requested' });
      expect((await desk.told())[0]?.functionCallIds).not.toContain(again.id);
    });

    it('of a refused round opens the next', async () => {
      const first = await desk.bring(await desk.open(functionCall()), 'refused');
      const second = await desk.open(functionCall());
      expect(second).toMatchObject({ round: 2, state: 'requested', requestKey: first.requestKey });
      expect(second.id).not.toBe(first.id);
    });

    it.each<AttemptState>(['booked', 'awaiting_confirmation'])(
      'of a round whose %s appointment has ended opens the next',
      async (state) => {
        const first = await desk.bring(await desk.open(functionCall()), state);
        await desk.end(first);
        expect(await desk.now(first)).toMatchObject({ state, endedAt: desk.clock.now() });
        expect(await desk.open(functionCall())).toMatchObject({ round: 2 });
      },
    );

    it('adds what was left out before, as long as nothing was posted', async () => {
      const first = await desk.open(functionCallFor('Jonas Weber', { notes: null, preferredStaff: null }));
      const more = { email: 'jonas@kunde.example', phone: '+4930111' };
      const second = await desk.open(
        functionCall({ attendee: { name: 'Jonas WEBER', ...more }, notes: 'kurz', preferredStaff: 'Mehmet' }),
      );
      expect(second).toMatchObject({
        id: first.id,
        request: { attendee: { name: 'Jonas Weber', ...more }, notes: 'kurz', preferredStaff: 'Mehmet' },
      });
      await desk.post(second);
      const third = await desk.open(
        functionCall({ attendee: { name: 'Jonas Weber', email: 'other@kunde.example', phone: null } }),
      );
      expect(third.request).toEqual(second.request);
    });

    it('adds nothing to what was posted', async () => {
      const posting = await desk.post(await desk.open(functionCallFor('Jonas Weber')));
      expect((await desk.open(functionCall())).request).toEqual(posting.request);
    });
  });

  describe('a request without a name', () => {
    it('is the same as one with a name that comes later', async () => {
      const nameless = await desk.open(functionCallFor(null));
      const named = await desk.open(functionCall());
      expect(named).toMatchObject({ id: nameless.id, request: { attendee: { name: 'Jonas Weber' } } });
      expect((await desk.open(functionCall())).id).toBe(nameless.id);
    });

    it('is the same as the only one there is', async () => {
      const named = await desk.open(functionCall());
      expect(await desk.open(functionCallFor(null))).toMatchObject({
        id: named.id,
        request: { attendee: { name: 'Jonas Weber' } },
      });
    });

    it('is asked back when it could be either of two people', async () => {
      await desk.open(functionCall());
      await desk.open(functionCallFor('Erika Muster'));
      expect(await desk.attempts.take(functionCallFor(null))).toBeUndefined();
      expect(await desk.told()).toMatchObject([{ type: 'asked-back', question: 'instead_or_as_well' }]);
    });

    it('stays the same when the name came in between', async () => {
      const nameless = await desk.open(functionCallFor(null));
      await desk.open(functionCall());
      await desk.open(functionCallFor('Erika Muster', { asWell: true }));
      expect((await desk.open(functionCallFor(null, { asWell: true }))).id).toBe(nameless.id);
    });
  });

  describe('a name that is nearly the one of before', () => {
    const nearly = (difference: Partial<BookingRequested> = {}) => functionCallFor('Jonas Weeber', difference);

    it.each<AttemptState>(['requested', 'unknown', 'booked'])('is asked back while that is %s', async (state) => {
      await desk.bring(await desk.open(functionCall()), state);
      const event = nearly();
      expect(await desk.attempts.take(event)).toBeUndefined();
      expect(await desk.attempts.take(event)).toBeUndefined();
      const told = (await desk.told()).filter(({ type }) => type === 'asked-back');
      expect(told).toEqual([
        expect.objectContaining({
          functionCallId: event.id,
          question: 'same_person',
          attendee: expect.objectContaining({ name: 'Jonas Weber' }),
        }),
      ]);
    });

    it.each(['earlier', '2026-11-26T09:00:00Z'])('is the same when the caller says so (%s)', async (insteadOf) => {
      const first = await desk.open(functionCall());
      expect(await desk.open(nearly({ insteadOf }))).toMatchObject({
        id: first.id,
        request: { attendee: { name: 'Jonas Weber' } },
      });
    });

    it('is another person when the caller says so', async () => {
      const first = await desk.open(functionCall());
      expect((await desk.open(nearly({ asWell: true }))).id).not.toBe(first.id);
    });

    it('is not asked about for another slot, or after a refusal', async () => {
      await desk.bring(await desk.open(functionCall()), 'refused');
      await desk.open(nearly());
      await desk.open(nearly({ start: later, asWell: true }));
      expect((await desk.told()).map(({ type }) => type)).toEqual(['failed']);
    });
  });
}

function sampleRequestId(): string {
  return derivedId('round', sampleOf(BookingRequested).requestKey, 1);
}

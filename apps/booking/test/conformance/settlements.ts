import { BookingCreated, sampleOf } from '@callbook/contracts';
import type { AttemptState } from '../../src/attempts/attempt';
import type { Settlement } from '../../src/attempts/settlement';
import { functionCall, ten } from './function-calls';
import { type Desk, reading, refusal, stuck, unresolved } from './under-test';

/** How rounds end, and what everybody hears of it. */
export function settlementsConformance(fresh: () => Promise<Desk>): void {
  let desk: Desk;
  beforeEach(async () => {
    desk = await fresh();
  });

  describe('an outcome', () => {
    const { calcomUid } = sampleOf(BookingCreated);
    const alternatives = [{ start: '2026-11-26T09:30:00.000Z', staffId: null }];

    it.each<[string, AttemptState, Settlement, string | null, object]>([
      ['created', 'booked', { kind: 'booked', reading: reading() }, calcomUid, { calcomUid, changedBy: null }],
      [
        'awaiting-confirmation',
        'awaiting_confirmation',
        { kind: 'booked', reading: reading({ status: 'pending' }) },
        calcomUid,
        { status: 'pending' },
      ],
      [
        'already-booked',
        'already_booked',
        { kind: 'already_booked', calcomUid: 'foreignUid01' },
        'foreignUid01',
        { calcomUid: 'foreignUid01', round: 1 },
      ],
      [
        'failed',
        'refused',
        { ...refusal, alternatives } as Settlement,
        null,
        { operation: 'book', reason: 'slot_taken', providerText: 'taken', alternatives, round: 1 },
      ],
      [
        'unresolved',
        'unresolved',
        unresolved,
        null,
        { reason: 'not_found_after_unclear_post', providerText: 'timeout' },
      ],
      ['unresolved', 'compensation_stuck', stuck, null, { reason: 'compensation_stuck' }],
    ])(
      'booking.%s ends the round as %s, and names every function call once',
      async (type, state, settlement, uid, data) => {
        const [a, b] = [functionCall(), functionCall()];
        await desk.open(a);
        const posting = await desk.post(await desk.open(b));
        await desk.attempts.settle(posting, settlement, null);
        const told = await desk.told();
        expect(told).toEqual([expect.objectContaining({ type, ...data })]);
        expect((told[0]?.functionCallIds as string[]).sort()).toEqual([a.id, b.id].sort());
        expect(await desk.now(posting)).toMatchObject({
          state,
          version: posting.version + 1,
          bookedUid: uid,
          leaseUntil: null,
          dueAt: null,
          lastPostAt: ten,
        });
      },
    );

    it('of a booking has the clock for its first revision', async () => {
      await desk.settleBooked(await desk.post(await desk.open(functionCall())));
      expect(await desk.told()).toMatchObject([{ revision: ten.getTime() }]);
    });

    it('keeps how far the attempt had got', async () => {
      const posting = await desk.post(await desk.open(functionCall()));
      const parts = posting.progress.parts.map((part) => ({ ...part, uid: 'bookedUid01' }));
      await desk.settleBooked({ ...posting, progress: { ...posting.progress, parts } });
      expect((await desk.now(posting)).progress.parts).toMatchObject([{ posts: 1, uid: 'bookedUid01' }]);
    });

    it('keeps Cal.com\u2019s last words', async () => {
      const unknown = await desk.bring(await desk.open(functionCall()), 'unknown');
      await desk.settleBooked(unknown);
      expect(await desk.now(unknown)).toMatchObject({ state: 'booked', providerText: 'timeout' });
    });

    it('of a round that nobody could resolve may come later, and names those too who joined since', async () => {
      const [a, b] = [functionCall(), functionCall()];
      const first = await desk.bring(await desk.open(a), 'unresolved');
      await desk.attempts.take(b);
      await desk.settleBooked(await desk.now(first));
      const told = await desk.told();
      expect(told.map(({ type }) => type)).toEqual(['unresolved', 'request-joined', 'created']);
      expect((told[2]?.functionCallIds as string[]).sort()).toEqual([a.id, b.id].sort());
      expect(await desk.now(first)).toMatchObject({ state: 'booked' });
    });

    it('reaches a function call that came at the same moment, in it or beside it', async () => {
      const attempt = await desk.post(await desk.open(functionCall()));
      const again = functionCall();
      const [settling] = await Promise.allSettled([desk.settleBooked(attempt), desk.attempts.take(again)]);
      if (settling.status === 'rejected') await desk.settleBooked(await desk.now(attempt)); // it joined before
      const told = await desk.told();
      const named = told.filter(({ functionCallIds }) => (functionCallIds as string[] | undefined)?.includes(again.id));
      const joined = told.filter(({ functionCallId }) => functionCallId === again.id);
      expect(named.length + joined.length).toBe(1);
    });
  });
}

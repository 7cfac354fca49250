import { derivedId } from '@callbook/contracts';
import type { AttemptState } from '../../src/attempts/attempt';
import { BeingUndone } from '../../src/attempts/attempts';
import { cancelCall, evening, functionCall, functionCallFor, later, slot } from './function-calls';
import { type Desk, refusal } from './under-test';

/** What another wish of the same caller means, and what becomes of the one before. */
export function changeOfMindConformance(fresh: () => Promise<Desk>): void {
  let desk: Desk;
  beforeEach(async () => {
    desk = await fresh();
  });

  /** A wish of this call that is no appointment yet, as far as the record knows. */
  const cancelWish = (start = slot) => cancelCall({ target: null, start });

  describe('another start', () => {
    it.each<AttemptState>(['requested', 'posting', 'unknown'])('is asked back while a wish is %s', async (state) => {
      const first = await desk.bring(await desk.open(functionCall()), state);
      const event = functionCall({ start: later });
      expect(await desk.attempts.take(event)).toBeUndefined();
      expect(await desk.told()).toMatchObject([
        { type: 'asked-back', functionCallId: event.id, question: 'instead_or_as_well', start: slot },
      ]);
      expect(await desk.now(first)).toEqual(first);
    });

    it.each<[string, AttemptState]>([
      ['booked', 'booked'],
      ['refused', 'refused'],
    ])('is simply wanted when the first is %s', async (_, state) => {
      await desk.bring(await desk.open(functionCall()), state);
      expect(await desk.open(functionCall({ start: later }))).toMatchObject({ round: 1, progress: { replaces: [] } });
    });

    it('is simply wanted for another person, for another service, and when the caller wants both', async () => {
      await desk.open(functionCall());
      await desk.open(functionCallFor('Erika Muster', { start: later }));
      await desk.open(functionCall({ start: later, service: { id: derivedId('spec', 'service'), key: 'faerben' } }));
      await desk.open(functionCall({ start: evening, asWell: true }));
      expect(await desk.told()).toEqual([]);
    });

    it.each(['earlier', slot])('takes the place of a wish that is not booked yet, at once (%s)', async (insteadOf) => {
      const first = await desk.open(functionCall());
      desk.clock.pass(1_000);
      const second = await desk.open(functionCall({ start: later, insteadOf }));
      expect(second.progress.replaces).toEqual([]);
      expect(await desk.now(first)).toMatchObject({
        state: 'requested',
        withdrawnAt: desk.clock.now(),
        dueAt: desk.clock.now(),
      });
    });

    it('leaves a POST that is under way to whoever sent it', async () => {
      const posting = await desk.post(await desk.open(functionCall()));
      await desk.open(functionCall({ start: later, insteadOf: 'earlier' }));
      expect(await desk.now(posting)).toMatchObject({
        state: 'posting',
        withdrawnAt: desk.clock.now(),
        leaseUntil: posting.leaseUntil,
        dueAt: posting.leaseUntil,
      });
    });

    it.each(['earlier', slot])(
      'takes the place of an appointment only when it is booked itself (%s)',
      async (insteadOf) => {
        const first = await desk.bring(await desk.open(functionCall()), 'booked');
        const second = await desk.open(functionCall({ start: later, insteadOf }));
        expect(second.progress.replaces).toEqual([first.id]);
        expect(await desk.now(first)).toEqual(first);
        desk.clock.pass(1_000);
        await desk.settleBooked(await desk.post(second), { calcomUid: 'laterUid', rootUid: 'laterUid', start: later });
        expect(await desk.now(first)).toMatchObject({
          state: 'booked',
          withdrawnAt: desk.clock.now(),
          dueAt: desk.clock.now(),
        });
      },
    );

    it('leaves the appointment as it is when it is refused', async () => {
      const first = await desk.bring(await desk.open(functionCall()), 'booked');
      await desk.attempts.settle(await desk.open(functionCall({ start: later, insteadOf: slot })), refusal, null);
      expect(await desk.now(first)).toEqual(first);
    });

    it('does not withdraw an appointment that has ended meanwhile', async () => {
      const first = await desk.bring(await desk.open(functionCall()), 'booked');
      const second = await desk.open(functionCall({ start: later, insteadOf: slot }));
      await desk.end(first);
      await desk.settleBooked(await desk.post(second), { calcomUid: 'laterUid', rootUid: 'laterUid', start: later });
      expect(await desk.now(first)).toMatchObject({ withdrawnAt: null });
    });
  });

  describe('a wish that is given up', () => {
    it.each<AttemptState>(['requested', 'unknown'])('while %s is worked on at once', async (state) => {
      const [asked, cancelled] = [functionCall(), cancelWish()];
      const first = await desk.bring(await desk.open(asked), state);
      const withdrawn = await desk.open(cancelled);
      expect(withdrawn).toMatchObject({ id: first.id, state, withdrawnAt: desk.clock.now(), dueAt: desk.clock.now() });
      await desk.attempts.settle(withdrawn, { ...refusal, reason: 'withdrawn' } as typeof refusal, null);
      const [failed] = await desk.told();
      expect(failed).toMatchObject({ type: 'failed', operation: 'book', reason: 'withdrawn' });
      expect((failed?.functionCallIds as string[]).sort()).toEqual([asked.id, cancelled.id].sort());
    });

    it('while a POST is under way is left to whoever sent it', async () => {
      const posting = await desk.post(await desk.open(functionCall()));
      expect(await desk.open(cancelWish())).toMatchObject({
        id: posting.id,
        state: 'posting',
        leaseUntil: posting.leaseUntil,
        dueAt: posting.leaseUntil,
        withdrawnAt: desk.clock.now(),
      });
    });

    it('is given up once, however often the caller says so', async () => {
      await desk.open(functionCall());
      const first = await desk.open(cancelWish());
      desk.clock.pass(1_000);
      expect(await desk.open(cancelWish())).toEqual(first);
    });

    it('is wanted again when the caller asks for it again', async () => {
      const first = await desk.open(functionCall());
      await desk.open(cancelWish());
      expect(await desk.open(functionCall())).toMatchObject({ id: first.id, withdrawnAt: null });
    });

    it.each<AttemptState>(['booked', 'awaiting_confirmation'])(
      'and is %s by now is cancelled like any appointment',
      async (state) => {
        const first = await desk.bring(await desk.open(functionCall()), state);
        expect(await desk.open(cancelWish())).toMatchObject({
          operation: 'cancel',
          state: 'requested',
          request: { target: { rootUid: first.bookedUid, calcomUid: first.bookedUid, start: slot } },
        });
      },
    );

    it('and that nobody could resolve is cancelled should it show, and answered with what is known', async () => {
      const first = await desk.bring(await desk.open(functionCall()), 'unresolved');
      const cancelled = cancelWish();
      expect(await desk.attempts.take(cancelled)).toBeUndefined();
      expect(await desk.now(first)).toMatchObject({ withdrawnAt: desk.clock.now(), dueAt: desk.clock.now() });
      expect((await desk.told())[1]).toMatchObject({
        type: 'request-joined',
        functionCallId: cancelled.id,
        requestId: first.id,
      });
    });

    it('and that nobody could resolve can be wanted again', async () => {
      const first = await desk.bring(await desk.open(functionCall()), 'unresolved');
      await desk.attempts.take(cancelWish());
      expect(await desk.attempts.take(functionCall())).toBeUndefined();
      expect(await desk.now(first)).toMatchObject({ state: 'unresolved', withdrawnAt: null });
    });

    it('that never was is said to be unknown', async () => {
      await desk.open(functionCall());
      const event = cancelWish(evening);
      expect(await desk.attempts.take(event)).toBeUndefined();
      expect(await desk.attempts.take(event)).toBeUndefined();
      expect(await desk.told()).toMatchObject([
        { type: 'failed', operation: 'cancel', reason: 'appointment_unknown', functionCallIds: [event.id] },
      ]);
    });

    it('for another one that was booked cannot be asked for again before it is cancelled', async () => {
      const first = await desk.bring(await desk.open(functionCall()), 'booked');
      const second = await desk.open(functionCall({ start: later, insteadOf: slot }));
      await desk.settleBooked(await desk.post(second), { calcomUid: 'laterUid', rootUid: 'laterUid', start: later });
      const again = functionCall();
      await expect(desk.attempts.take(again)).rejects.toBeInstanceOf(BeingUndone);
      await desk.end(first);
      expect(await desk.open(again)).toMatchObject({ round: 2 });
    });
  });
}

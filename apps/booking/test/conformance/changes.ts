import { BookingCancelRequested, type ChangeTarget, sampleCompany, sampleOf } from '@callbook/contracts';
import type { Attempt, ChangeAttempt } from '../../src/attempts/attempt';
import { ChainMovedOn } from '../../src/attempts/attempts';
import { cancelCall, functionCall, later, moveCall, slot } from './function-calls';
import { type Desk, reading, refusal } from './under-test';

/** Moving and cancelling what is booked. */
export function changesConformance(fresh: () => Promise<Desk>): void {
  let desk: Desk;
  beforeEach(async () => {
    desk = await fresh();
  });

  /** A change needs no part: it has its booking. */
  async function made(attempt: Attempt, difference: Parameters<typeof reading>[0] = {}): Promise<void> {
    await desk.attempts.settle(attempt, { kind: 'changed', reading: reading(difference, 5) }, null);
  }

  describe('a change of an appointment', () => {
    it.each([
      ['reschedule', moveCall],
      ['cancel', cancelCall],
    ] as const)('of operation %s has a round, which repetitions join', async (operation, call) => {
      const [a, b] = [call(), call()];
      const first = await desk.open(a);
      expect(first).toMatchObject({ operation, round: 1, state: 'requested', request: { target: { start: slot } } });
      expect(await desk.open(b)).toMatchObject({ id: first.id, operation });
      await desk.attempts.settle(await desk.now(first), refusal, null);
      const [failed] = await desk.told();
      expect(failed).toMatchObject({ type: 'failed', operation, requestId: first.id });
      expect((failed?.functionCallIds as string[]).sort()).toEqual([a.id, b.id].sort());
      expect(await desk.open(call())).toMatchObject({ round: 2 });
    });

    it('that is under way may be announced without any part', async () => {
      const leaseUntil = desk.leaseUntil();
      const attempt = await desk.open(moveCall());
      const move = { state: 'posting', posted: true, leaseUntil, dueAt: leaseUntil } as const;
      expect(await desk.attempts.move(attempt, move, {})).toMatchObject({ lastPostAt: desk.clock.now(), leaseUntil });
    });

    it('gives way to a later change of the same appointment', async () => {
      const first = await desk.open(moveCall());
      const second = await desk.open(moveCall({ start: later }));
      expect(second).toMatchObject({ round: 1, withdrawnAt: null });
      expect(await desk.now(first)).toMatchObject({ withdrawnAt: desk.clock.now(), dueAt: desk.clock.now() });
      await desk.open(cancelCall());
      expect(await desk.now(second)).toMatchObject({ withdrawnAt: desk.clock.now() });
    });

    it('of a wish that is no appointment is said to be unknown', async () => {
      const event = moveCall({ target: null });
      expect(await desk.attempts.take(event)).toBeUndefined();
      expect(await desk.told()).toMatchObject([
        { type: 'failed', operation: 'reschedule', reason: 'appointment_unknown', functionCallIds: [event.id] },
      ]);
    });

    it('that is made answers repetitions', async () => {
      const first = await desk.open(moveCall());
      await made(first, { start: later });
      const again = moveCall();
      expect(await desk.attempts.take(again)).toBeUndefined();
      expect((await desk.told())[1]).toMatchObject({ type: 'request-joined', functionCallId: again.id });
    });
  });

  it.each([
    ['rescheduled', moveCall, { start: later, calcomUid: 'movedUid', rootUid: 'sampleUidLindenhof0001' }],
    ['cancelled', cancelCall, { status: 'cancelled' as const }],
  ] as const)('a change that is made is told as booking.%s, with who wanted it', async (type, call, difference) => {
    const event = call();
    const attempt = await desk.open(event);
    await made(attempt, difference);
    expect(await desk.told()).toMatchObject([
      {
        type,
        functionCallIds: [event.id],
        changedBy: { operation: attempt.operation, requestId: attempt.id, requestKey: attempt.requestKey },
        revision: desk.clock.now().getTime(),
        ...difference,
      },
    ]);
    expect(await desk.now(attempt)).toMatchObject({ state: 'changed', dueAt: null });
  });

  it('every change that is made has a greater revision, even when it changed nothing', async () => {
    await made(await desk.open(cancelCall()), { status: 'cancelled' });
    const { call } = cancelCall().data;
    const fromAnother = cancelCall({ call: { ...call, retellCallId: 'call_another' } });
    await made(await desk.open(fromAnother), { status: 'cancelled' });
    const [one, two] = (await desk.told()).map(({ revision }) => revision as number);
    expect(two).toBeGreaterThan(one as number);
  });

  describe('what becomes of an appointment', () => {
    const change = (call: string) => desk.open(cancelCall({ call: { ...cancelCall().data.call, retellCallId: call } }));

    it('is never told by a change as it was before what is known', async () => {
      const booked = await desk.bring(await desk.open(functionCall()), 'booked');
      const attempt = await change('call_other');
      await desk.end(booked);
      const before = await desk.told();
      const stale = reading({ requestId: booked.id, requestKey: booked.requestKey });
      await expect(desk.attempts.settle(attempt, { kind: 'changed', reading: stale }, null)).rejects.toBeInstanceOf(
        ChainMovedOn,
      );
      expect(await desk.told()).toEqual(before);
      expect(await desk.now(attempt)).toEqual(attempt);
    });

    it('never goes back to a booking it was moved away from, whatever a late answer says', async () => {
      const booked = await desk.bring(await desk.open(functionCall()), 'booked');
      const moved = { calcomUid: 'movedUid', rootUid: booked.bookedUid as string, start: later };
      await desk.show(booked, moved);
      await desk.show(booked, { providerUpdatedAt: null }, 60);
      expect((await desk.told()).map(({ type, calcomUid }) => [type, calcomUid])).toEqual([
        ['created', booked.bookedUid],
        ['rescheduled', 'movedUid'],
      ]);
    });

    it('closes the rounds too that were answered with it because it was there', async () => {
      const booked = await desk.bring(await desk.open(functionCall()), 'booked');
      const call = { ...functionCall().data.call, retellCallId: 'call_back' };
      const back = await desk.post(await desk.open(functionCall({ call })));
      await desk.attempts.settle(back, { kind: 'already_booked', calcomUid: booked.bookedUid as string }, null);
      await desk.end(booked);
      expect(await desk.now(back)).toMatchObject({ state: 'already_booked', endedAt: desk.clock.now() });
      expect(await desk.open(functionCall({ call }))).toMatchObject({ round: 2 });
    });

    it.each<[string, (booked: Attempt) => Promise<unknown>]>([
      ['ended', (booked) => desk.end(booked)],
      ['being changed', () => change('call_other')],
      [
        'moved elsewhere',
        (booked) => desk.show(booked, { start: later, calcomUid: 'movedUid', rootUid: booked.bookedUid! }, 5),
      ],
    ])('is no answer to another call once it is %s', async (_, becomes) => {
      const booked = await desk.bring(await desk.open(functionCall()), 'booked');
      const call = { ...functionCall().data.call, retellCallId: 'call_back' };
      const back = await desk.post(await desk.open(functionCall({ call })));
      await becomes(booked);
      const before = await desk.told();
      await expect(
        desk.attempts.settle(back, { kind: 'already_booked', calcomUid: booked.bookedUid as string }, null),
      ).rejects.toBeInstanceOf(ChainMovedOn);
      expect(await desk.told()).toEqual(before);
      expect(await desk.now(back)).toEqual(back);
    });

    it.each(['by a look', 'by a change'])('confirms the round that waited for the salon, seen %s', async (seen) => {
      const waiting = await desk.bring(await desk.open(functionCall()), 'awaiting_confirmation');
      const { id: requestId, requestKey } = waiting;
      if (seen === 'by a look') await desk.show(waiting, { status: 'accepted' });
      else
        await made(await change('call_other'), { requestId, requestKey, status: 'accepted', providerUpdatedAt: null });
      expect(await desk.now(waiting)).toMatchObject({ state: 'booked', endedAt: null });
    });

    it('is still looked at by whoever was to cancel it: a POST may book late', async () => {
      const first = await desk.bring(await desk.open(functionCall()), 'booked');
      const second = await desk.post(await desk.open(functionCall({ start: later, insteadOf: slot })));
      await desk.settleBooked(second, { calcomUid: 'laterUid', rootUid: 'laterUid', start: later });
      const { dueAt } = await desk.now(first);
      expect(dueAt).not.toBeNull();
      await desk.end(first);
      expect(await desk.now(first)).toMatchObject({ endedAt: desk.clock.now(), dueAt });
    });
  });

  it('finds the changes of one appointment that have no outcome, of whichever call, oldest first', async () => {
    const elsewhere = { ...moveCall().data.call, retellCallId: 'call_other' };
    const first = (await desk.open(moveCall())) as ChangeAttempt;
    const second = await desk.open(cancelCall({ call: elsewhere }));
    const target = { ...sampleOf(BookingCancelRequested).target, rootUid: 'another', calcomUid: 'another' };
    await desk.open(cancelCall({ target: target as ChangeTarget }));
    const openOnes = () => desk.attempts.openChanges(sampleCompany, first.request.target?.rootUid as string);
    expect((await openOnes()).map(({ id }) => id)).toEqual([first.id, second.id]);
    await desk.attempts.settle(first, refusal, null);
    expect((await openOnes()).map(({ id }) => id)).toEqual([second.id]);
    expect(await desk.attempts.openChanges('praxis-am-markt', 'another')).toEqual([]);
  });

  describe('a cancellation that is made', () => {
    const cancelled = (attempt: Attempt) => ({
      status: 'cancelled' as const,
      requestId: attempt.id,
      requestKey: attempt.requestKey,
    });

    it('closes the round that booked', async () => {
      const booked = await desk.bring(await desk.open(functionCall()), 'booked');
      await made(await desk.open(cancelCall()), cancelled(booked));
      expect(await desk.now(booked)).toMatchObject({ state: 'booked', endedAt: desk.clock.now() });
      expect(await desk.open(functionCall())).toMatchObject({ round: 2 });
    });

    it('does not answer for the next appointment of the same wish', async () => {
      const cancelWish = () => cancelCall({ target: null });
      const first = await desk.bring(await desk.open(functionCall()), 'booked');
      await made(await desk.open(cancelWish()), cancelled(first));
      const second = await desk.open(functionCall());
      await desk.settleBooked(await desk.post(second), { calcomUid: 'secondUid', rootUid: 'secondUid' });
      expect(await desk.open(cancelWish())).toMatchObject({
        operation: 'cancel',
        round: 2,
        request: { target: { rootUid: 'secondUid' } },
      });
    });
  });
}

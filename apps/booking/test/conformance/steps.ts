import { sampleCompany } from '@callbook/contracts';
import { AttemptMoved } from '../../src/attempts/attempts';
import { cancelCall, functionCall, functionCallFor, ten } from './function-calls';
import { beginWithinMs, type Desk, refusal } from './under-test';

/** Compare-and-set, and who works on what when. */
export function stepsConformance(fresh: () => Promise<Desk>): void {
  let desk: Desk;
  beforeEach(async () => {
    desk = await fresh();
  });

  const at = (seconds: number): Date => new Date(ten.getTime() + seconds * 1_000);
  const takeDue = (now: Date, limit = 10) =>
    desk.attempts.takeDue({ now, until: new Date(now.getTime() + 90_000), limit });

  describe('a step', () => {
    it('finds a round by its request id, within its company', async () => {
      const first = await desk.open(functionCall());
      expect(await desk.attempts.byId(sampleCompany, first.id)).toEqual(first);
      expect(await desk.attempts.byId('praxis-am-markt', first.id)).toBeUndefined();
      expect(await desk.attempts.byId(sampleCompany, 'written by somebody')).toBeUndefined();
    });

    it('sets what it names, and leaves the rest but for the lease', async () => {
      const posting = await desk.post(await desk.open(functionCall()));
      expect(posting).toMatchObject({
        state: 'posting',
        version: 2,
        lastPostAt: ten,
        leaseUntil: at(75),
        dueAt: at(75),
        progress: { parts: [{ posts: 1, uid: null }] },
      });
      expect(await desk.now(posting)).toEqual(posting);
      desk.clock.pass(1_000);
      const back = await desk.attempts.move(
        posting,
        { state: 'requested', dueAt: at(5), providerText: 'slow down' },
        {},
      );
      expect(back).toEqual({
        ...posting,
        state: 'requested',
        version: 3,
        leaseUntil: null,
        dueAt: at(5),
        providerText: 'slow down',
      });
      expect(await desk.now(posting)).toEqual(back);
    });

    it('is refused to whoever looks at an old version', async () => {
      const old = await desk.open(functionCall());
      const posting = await desk.post(old);
      await expect(desk.post(old)).rejects.toBeInstanceOf(AttemptMoved);
      await expect(desk.attempts.settle(old, refusal, null)).rejects.toBeInstanceOf(AttemptMoved);
      expect(await desk.now(old)).toEqual(posting);
      expect(await desk.told()).toEqual([]);
    });

    it('is made by one of two workers', async () => {
      const attempt = await desk.open(functionCall());
      const results = await Promise.allSettled([desk.post(attempt), desk.post(attempt)]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await desk.now(attempt)).progress.parts).toMatchObject([{ posts: 1 }]);
    });

    it('ends a round for one of two workers', async () => {
      const attempt = await desk.post(await desk.open(functionCall()));
      const results = await Promise.allSettled([
        desk.settleBooked(attempt),
        desk.attempts.settle(attempt, refusal, null),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await desk.told()).toHaveLength(1);
    });
  });

  describe('the clock', () => {
    it('goes on with a round that nobody began', async () => {
      const attempt = await desk.open(functionCall());
      expect(await takeDue(at(beginWithinMs / 1_000 - 1))).toEqual([]);
      expect(await takeDue(at(beginWithinMs / 1_000))).toMatchObject([{ id: attempt.id, version: attempt.version }]);
    });

    it('gives what is due to one worker, until its time is over', async () => {
      const { id } = await desk.open(functionCall());
      expect(await takeDue(at(100))).toMatchObject([{ id, dueAt: at(190) }]);
      expect(await takeDue(at(189))).toEqual([]);
      expect(await takeDue(at(190))).toMatchObject([{ id }]);
    });

    it('gives the oldest first, and no more than is wanted', async () => {
      const ids: string[] = [];
      for (const [name, due] of [
        ['Ada Lovelace', 30],
        ['Grace Hopper', 10],
        ['Alan Turing', 20],
      ] as const) {
        const attempt = await desk.open(functionCallFor(name));
        await desk.attempts.schedule(attempt, at(due));
        ids.push(attempt.id);
      }
      const [thirty, ten_, twenty] = ids;
      expect((await takeDue(at(60), 2)).map(({ id }) => id)).toEqual([ten_, twenty]);
      expect((await takeDue(at(60), 2)).map(({ id }) => id)).toEqual([thirty]);
    });

    it('is told by whoever worked on it when to go on', async () => {
      const attempt = await desk.open(functionCall());
      await desk.attempts.schedule(attempt, at(5));
      expect(await desk.now(attempt)).toEqual({ ...attempt, dueAt: at(5) });
      expect(await takeDue(at(4))).toEqual([]);
      expect(await takeDue(at(5))).toMatchObject([{ id: attempt.id }]);
    });

    it('is not told by whoever looks at an old version', async () => {
      const old = await desk.open(functionCall());
      const posting = await desk.post(old);
      await desk.attempts.schedule(old, at(1));
      expect(await desk.now(old)).toEqual(posting);
    });

    it('does not make a step: what it gave can be moved from the version before', async () => {
      const attempt = await desk.open(functionCall());
      const [taken] = await takeDue(at(100));
      expect(taken?.version).toBe(attempt.version);
      await desk.post(attempt);
    });

    it('comes back to a settled round when it was told to, and then no more', async () => {
      const attempt = await desk.post(await desk.open(functionCall()));
      await desk.attempts.settle(attempt, refusal, at(120));
      expect(await takeDue(at(119))).toEqual([]);
      const [taken] = await takeDue(at(120));
      expect(taken).toMatchObject({ id: attempt.id, state: 'refused' });
      if (taken) await desk.attempts.schedule(taken, null);
      expect(await takeDue(at(86_400))).toEqual([]);
    });

    it('cannot be told to leave a round that is open', async () => {
      const attempt = await desk.open(functionCall());
      await expect(desk.attempts.schedule(attempt, null)).rejects.toThrow();
      expect(await desk.now(attempt)).toEqual(attempt);
    });

    it('sees at once what the caller gave up', async () => {
      const attempt = await desk.open(functionCall());
      await desk.open(cancelCall({ target: null }));
      expect(await takeDue(ten)).toMatchObject([{ id: attempt.id, withdrawnAt: ten }]);
    });
  });
}

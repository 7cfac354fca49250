import { derivedId, sampleCompany } from '@callbook/contracts';
import { failed, recorded } from '../../test/support/outcomes';
import { OutcomeWaiters, TooManyWaiting } from './outcome-waiters';

const { requestKey, functionCallIds } = failed().failure;
const waiting = { company: sampleCompany, requestKey, functionCallId: functionCallIds[0] as string };
const later = { ...waiting, functionCallId: derivedId('test', 'later') };

describe('function calls that wait', () => {
  it('all hear of an appointment, whichever of them led to it', async () => {
    const waiters = new OutcomeWaiters(10);
    const verdicts = [waiting, later].map((one) => waiters.wait(one).verdict);
    waiters.announce(requestKey, recorded());
    expect(await Promise.all(verdicts)).toEqual([recorded(), recorded()]);
  });

  it('hear of a failure only in the round they took part in', async () => {
    const waiters = new OutcomeWaiters(10);
    const [first, second] = [waiters.wait(waiting), waiters.wait(later)];
    waiters.announce(requestKey, failed());
    second.giveUp('no_answer_yet');
    expect([await first.verdict, await second.verdict]).toEqual([failed(), { kind: 'no_answer_yet' }]);
  });

  it('keep the first verdict', async () => {
    const waiter = new OutcomeWaiters(10).wait(waiting);
    waiter.giveUp('no_answer_yet');
    waiter.offer(recorded());
    expect(await waiter.verdict).toEqual({ kind: 'no_answer_yet' });
  });

  it('are forgotten once, when closed', () => {
    const waiters = new OutcomeWaiters(10);
    const [first, second] = [waiters.wait(waiting), waiters.wait(waiting)];
    first.close();
    first.close();
    expect(waiters.size).toBe(1);
    second.close();
    expect(waiters.size).toBe(0);
  });

  it('are limited in number', () => {
    const waiters = new OutcomeWaiters(1);
    const first = waiters.wait(waiting);
    expect(() => waiters.wait(later)).toThrow(TooManyWaiting);
    first.close();
    expect(() => waiters.wait(later)).not.toThrow();
  });

  it('are not disturbed by outcomes nobody asked for', () => {
    expect(() => new OutcomeWaiters(1).announce(null, recorded({ requestKey: null }))).not.toThrow();
  });
});

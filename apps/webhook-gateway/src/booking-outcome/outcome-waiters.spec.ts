import { derivedId, sampleCompany } from '@callbook/contracts';
import { failed, recorded } from '../../test/support/outcomes';
import { OutcomeWaiters, TooManyWaiting } from './outcome-waiters';

const { requestKey, functionCallIds } = failed().failure;
const waiting = {
  company: sampleCompany,
  operation: 'book',
  requestKey,
  functionCallId: functionCallIds[0] as string,
} as const;
const later = { ...waiting, functionCallId: derivedId('test', 'later') };

describe('function calls that wait', () => {
  it('all hear of an appointment that names them', async () => {
    const waiters = new OutcomeWaiters(10);
    const verdicts = [waiting, waiting, later].map((one) => waiters.wait(one).verdict);
    const both = recorded({ functionCallIds: [waiting.functionCallId, later.functionCallId] });
    waiters.announce(both);
    expect(await Promise.all(verdicts)).toEqual([both, both, both]);
  });

  it('hear of a failure only in the round they took part in', async () => {
    const waiters = new OutcomeWaiters(10);
    const [first, second] = [waiters.wait(waiting), waiters.wait(later)];
    waiters.announce(failed());
    second.giveUp('no_answer_yet');
    expect([await first.verdict, await second.verdict]).toEqual([failed(), { kind: 'no_answer_yet' }]);
  });

  it('hear of what names them, under whatever request', async () => {
    const waiters = new OutcomeWaiters(10);
    const change = waiters.wait({ ...later, operation: 'cancel' });
    waiters.announce(
      failed({ requestKey: derivedId('test', 'of the booking'), functionCallIds: [later.functionCallId] }),
    );
    expect(await change.verdict).toMatchObject({ kind: 'failed' });
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
    expect(() => new OutcomeWaiters(1).announce(recorded({ requestKey: null }))).not.toThrow();
  });
});

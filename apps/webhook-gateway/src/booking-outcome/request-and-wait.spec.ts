import { BookingRequested, createEvent, sampleCompany, sampleOf } from '@callbook/contracts';
import { askedBack, failed, recorded, unresolved } from '../../test/support/outcomes';
import { VirtualTime } from '../../test/support/virtual-time';
import type { Events } from '../events';
import type { Outcome } from './outcome';
import { OutcomeWaiters, TooManyWaiting } from './outcome-waiters';
import { RequestAndWait } from './request-and-wait';
import type { RequestOutcomes } from './request-outcomes';

const deadlineMs = 8_000;
const pollMs = 2_000;

describe('a request and the wait for its outcome', () => {
  it('answers with what records announces', async () => {
    const { begin, time, waiters } = scene();
    const verdict = begin();
    await time.advance(500);
    waiters.announce(recorded());
    expect(await verdict).toEqual(recorded());
  });

  it('waits before it publishes: an answer may be quicker than the broker’s confirm', async () => {
    const { begin, waiters } = scene({
      publish: () => {
        waiters.announce(recorded());
        return new Promise(() => undefined);
      },
    });
    expect(await begin()).toEqual(recorded());
  });

  it('asks records at once, for another replica may have had the event', async () => {
    const { begin, time } = scene({ known: () => recorded() });
    expect(await begin()).toEqual(recorded());
    expect(time.elapsedMs).toBe(0);
  });

  it.each<[string, Outcome]>([
    ['recorded', recorded()],
    ['failed', failed()],
    ['unresolved', unresolved()],
    ['asked back', askedBack()],
  ])('asks records again every two seconds and takes %s for an answer', async (_, outcome) => {
    let questions = 0;
    const { begin, time } = scene({ known: () => (++questions === 3 ? outcome : undefined) });
    const verdict = begin();
    await time.advance(2 * pollMs);
    expect(await verdict).toEqual(outcome);
    expect(questions).toBe(3);
  });

  it('says "no answer yet" at the deadline and not a moment earlier', async () => {
    const { begin, time } = scene();
    const verdict = begin();
    expect(await time.advanceUntil(verdict)).toEqual({ kind: 'no_answer_yet' });
    expect(time.elapsedMs).toBe(deadlineMs);
  });

  it('ends at the deadline too when records never replies', async () => {
    const { begin, time } = scene({ known: () => new Promise(() => undefined) });
    expect(await time.advanceUntil(begin())).toEqual({ kind: 'no_answer_yet' });
  });

  it('publishes nothing when the time to answer is over before it begins', async () => {
    const published: string[] = [];
    const { begin, time } = scene({ publish: async ({ id }) => void published.push(id) });
    expect(await begin(0)).toEqual({ kind: 'not_taken' });
    expect(published).toEqual([]);
    await time.advanceUntil(begin(1));
    expect(published).toHaveLength(1);
  });

  it('says that nothing was taken when the broker does not take it, at once or by the deadline', async () => {
    const refused = scene({ publish: () => Promise.reject(new Error('no connection')) });
    expect(await refused.begin()).toEqual({ kind: 'not_taken' });
    expect(refused.time.elapsedMs).toBe(0);

    const silent = scene({ publish: () => new Promise(() => undefined) });
    expect(await silent.time.advanceUntil(silent.begin())).toEqual({ kind: 'not_taken' });
    expect(silent.time.elapsedMs).toBe(deadlineMs);
  });

  it('stops when nobody listens any more', async () => {
    const { begin, time, gone } = scene();
    const verdict = begin();
    await time.advance(1_000);
    gone.abort();
    expect(await verdict).toEqual({ kind: 'no_answer_yet' });
  });

  it('does not wait for someone who left before it began', async () => {
    const { begin, gone } = scene();
    gone.abort();
    expect(await begin()).toEqual({ kind: 'not_taken' });
  });

  it('gives fifty identical calls one answer each, and keeps nothing afterwards', async () => {
    const { begin, time, waiters } = scene();
    const verdicts = Array.from({ length: 50 }, begin);
    await time.advance(100);
    expect(waiters.size).toBe(50);
    waiters.announce(recorded());
    expect(await Promise.all(verdicts)).toEqual(Array(50).fill(recorded()));
    expect([waiters.size, time.waiting]).toEqual([0, 0]);
  });

  it.each(['recorded', 'deadline', 'gone', 'not taken'])('keeps nothing when it ends by %s', async (end) => {
    const { begin, time, waiters, gone } = scene(
      end === 'not taken' ? { publish: () => Promise.reject(new Error('down')) } : {},
    );
    const verdict = begin();
    await time.advance(100);
    if (end === 'recorded') waiters.announce(recorded());
    if (end === 'gone') gone.abort();
    await time.advanceUntil(verdict);
    await time.advance(60_000);
    expect([waiters.size, time.waiting]).toEqual([0, 0]);
  });

  it('publishes nothing for a caller there is no room for', async () => {
    let published = 0;
    const { begin, time, gone } = scene({ limit: 1, publish: () => Promise.resolve(void (published += 1)) });
    const first = begin();
    await expect(begin()).rejects.toThrow(TooManyWaiting);
    expect(published).toBe(1);
    gone.abort();
    await time.advanceUntil(first);
  });
});

interface SceneOptions {
  readonly limit?: number;
  readonly publish?: Events['publish'];
  readonly known?: () => Outcome | undefined | Promise<undefined>;
}

function scene({ limit = 100, publish = () => Promise.resolve(), known = () => undefined }: SceneOptions = {}) {
  const time = new VirtualTime(new Date('2026-11-21T10:00:39.000Z'));
  const waiters = new OutcomeWaiters(limit);
  const gone = new AbortController();
  const outcomes: RequestOutcomes = { outcomeOf: async () => known() };
  const useCase = new RequestAndWait(waiters, { publish }, outcomes, time, time, pollMs);
  const begin = (forMs = deadlineMs) => {
    const answerBy = new Date(time.now().getTime() + forMs).toISOString();
    const [functionCallId] = recorded().appointment.functionCallIds as [string];
    const request = createEvent(
      BookingRequested,
      { ...sampleOf(BookingRequested), answerBy },
      { id: functionCallId, company: sampleCompany, time: time.now(), correlationId: 'call_sample' },
    );
    return useCase.execute('book', request, gone.signal);
  };
  return { begin, time, waiters, gone };
}

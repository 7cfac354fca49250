import {
  type BookingRequested,
  BookingRequested as Requested,
  digestOf,
  requestId,
  sampleOf,
} from '@callbook/contracts';
import { functionCall } from '../../test/support/booking-in-memory';
import { cancelCall } from '../../test/support/change-calls';
import type { Attempt } from '../attempts/attempt';
import type { Request } from '../attempts/attempts';
import { predictRequest } from './predict-request';

const settings = { postWindowMs: 600_000 };
const minute = 60_000;

/** Wanted in an hour; the agent waits for the answer for eight seconds. */
const now = Date.parse(sampleOf(Requested).start) - 60 * minute;
const wish = (said: Partial<BookingRequested> = {}): Request =>
  functionCall({ answerBy: new Date(now + 8_000).toISOString(), ...said });
const predicted = (request: Request, afterMs = 0, rounds: readonly Attempt[] = []) =>
  predictRequest(request, rounds, new Date(now + afterMs), settings);

describe('what a request would do if it came now', () => {
  it('opens a round while somebody may still be told, and names it as the round will be named', () => {
    const request = wish();
    const { told, rounds } = predicted(request, 9 * minute);
    const id = requestId((request.data as BookingRequested).requestKey, 1);
    expect(told).toMatchObject({ effect: 'create', changes: [`attempts ${digestOf(id).slice(0, 16)}`] });
    expect(rounds.map((round) => round.id)).toEqual([id]);
  });

  it('is too late when the caller has long stopped waiting', () => {
    expect(predicted(wish(), 11 * minute).told).toMatchObject({
      effect: 'too_late',
      reason: 'the caller has long stopped waiting',
    });
  });

  it('is too late when the wanted time has passed, however long the caller waits', () => {
    const patient = wish({ answerBy: new Date(now + 120 * minute).toISOString() });
    expect(predicted(patient, 61 * minute).told).toMatchObject({
      effect: 'too_late',
      reason: 'the wanted time has passed',
    });
  });

  it('joins the round the message before it would open', () => {
    const { rounds } = predicted(wish());
    expect(predicted(wish(), 0, rounds).told).toMatchObject({ effect: 'link', reason: 'joins a round that is open' });
  });

  it('gets the outcome of a settled round at any time: nothing is asked of Cal.com for that', () => {
    const { rounds } = predicted(wish());
    const settled = rounds.map((round) => ({ ...round, state: 'booked' as const, settledAt: new Date(now) }));
    expect(predicted(wish(), 600 * minute, settled).told).toMatchObject({
      effect: 'link',
      reason: 'gets the outcome of its round (booked)',
    });
  });

  it('fails while the same wish is being undone', () => {
    const { rounds } = predicted(wish());
    const undone = rounds.map((round) => ({ ...round, state: 'compensating' as const }));
    expect(predicted(wish(), 0, undone).told).toMatchObject({ effect: 'fail', code: 'being_undone', changes: null });
  });

  it('of a cancellation is too late only for who has stopped waiting, whatever time was booked', () => {
    const request = cancelCall({ answerBy: new Date(now + 8_000).toISOString() });
    expect(predicted(request).told.effect).toBe('create');
    expect(predicted(request, 11 * minute).told.effect).toBe('too_late');
  });
});

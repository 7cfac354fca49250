import {
  type CalcomEvidence,
  CalcomRateLimited,
  CalcomRefused,
  CalcomUnauthorized,
  CalcomUnavailable,
  CalcomUnclear,
  nothingAnswered,
} from '../calcom-errors';
import { FaultBreaker, isFault } from './fault-breaker';
import { outcomeOf } from './request-metrics';

const evidence: CalcomEvidence = { ...nothingAnswered, operation: 'bookings.get', askedAt: null };
const refused = new CalcomRefused({ ...evidence, status: 400, providerText: 'no' });
const timeout = new CalcomUnclear('timeout', evidence);

describe('what opens the breaker, and how it is counted', () => {
  it.each([
    [timeout, true, 'timeout'],
    [new CalcomUnclear('connection_lost', evidence), true, 'connection_lost'],
    [new CalcomUnclear('server_error', evidence), true, 'server_error'],
    [new CalcomUnclear('unexpected_shape', evidence), true, 'unexpected_shape'],
    [new CalcomUnavailable('bookings.get', 'not_connected', 'ECONNREFUSED'), true, 'not_connected'],
    [new CalcomUnclear('conflict', evidence), false, 'conflict'],
    [refused, false, 'refused'],
    [new CalcomRateLimited(evidence, 1000), false, 'rate_limited'],
    [new CalcomUnauthorized(evidence), false, 'unauthorized'],
    [new TypeError('a bug of ours'), false, 'bug'],
  ])('%s', (error, fault, outcome) => {
    expect(isFault(error)).toBe(fault);
    expect(outcomeOf(error)).toBe(outcome);
  });
});

describe('the breaker', () => {
  const breakers: FaultBreaker[] = [];
  afterEach(() => breakers.splice(0).forEach((breaker) => breaker.close()));

  const withBreaker = (openMs: number) => {
    const breaker = new FaultBreaker({ timeoutMs: 1000, minimumRequests: 3, openMs });
    breakers.push(breaker);
    const tries: string[] = [];
    const attempt = (name: string, error?: Error) =>
      breaker.run('bookings.get', () => {
        tries.push(name);
        return error ? Promise.reject(error) : Promise.resolve(name);
      });
    const failing = async (error: Error, times: number) => {
      for (let n = 0; n < times; n += 1) await expect(attempt('x', error)).rejects.toBe(error);
    };
    return { breaker, tries, attempt, failing };
  };

  it('passes on results and the very errors of the work', async () => {
    const { attempt } = withBreaker(60_000);
    await expect(attempt('fine')).resolves.toBe('fine');
    await expect(attempt('no', refused)).rejects.toBe(refused);
  });

  it('opens after faults and then sends nothing', async () => {
    const { attempt, failing, tries } = withBreaker(60_000);
    await failing(timeout, 3);
    await expect(attempt('while open')).rejects.toMatchObject({ name: 'CalcomUnavailable', reason: 'breaker_open' });
    expect(tries).not.toContain('while open');
  });

  it('does not open for refusals', async () => {
    const { attempt, failing } = withBreaker(60_000);
    await failing(refused, 20);
    await expect(attempt('fine')).resolves.toBe('fine');
  });

  it('sends nothing once closed for good', async () => {
    const { breaker, attempt, tries } = withBreaker(60_000);
    breaker.close();
    await expect(attempt('too late')).rejects.toMatchObject({ name: 'CalcomUnavailable', reason: 'client_closed' });
    expect(tries).toEqual([]);
  });
});

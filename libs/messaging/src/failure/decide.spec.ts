import { ContractViolation } from '@callbook/contracts';
import { decide, type Decision } from './decide';
import { PermanentError, RetryableError } from './errors';

const ladder = [5_000, 30_000, 120_000];
const retryable = new RetryableError('calcom_timeout', 'no answer');

describe('how a message ends', () => {
  it.each<[string, unknown, number, Decision]>([
    ['a value', undefined, 0, { kind: 'ack' }],
    ['a value after retries', undefined, 3, { kind: 'ack' }],
    ['a retryable error', retryable, 0, { kind: 'retry', rungMs: 5_000, code: 'calcom_timeout' }],
    ['a retryable error on the second rung', retryable, 1, { kind: 'retry', rungMs: 30_000, code: 'calcom_timeout' }],
    ['a retryable error on the last rung', retryable, 2, { kind: 'retry', rungMs: 120_000, code: 'calcom_timeout' }],
    ['a retryable error with the ladder used up', retryable, 3, { kind: 'dead', code: 'calcom_timeout' }],
    [
      'a wish to wait',
      new RetryableError('rate', 'x', { retryAfterMs: 20_000 }),
      0,
      { kind: 'retry', rungMs: 30_000, code: 'rate' },
    ],
    [
      'a wish longer than the ladder',
      new RetryableError('rate', 'x', { retryAfterMs: 9e9 }),
      0,
      { kind: 'retry', rungMs: 120_000, code: 'rate' },
    ],
    ['a permanent error', new PermanentError('bad_state', 'x'), 0, { kind: 'dead', code: 'bad_state' }],
    // What breaks a contract here is an event of our own: a bug, not the message.
    [
      'an outgoing event that breaks its contract',
      new ContractViolation('x.y.v1', []),
      0,
      { kind: 'retry', rungMs: 5_000, code: 'unexpected_ContractViolation' },
    ],
    ['a bug', new TypeError('x'), 0, { kind: 'retry', rungMs: 5_000, code: 'unexpected_TypeError' }],
    ['a thrown string', 'x', 0, { kind: 'retry', rungMs: 5_000, code: 'unexpected' }],
    ['a thrown null', null, 3, { kind: 'dead', code: 'unexpected' }],
  ])('%s', (_, error, retries, expected) => {
    expect(decide(error, { retries, ladder })).toEqual(expected);
  });

  it('without a ladder is a dead letter', () => {
    expect(decide(retryable, { retries: 0, ladder: [] })).toEqual({ kind: 'dead', code: 'calcom_timeout' });
  });
});

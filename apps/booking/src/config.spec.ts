import { ConfigError, readConfig } from '@callbook/config';
import { BookingConfig } from './config';

const given = {
  RABBITMQ_URL: 'amqp://localhost:5672',
  BOOKING_DATABASE_URL: 'postgresql://callbook_booking@localhost:5432/callbook',
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(BookingConfig, { ...given, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('settings of the booking process', () => {
  it('need no more than broker and database', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it('with a ladder that ends before a POST is decided say what it has and what it needs', () => {
    expect(problemsOf({ RETRY_LADDER: '5s,30s,2m' })).toEqual([
      'RETRY_LADDER adds up to 155s and needs 195s: the lease of a POST (CALCOM_TIMEOUT_MS and 15s) and CONCLUSIVE_AFTER_MS',
    ]);
  });

  it('allow a shorter ladder where a POST is decided sooner', () => {
    const sooner = { CALCOM_TIMEOUT_MS: '1000', CONCLUSIVE_AFTER_MS: '4000' };
    expect(problemsOf({ ...sooner, RETRY_LADDER: '1s,5s,14s' })).toEqual([]);
    expect(problemsOf({ ...sooner, RETRY_LADDER: '1s,5s,13999ms' })[0]).toMatch(
      /^RETRY_LADDER adds up to 19999ms and needs 20s:/,
    );
  });

  it('ask for a longer ladder where a POST is decided later', () => {
    expect(problemsOf({ CONCLUSIVE_AFTER_MS: '7200000' })[0]).toMatch(
      /^RETRY_LADDER adds up to 4355s and needs 7275s:/,
    );
  });

  it.each([
    [{ RETRY_LADDER: '30s,5s' }, ['RETRY_LADDER must be rising durations, for instance 5s,30s,2m,10m,1h']],
    [
      { RETRY_LADDER: '1s', CALCOM_TIMEOUT_MS: 'long' },
      expect.arrayContaining([expect.stringMatching(/^CALCOM_TIMEOUT_MS must be/)]),
    ],
  ])('compare nothing with what cannot be read: %j', (env, problems) => {
    expect(problemsOf(env as Record<string, string>)).toEqual(problems);
    expect(problemsOf(env as Record<string, string>).join()).not.toContain('NaN');
  });

  it.each(['soon', '10s,5s', '0s'])('name the setting when the hints are to be looked at again after %j', (text) => {
    expect(problemsOf({ HINT_LOOK_AGAIN: text })).toEqual([
      'HINT_LOOK_AGAIN must be rising durations, for instance 5s,30s,2m,10m',
    ]);
  });
});

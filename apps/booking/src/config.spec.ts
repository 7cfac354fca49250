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

  it.each(['30s,5s', 'soon'])('name the ladder that cannot be read: %s', (RETRY_LADDER) => {
    expect(problemsOf({ RETRY_LADDER })).toEqual([
      'RETRY_LADDER must be rising durations, for instance 5s,30s,2m,10m,1h',
    ]);
  });

  it.each(['soon', '10s,5s', '0s'])('name the setting when the hints are to be looked at again after %j', (text) => {
    expect(problemsOf({ HINT_LOOK_AGAIN: text })).toEqual([
      'HINT_LOOK_AGAIN must be rising durations, for instance 5s,30s,2m,10m',
    ]);
  });
});

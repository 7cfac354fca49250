import { QueryError } from '@callbook/messaging';
import { CommandFailure } from './command-line';
import { noAnswerOf } from './with-queries';

function thrown(app: string, error: unknown): unknown {
  try {
    return noAnswerOf(app)(error);
  } catch (told) {
    return told;
  }
}

describe('a question that got no answer', () => {
  it.each([
    ['query_nobody_answers', 'Booking does not run', 'Start booking, then try again.'],
    ['query_timeout', 'Booking did not answer in time', 'Trying again is safe.'],
    ['query_failed', 'Booking could not do it', 'Its log says why. Trying again is safe.'],
    ['query_not_sent', 'No RabbitMQ answers', 'Start RabbitMQ, or correct RABBITMQ_URL.'],
  ] as const)('is told of the app that was asked (%s), with what to do next', (code, what, next) => {
    const told = thrown('booking', new QueryError(code, 'its own words')) as CommandFailure;
    expect(told).toBeInstanceOf(CommandFailure);
    expect(told).toMatchObject({ next, exitCode: 1, message: expect.stringContaining(what) as string });
    expect(told.message).toContain('its own words');
    expect(told.message).not.toContain('Records');
  });

  it('leaves every other error as it is', () => {
    const bug = new TypeError('a bug');
    expect(thrown('booking', bug)).toBe(bug);
  });
});

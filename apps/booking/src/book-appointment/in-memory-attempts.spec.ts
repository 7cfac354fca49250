import { InMemoryAttempts } from './in-memory-attempts';
import { attemptsConformance } from '../../test/attempts.conformance';

describe('attempts in memory', () => {
  attemptsConformance((clock) => {
    const attempts = new InMemoryAttempts(clock);
    return Promise.resolve({
      attempts,
      published: () => Promise.resolve(attempts.published),
      end: (attempt) => Promise.resolve(attempts.end(attempt)),
    });
  });
});

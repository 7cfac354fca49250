import { attemptsConformance, beginWithinMs } from '../../test/attempts.conformance';
import { InMemoryChains } from '../chains/in-memory-chains';
import { InMemoryAttempts } from './in-memory-attempts';

describe('attempts in memory', () => {
  attemptsConformance((clock) => {
    const chains = new InMemoryChains(clock, []);
    const attempts = new InMemoryAttempts(clock, chains, beginWithinMs);
    return Promise.resolve({ attempts, chains, published: () => Promise.resolve(attempts.published) });
  });
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import { correlation, currentCorrelation } from './correlation';

describe('correlation', () => {
  it('follows the work through awaits and never leaks into its neighbour', async () => {
    const seen = await Promise.all(
      ['call_a', 'call_b'].map((correlationId) =>
        correlation.run({ correlationId }, async () => {
          await nextTurn();
          return currentCorrelation()?.correlationId;
        }),
      ),
    );
    expect(seen).toEqual(['call_a', 'call_b']);
    expect(currentCorrelation()).toBeUndefined();
  });
});

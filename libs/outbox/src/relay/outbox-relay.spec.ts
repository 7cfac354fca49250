import { ConfirmTimeoutError, NotConnectedError, UnroutableError } from '@callbook/messaging';
import { retryDelayMs } from './outbox-relay';

describe('an event that could not be sent', () => {
  it('waits ever longer, up to a minute, when the broker turned it away', () => {
    const waits = [0, 1, 2, 6, 30].map((failures) => retryDelayMs(new UnroutableError('no queue'), failures));
    expect(waits).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  });

  it('waits ever longer when its confirm did not come, for it may have arrived', () => {
    expect(retryDelayMs(new ConfirmTimeoutError('late'), 5)).toBe(32_000);
  });

  it('waits a second while the broker is away, however long that lasts', () => {
    expect(retryDelayMs(new NotConnectedError(), 30)).toBe(1_000);
  });
});

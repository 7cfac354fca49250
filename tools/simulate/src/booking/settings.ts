import type { BookingSettings, HintSettings } from '@callbook/booking/use-cases';

/** As the service has them by default. */
export const bookingSettings: BookingSettings = {
  httpTimeoutMs: 60_000,
  leaseMs: 75_000,
  conclusiveAfterMs: 120_000,
  lookTwiceAfterMs: 10_000,
  lookAfterMs: [2_000, 5_000, 15_000, 30_000, 60_000],
  postWindowMs: 600_000,
  mostPosts: 3,
  convergeAfterMs: [120_000, 600_000, 3_600_000],
  compensateForMs: 3_600_000,
  placeholderDomain: 'no-contact.invalid',
};

export const hintSettings: HintSettings & { readonly coalesceMs: number } = {
  lookAgainAfterMs: [5_000, 30_000, 120_000, 600_000],
  atOnce: 4,
  leaseMs: 120_000,
  coalesceMs: 3_000,
};

import type { CatalogueRows } from '../rows/catalogue-rows';
import { CatalogueHistory } from './catalogue-history';

const at = (day: number) => new Date(Date.UTC(2026, 10, day));

/** The prices of one service: from which day, until which, how much. */
function historyOf(...prices: readonly (readonly [from: number, to: number | null, minor: number | null])[]) {
  const service_terms = prices.map(([from, to, minor]) => ({
    service_id: 'cut',
    price_minor: minor,
    currency: minor === null ? null : 'EUR',
    calcom_event_type_id: null,
    valid_from: at(from).toISOString(),
    valid_to: to === null ? null : at(to).toISOString(),
  }));
  const none = { services: [], staff: [], staff_accounts: [], service_staff: [] };
  return new CatalogueHistory({ ...none, service_terms } as unknown as CatalogueRows);
}

const pricesOn = (history: CatalogueHistory, ...days: number[]) =>
  days.map((day) => history.priceOf('cut', null, at(day))?.minor ?? null);

describe('the price of a service', () => {
  it('is that of the day, and its first one stands for the time before', () => {
    expect(pricesOn(historyOf([10, 20, 3000], [20, null, 3200]), 1, 10, 19, 20)).toEqual([3000, 3000, 3000, 3200]);
  });

  it('is also its first one for the time in which the catalogue had the service without any', () => {
    expect(pricesOn(historyOf([5, 10, null], [10, null, 3000]), 1, 7, 10)).toEqual([3000, 3000, 3000]);
    expect(pricesOn(historyOf([5, null, null]), 1, 7)).toEqual([null, null]);
  });

  it('is none where it was taken away', () => {
    expect(pricesOn(historyOf([5, 10, 3000], [10, 20, null], [20, null, 3200]), 7, 15, 25)).toEqual([3000, null, 3200]);
  });
});

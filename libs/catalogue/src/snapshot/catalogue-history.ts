import type { Money } from '../file/price';
import type { CatalogueRows } from '../rows/catalogue-rows';
import { moneyOf } from './build-services';
import { histories, type Period, periodOf, valueAt, valueAtOrBefore } from './period';

/** What cost how much, stood for what, and was whose, in the past. */
export class CatalogueHistory {
  private readonly prices: ReadonlyMap<string, readonly Period<Money | null>[]>;
  private readonly ownPrices: ReadonlyMap<string, readonly Period<Money | null>[]>;
  private readonly servicesByEventType: ReadonlyMap<string, readonly Period<string>[]>;
  private readonly staffByCalcomUser: ReadonlyMap<string, readonly Period<string>[]>;

  constructor(rows: CatalogueRows) {
    this.prices = histories(rows.service_terms.map((row) => [row.service_id, periodOf(row, moneyOf(row))]));
    this.ownPrices = histories(
      rows.service_staff.map((row) => [pair(row.service_id, row.staff_id), periodOf(row, moneyOf(row))]),
    );

    const companyOf = new Map([...rows.services, ...rows.staff].map(({ id, company_id }) => [id, company_id]));
    const inCompany = (thing: string, id: number) => pair(companyOf.get(thing) ?? '', String(id));
    this.servicesByEventType = histories(
      [...rows.service_terms, ...rows.service_staff].flatMap((row) =>
        row.calcom_event_type_id === null
          ? []
          : [[inCompany(row.service_id, row.calcom_event_type_id), periodOf(row, row.service_id)] as const],
      ),
    );
    this.staffByCalcomUser = histories(
      rows.staff_accounts.flatMap((row) =>
        row.calcom_user_id === null
          ? []
          : [[inCompany(row.staff_id, row.calcom_user_id), periodOf(row, row.staff_id)] as const],
      ),
    );
  }

  priceOf(serviceId: string, staffId: string | null, at: Date): Money | null {
    const terms = this.prices.get(serviceId) ?? [];
    const own = staffId === null ? [] : (this.ownPrices.get(pair(serviceId, staffId)) ?? []);
    // Only the service's first terms stand for the time before: a person's own price began when it began.
    const known = Math.max(at.getTime(), terms[0]?.from ?? 0);
    const ownThen = own.find(({ from, to }) => from <= known && known < to)?.value;
    // A service without price has one that is not known yet: its first price stands for the time before it too.
    const priced = terms.filter(({ value }) => value !== null);
    return ownThen ?? valueAt(priced, known) ?? null;
  }

  serviceIdOfEventType(companyId: string, eventTypeId: number, at: Date): string | undefined {
    return valueAt(this.servicesByEventType.get(pair(companyId, String(eventTypeId))) ?? [], at.getTime());
  }

  staffIdOfCalcomUser(companyId: string, userId: number, at: Date | undefined): string | undefined {
    return valueAtOrBefore(
      this.staffByCalcomUser.get(pair(companyId, String(userId))) ?? [],
      at?.getTime() ?? Number.MAX_SAFE_INTEGER,
    );
  }
}

function pair(a: string, b: string): string {
  return `${a} ${b}`;
}

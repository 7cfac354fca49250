import type { Catalogue } from '@callbook/catalogue';
import type { Price } from '@callbook/contracts';
import { type Cell, empty, filled } from '../cells/cell';

export type PriceList = Pick<Catalogue, 'priceOf' | 'staffOfCalcomUser'>;

/** What decides about a price; `asOf` is the creation of the booking. */
export interface Priced {
  readonly company: string;
  readonly serviceId: string | null;
  readonly hostId: number | null;
  readonly asOf: Date;
}

/** The price of a booking that names none: the catalogue's of then, as booking would tell it if it told it now. */
export function priceOf({ company, serviceId, hostId, asOf }: Priced, list: PriceList): Cell<Price> {
  if (serviceId === null) return empty('event_type_unknown');
  const staff = hostId === null ? undefined : list.staffOfCalcomUser(company, hostId);
  const price = list.priceOf(serviceId, staff?.id ?? null, asOf);
  return price ? filled(price) : empty('no_price');
}

import type { Money } from '../file/price';
import type { CatalogueRows, Validity } from '../rows/catalogue-rows';
import { inOrder } from './in-order';
import type { Performer, Segment, Service } from './model';

/** Every service there ever was, as it is now or was at its end. */
export function buildServices(rows: CatalogueRows): Service[] {
  const slugs = new Map(rows.companies.map(({ id, slug }) => [id, slug]));
  return inOrder(rows.services, ({ key }) => key).flatMap((service) => {
    const terms = lastOf(rows.service_terms, service)[0];
    const company = slugs.get(service.company_id);
    if (!terms || company === undefined) return [];
    const segments = buildSegments(rows, service);
    return [
      {
        id: service.id,
        company,
        key: service.key,
        name: { de: service.name_de, en: service.name_en },
        aliases: service.aliases,
        calcomEventTypeId: terms.calcom_event_type_id,
        hostSubsets: terms.host_subsets,
        requiresConfirmation: terms.requires_confirmation,
        minutes: terms.minutes,
        price: moneyOf(terms),
        segments,
        performers: segments.length > 0 ? ofSegments(segments) : buildPerformers(rows, service),
        active: service.valid_to === null,
      },
    ];
  });
}

export function moneyOf({ price_minor, currency }: { price_minor: number | null; currency: string | null }) {
  return price_minor === null || currency === null ? null : ({ minor: price_minor, currency } satisfies Money);
}

type ServiceRow = CatalogueRows['services'][number];

/** What belongs to a service as it is, or was when it ended: it ended in the same import. */
function lastOf<R extends Validity & { service_id: string }>(rows: readonly R[], { id, valid_to }: ServiceRow): R[] {
  return rows.filter((row) => row.service_id === id && row.valid_to === valid_to);
}

function buildSegments(rows: CatalogueRows, service: ServiceRow): Segment[] {
  return lastOf(rows.segments, service)
    .toSorted((a, b) => a.position - b.position)
    .map((row) => ({
      key: row.key,
      offsetMinutes: row.offset_minutes,
      minutes: row.minutes,
      calcomEventTypeId: row.calcom_event_type_id,
      staffId: row.staff_id,
    }));
}

function buildPerformers(rows: CatalogueRows, service: ServiceRow): Performer[] {
  return inOrder(lastOf(rows.service_staff, service), ({ staff_id }) => staff_id).map((row) => ({
    staffId: row.staff_id,
    calcomEventTypeId: row.calcom_event_type_id,
    price: moneyOf(row),
  }));
}

function ofSegments(segments: readonly Segment[]): Performer[] {
  const staffIds = new Set(segments.flatMap(({ staffId }) => staffId ?? []));
  return [...staffIds].map((staffId) => ({ staffId, calcomEventTypeId: null, price: null }));
}

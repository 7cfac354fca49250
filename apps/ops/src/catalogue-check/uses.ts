import type { Catalogue, Money, Service } from '@callbook/catalogue';

/** What an event type is there for, and what it has to be like. */
export interface Use {
  readonly eventTypeId: number;
  readonly service: Service;
  /** Where in the catalogue file it is named, below the company. */
  readonly path: string;
  /** Where its minutes stand there. */
  readonly minutesPath: string;
  readonly minutes: number;
  /** What it costs and where that stands; undefined for a part of a composite service, which has no price of its own. */
  readonly price: { readonly of: Money | null; readonly path: string } | undefined;
  /** Who is booked on it by name. */
  readonly staffIds: readonly string[];
}

/** Everything the services of a company book at Cal.com. */
export function usesOf(catalogue: Catalogue, company: string): Use[] {
  return catalogue.services(company).flatMap((service) => {
    const path = `services.${service.key}`;
    return service.segments.length > 0 ? ofSegments(service, path) : ofService(catalogue, service, path);
  });
}

function ofService(catalogue: Catalogue, service: Service, path: string): Use[] {
  const { calcomEventTypeId, minutes, performers } = service;
  const common = { service, minutes, minutesPath: `${path}.minutes` };
  const shared = performers.filter((performer) => performer.calcomEventTypeId === null);
  const own = performers.flatMap(({ staffId, calcomEventTypeId: eventTypeId, price }) => {
    if (eventTypeId === null) return [];
    const place = `${path}.staff.${catalogue.staff(staffId)?.key ?? staffId}`;
    return [
      { ...common, eventTypeId, path: place, price: { of: price ?? service.price, path: place }, staffIds: [staffId] },
    ];
  });
  if (calcomEventTypeId === null) return own;
  const staffIds = shared.map(({ staffId }) => staffId);
  return [{ ...common, eventTypeId: calcomEventTypeId, path, price: { of: service.price, path }, staffIds }, ...own];
}

function ofSegments(service: Service, path: string): Use[] {
  return service.segments.flatMap(({ key, minutes, calcomEventTypeId, staffId }) => {
    if (calcomEventTypeId === null || staffId === null) return [];
    const place = `${path}.segments.${key}`;
    return [
      {
        service,
        eventTypeId: calcomEventTypeId,
        path: place,
        minutesPath: `${place}.minutes`,
        minutes,
        price: undefined,
        staffIds: [staffId],
      },
    ];
  });
}

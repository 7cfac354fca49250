import type { Catalogue, Service } from '@callbook/catalogue';
import { planParts } from '../book-appointment/plan-booking';

/** A way to have a service: at a start at which every part is free. */
export interface Offer {
  /** Who would serve; null when it could be anybody, or several take turns. */
  readonly staffId: string | null;
  readonly isWished: boolean;
  readonly parts: readonly OfferPart[];
}

/** One booking of it. */
export interface OfferPart {
  readonly eventTypeId: number;
  readonly hostSubset: readonly number[] | null;
  /** From the start of the service. */
  readonly offsetMinutes: number;
  readonly minutes: number;
}

/** Every other one costs a request. */
const mostOthers = 2;

/**
 * How a service can be had, what was wished for first: exactly what would be booked for that wish. Then what others offer.
 * Without a wish that is one question for each event type; a person is asked for only by name. Empty when the service cannot
 * be booked at all.
 */
export function offersOf(service: Service, wishedStaffId: string | null, catalogue: Catalogue): Offer[] {
  const offerFor = (staffId: string | null, serves: string | null): Offer[] => {
    const parts = partsOf(service, staffId, catalogue);
    return parts.length > 0 ? [{ staffId: serves, isWished: serves !== null && serves === wishedStaffId, parts }] : [];
  };
  if (service.segments.length > 0) return offerFor(null, onlyOne(service.segments.map(({ staffId }) => staffId)));

  const usual = offerFor(null, usualPerformer(service));
  if (wishedStaffId === null) return usual;
  const wished = offerFor(wishedStaffId, wishedStaffId);
  if (!isSame(wished, usual)) return [...wished, ...usual];
  // The wished person is served by the usual event type, if by any: others are those with an event type of their own.
  const others = service.performers.filter(({ calcomEventTypeId }) => calcomEventTypeId !== null).slice(0, mostOthers);
  return [...usual, ...others.flatMap(({ staffId }) => offerFor(staffId, staffId))];
}

function partsOf(service: Service, staffId: string | null, catalogue: Catalogue): OfferPart[] {
  const plan = planParts(service, new Date(0), staffId === null ? null : { asSaid: staffId, staffId }, catalogue);
  if ('refused' in plan) return [];
  return plan.parts.map(({ segment, eventTypeId, hostSubset, start }) => ({
    eventTypeId,
    hostSubset,
    offsetMinutes: new Date(start).getTime() / 60_000,
    minutes: service.segments.find(({ key }) => key === segment)?.minutes ?? service.minutes,
  }));
}

/** Who serves on the service's own event type, where the catalogue names one person for it. */
function usualPerformer({ performers, hostSubsets }: Service): string | null {
  const onIt = performers.filter(({ calcomEventTypeId }) => calcomEventTypeId === null);
  return hostSubsets ? null : onlyOne(onIt.map(({ staffId }) => staffId));
}

function onlyOne(staffIds: readonly (string | null)[]): string | null {
  const [one, ...more] = new Set(staffIds.filter((id) => id !== null));
  return one !== undefined && more.length === 0 ? one : null;
}

function isSame(some: readonly Offer[], others: readonly Offer[]): boolean {
  return JSON.stringify(some.map(({ parts }) => parts)) === JSON.stringify(others.map(({ parts }) => parts));
}

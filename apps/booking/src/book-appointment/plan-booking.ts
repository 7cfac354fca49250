import type { Catalogue, Service } from '@callbook/catalogue';
import type { BookingRequested, PreferredStaff } from '@callbook/contracts';
import { type Attempt, bookingWish, type Ending, type Part } from '../attempts/attempt';
import type { BookingOrder } from '../calendar/calendar';
import type { BookingSettings } from './booking-settings';

export type BookingPlan = { readonly parts: readonly Part[] } | { readonly refused: Ending['reason'] };

/** Decides, before the calendar is asked, which bookings a request needs, or why there can be none. */
export function planBooking(attempt: Attempt, catalogue: Catalogue): BookingPlan {
  const { company: slug } = attempt;
  const request = bookingWish(attempt);
  const company = catalogue.company(slug);
  const service = catalogue.service(request.service.id);
  if (!company || !service?.active || service.company !== slug) return { refused: 'unknown_service' };
  const hasContact = request.attendee.email ?? request.attendee.phone ?? request.call.customerNumber;
  if (!hasContact && company.contactRule === 'ask') return { refused: 'missing_contact' };
  return planParts(service, new Date(request.start), preference(request, slug, catalogue), catalogue);
}

/** The bookings that a service at that start consists of. */
export function planParts(
  service: Service,
  start: Date,
  preferred: PreferredStaff | null,
  catalogue: Catalogue,
): BookingPlan {
  const part = { posts: 0, uid: null };
  if (service.segments.length > 0) {
    // Time in which something takes effect has no event type, and nobody to book.
    const parts = service.segments.flatMap(({ key, offsetMinutes, calcomEventTypeId, staffId }) =>
      calcomEventTypeId === null
        ? []
        : {
            ...part,
            segment: key,
            eventTypeId: calcomEventTypeId,
            hostSubset: hostSubset(service, staffId, catalogue),
            start: new Date(start.getTime() + offsetMinutes * 60_000).toISOString(),
          },
    );
    return parts.length > 0 ? { parts } : { refused: 'not_allowed' };
  }
  const staffId = preferred?.staffId ?? null;
  const eventTypeId = catalogue.eventTypeFor(service, staffId);
  if (eventTypeId === null) return { refused: 'not_allowed' };
  const isOwnType = eventTypeId !== service.calcomEventTypeId;
  const subset = isOwnType ? null : hostSubset(service, staffId, catalogue);
  return { parts: [{ ...part, segment: null, eventTypeId, hostSubset: subset, start: start.toISOString() }] };
}

/** Only event types that take a choice of hosts can be told whom the caller wishes for. */
function hostSubset(service: Service, staffId: string | null, catalogue: Catalogue): number[] | null {
  if (!service.hostSubsets || staffId === null) return null;
  const userId = catalogue.staff(staffId)?.calcomUserId ?? null;
  return userId === null ? null : [userId];
}

/** Whether the wish for a person is one the calendar was bound to. */
export function isBoundTo(parts: readonly Part[], service: Service | undefined): boolean {
  return parts.some((part) => part.hostSubset !== null || part.eventTypeId !== service?.calcomEventTypeId);
}

/** What to order for one part. Nothing in it changes from one try to the next, but for the address. */
export function orderFor(
  attempt: Attempt,
  part: Part,
  { placeholderDomain }: Pick<BookingSettings, 'placeholderDomain'>,
): BookingOrder {
  const { id, company, progress } = attempt;
  const { attendee, call, language, timeZone } = bookingWish(attempt);
  const phone = attendee.phone ?? call.customerNumber;
  const needsAddress = progress.ownAddress || (!attendee.email && !phone);
  return {
    company,
    requestId: id,
    segment: part.segment,
    retellCallId: call.retellCallId,
    eventTypeId: part.eventTypeId,
    hostSubset: part.hostSubset,
    start: new Date(part.start),
    attendee: {
      name: attendee.name ?? namelessCaller[language],
      email: needsAddress ? `caller-${id}@${placeholderDomain}` : attendee.email,
      phone,
    },
    timeZone,
    language,
  };
}

const namelessCaller = { de: 'Anrufer ohne Namen', en: 'Caller without a name' };

/** The wish is kept as said even when nobody of that name is known. */
export function preference(
  { preferredStaff: asSaid }: Pick<BookingRequested, 'preferredStaff'>,
  company: string,
  catalogue: Catalogue,
): PreferredStaff | null {
  if (!asSaid) return null;
  return { asSaid, staffId: catalogue.findStaff(company, asSaid)?.id ?? null };
}

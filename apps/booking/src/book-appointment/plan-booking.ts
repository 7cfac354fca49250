import type { Catalogue } from '@callbook/catalogue';
import type { PreferredStaff, RefusalReason } from '@callbook/contracts';
import type { BookingOrder } from '../calendar/calendar';
import type { BookingAttempt } from './booking-attempt';

export interface PlanSettings {
  /** No POST later than this after the agent last stopped waiting: the caller has long gone. Milliseconds. */
  readonly postWindowMs: number;
  /** Reserved domain for attendees without contact, of companies that allow it. */
  readonly placeholderDomain: string;
}

export type BookingPlan =
  | { readonly kind: 'order'; readonly order: BookingOrder; readonly preferredStaff: PreferredStaff | null }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

const refused = (reason: RefusalReason): BookingPlan => ({ kind: 'refused', reason });

/** Decides, before the calendar is asked, what to order, or why nothing can be ordered. */
export function planBooking(
  attempt: BookingAttempt,
  answerBy: Date,
  catalogue: Catalogue,
  settings: PlanSettings,
  now: Date,
): BookingPlan {
  const { request, company: slug, id } = attempt;
  const company = catalogue.company(slug);
  const service = catalogue.service(request.service.id);
  if (!company || !service?.active || service.company !== slug) return refused('unknown_service');

  const start = new Date(request.start);
  if (start <= now) return refused('in_past');
  if (now.getTime() > answerBy.getTime() + settings.postWindowMs) return refused('too_late');

  const preferredStaff = preference(request.preferredStaff, slug, catalogue);
  const eventTypeId = catalogue.eventTypeFor(service, preferredStaff?.staffId ?? null);
  // A composite service has no event type of its own: its parts would have to be booked together.
  if (eventTypeId === null) return refused('not_allowed');

  const email = request.attendee.email;
  const phone = request.attendee.phone ?? request.call.customerNumber;
  const noContact = !email && !phone;
  if (noContact && company.contactRule === 'ask') return refused('missing_contact');

  return {
    kind: 'order',
    preferredStaff,
    order: {
      company: slug,
      requestId: id,
      retellCallId: request.call.retellCallId,
      eventTypeId,
      start,
      attendee: {
        name: request.attendee.name ?? namelessCaller[request.language],
        email: noContact ? `caller-${id}@${settings.placeholderDomain}` : email,
        phone,
      },
      timeZone: request.timeZone,
      language: request.language,
    },
  };
}

const namelessCaller = { de: 'Anrufer ohne Namen', en: 'Caller without a name' };

/** The wish is kept as said even when nobody of that name is known. */
export function preference(asSaid: string | null, company: string, catalogue: Catalogue): PreferredStaff | null {
  if (!asSaid) return null;
  return { asSaid, staffId: catalogue.findStaff(company, asSaid)?.id ?? null };
}

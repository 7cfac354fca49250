import type { Calendar, CalendarBooking } from '@callbook/booking/use-cases';

/** A calendar but for one of its methods. */
function but(calendar: Calendar, different: Partial<Calendar>): Calendar {
  return new Proxy(calendar, {
    get(target, key) {
      const member = Reflect.get(different, key) ?? (Reflect.get(target, key) as unknown);
      return typeof member === 'function' ? (member as () => unknown).bind(target) : member;
    },
  });
}

/** Nobody looks for what an earlier order may have booked. */
export function neverLooked(calendar: Calendar, share: 'bookings' | 'reconciliation'): Calendar {
  return but(calendar, { findAll: async (mark, of) => (of === share ? [] : calendar.findAll(mark, of)) });
}

/** Whatever an order is answered with is taken to be what it booked. */
export function unread(calendar: Calendar): Calendar {
  return but(calendar, {
    book: async (order) => {
      const answer = await calendar.book(order);
      if (answer.kind !== 'booked') return answer;
      const marks: CalendarBooking['metadata'] = {
        callbook_request_id: order.requestId,
        ...(order.segment !== null && { callbook_segment: order.segment }),
      };
      return { ...answer, booking: { ...answer.booking, metadata: marks } };
    },
  });
}

const inTheirOwnRight = ['booked twice', 'moved twice', 'replaced by the caller', 'moved by the caller'];

/** What is to be undone is only said to be. */
export function neverUndone(calendar: Calendar): Calendar {
  return but(calendar, {
    cancel: async (company, uid, reason) => {
      const isUndoing = reason.startsWith('Callbook: ') && !inTheirOwnRight.some((why) => reason.endsWith(why));
      const booking = isUndoing ? await calendar.get(company, uid, 'bookings') : undefined;
      if (!booking) return calendar.cancel(company, uid, reason);
      return { kind: 'changed', booking: { ...booking, status: 'cancelled' } };
    },
  });
}

import { grouped } from './grouped';
import type { AppointmentRow, BookingSeen, Evidence } from './evidence';
import type { Violation } from './judge';

/** A booking that somebody made on the web, and what became of it. */
interface WebTraces {
  readonly booking: BookingSeen;
  readonly rows: readonly AppointmentRow[];
  /** Triggers of its webhooks that were accepted. Nobody could know of a booking without. */
  readonly told: readonly string[];
}

const rules: Readonly<Record<string, (traces: WebTraces) => string | undefined>> = {
  'every web booking that was told is an appointment': ({ rows, told }) =>
    told.includes('BOOKING_CREATED') && rows.length === 0 ? 'no appointment' : undefined,

  'a web booking is one appointment': ({ rows }) => (rows.length > 1 ? `${rows.length} appointments` : undefined),

  'a web booking has no call': ({ rows }) => (rows.some(({ callRowId }) => callRowId) ? 'it has one' : undefined),

  'an appointment is what the calendar has': ({ booking, rows: [row], told }) => {
    if (!row || (!booking.live && !told.includes('BOOKING_CANCELLED'))) return undefined;
    const wanted = booking.live ? 'confirmed' : 'cancelled';
    return row.status === wanted ? undefined : `the row is ${row.status}, the booking ${wanted}`;
  },
};

/** What must not be about bookings whose only way in is a webhook of Cal.com's. */
export function judgeWebBookings({ bookings, appointmentRows, notices }: Evidence): Violation[] {
  const rows = grouped(appointmentRows, ({ uid }) => uid);
  const accepted = grouped(
    notices.filter((notice) => notice.accepted),
    ({ uid }) => uid,
  );
  return bookings
    .filter(({ callId }) => callId === undefined)
    .flatMap((booking) => {
      const { uid } = booking;
      const told = (accepted.get(uid) ?? []).map(({ trigger }) => trigger);
      const traces = { booking, rows: rows.get(uid) ?? [], told };
      return Object.entries(rules).flatMap(([rule, find]) => {
        const found = find(traces);
        return found === undefined ? [] : [{ rule, uid, found: `${found}; told: ${told.join(', ') || 'nothing'}` }];
      });
    });
}

import type { OwedAnswer } from './owed-answer';

/** What whoever rings the caller should say, in one line. It tells what is so now: an appointment may have changed since. */
export function whatToTell(owed: OwedAnswer): string {
  switch (owed.outcome) {
    case 'recorded':
    case 'changed':
      return ofAppointment(owed);
    case 'failed':
      return ofFailure(owed);
    case 'unresolved':
      return owed.reason === 'no_outcome'
        ? 'unclear, nothing was ever heard of it: look into the dead letters, then into Cal.com'
        : `unclear (${owed.reason}): look into Cal.com before you ring`;
  }
}

function ofAppointment({ outcome, operation, appointmentStatus, startsAt, reference, timeZone }: OwedAnswer): string {
  const when = `${moment(startsAt, timeZone)}, ${reference}`;
  switch (appointmentStatus) {
    case 'cancelled':
    case 'rejected': {
      if (operation === 'cancel') return `cancelled: ${when}`;
      const end = appointmentStatus === 'cancelled' ? 'cancelled' : 'turned down by the salon';
      return `will not take place: ${when} was ${outcome === 'recorded' ? 'booked' : 'moved'}, and has been ${end} since`;
    }
    case 'pending':
      return `requested, the salon still has to confirm it: ${when}`;
    default:
      if (operation === 'cancel') return `cancelled as asked, but it is there again: ${when}`;
      return `${operation === 'book' ? 'booked' : 'moved to'}: ${when}`;
  }
}

const failures = { book: 'not booked', reschedule: 'not moved, it stays as it was', cancel: 'not cancelled' } as const;

function ofFailure({ operation, reason, wantedStart, timeZone }: OwedAnswer): string {
  const wanted = wantedStart ? `, wanted ${moment(wantedStart, timeZone)}` : '';
  switch (reason) {
    case 'withdrawn':
      return `taken back as asked, nothing is booked${wanted}`;
    case 'instead_or_as_well':
      return `not booked${wanted}: ask whether it was meant instead of the other wish, or as well`;
    case 'same_person':
      return `not booked${wanted}: ask whether it is the person of the other wish`;
    default:
      return `${failures[operation]} (${reason})${wanted}`;
  }
}

/** For instance `Thu 26 Nov 2026 10:00`, in the company's zone. */
export function moment(at: Date | null, timeZone: string): string {
  if (!at) return '?';
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('weekday')} ${of('day')} ${of('month')} ${of('year')} ${of('hour')}:${of('minute')}`;
}

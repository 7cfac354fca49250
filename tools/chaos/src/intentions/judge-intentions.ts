import { grouped } from '../judge/grouped';
import type { Violation } from '../judge/judge';
import type { CallHeard } from './callers';
import type { AppointmentSeen, OwedSeen } from './rows';

/** A living booking, as the simulated Cal.com has it. Whose it is, its attendee says, not what Callbook wrote beside it. */
export interface BookingHeld {
  readonly uid: string;
  readonly attendee: string;
  /** ISO 8601, UTC. */
  readonly start: string;
  /** Of the event type; it begins with the service. */
  readonly title: string;
}

export interface IntentionEvidence {
  readonly calls: readonly CallHeard[];
  readonly bookings: readonly BookingHeld[];
  readonly appointments: readonly AppointmentSeen[];
  readonly owed: readonly OwedSeen[];
}

/** What belongs to one intention everywhere. */
interface Traces {
  readonly call: CallHeard;
  readonly bookings: readonly BookingHeld[];
  /** Those that name one of its bookings. */
  readonly appointments: readonly AppointmentSeen[];
  readonly owed: readonly OwedSeen[];
}

/** Rules about one intention; each gives what it finds wrong. Nothing stands against any of them, so each must be booked. */
const rules: Readonly<Record<string, (traces: Traces) => string | undefined>> = {
  'one booking per intention': ({ bookings }) =>
    bookings.length === 1 ? undefined : `${bookings.length} bookings: ${bookings.map(({ uid }) => uid).join(', ')}`,

  'it is what was wanted': ({ call, bookings }) => {
    const { start, service } = call.intention.slot;
    const isWanted = (booking: BookingHeld) =>
      Date.parse(booking.start) === Date.parse(start) && booking.title.startsWith(service);
    const wrong = bookings.find((booking) => !isWanted(booking));
    return wrong && `wanted ${service} at ${start}, got ${wrong.title} at ${wrong.start}`;
  },

  'one linked row per booking': ({ call, appointments }) => {
    const [row] = appointments;
    if (!row || appointments.length > 1) return `${appointments.length} appointments`;
    const isLinked = row.callId === call.callId && row.linkedBack && row.confirmed && row.status === 'confirmed';
    return isLinked ? undefined : JSON.stringify(row);
  },

  '"booked" is said when the linked rows are there': ({ call }) =>
    call.linkedWhenTold.includes(false) ? 'told booked, and the rows were not linked at that moment' : undefined,

  'nobody is told anything but "booked" and "not confirmed yet"': ({ call }) => {
    const other = call.heard.flat().filter((status) => status !== 'booked' && status !== 'pending');
    return other.length > 0 ? `told ${other.join(', ')}` : undefined;
  },

  'whoever was left with "not confirmed yet" is owed an answer': ({ call, owed, appointments }) => {
    const last = call.heard.at(-1) ?? [];
    // Sent twice at once, and told two things: either may have been the last word.
    const wasLeft = last.every((status) => status === 'pending');
    if (wasLeft && owed.length !== 1) return `${owed.length} owed answers`;
    if (!last.includes('pending') && owed.length > 0) return `told ${last.join(', ')}, and owed an answer`;
    const wrong = owed.find((one) => one.outcome !== 'recorded' || one.appointmentId !== appointments[0]?.id);
    return wrong && `owed the answer ${JSON.stringify(wrong)}`;
  },
};

/** Everything that must not be at rest; empty when all promises were kept. */
export function judgeIntentions({ calls, bookings, appointments, owed }: IntentionEvidence): Violation[] {
  const byName = grouped(bookings, ({ attendee }) => attendee);
  const byUid = grouped(appointments, ({ uid }) => uid);
  const byCall = grouped(owed, ({ callId }) => callId);
  const perIntention = calls.flatMap((call) => {
    const own = byName.get(call.intention.name) ?? [];
    const traces: Traces = {
      call,
      bookings: own,
      appointments: own.flatMap(({ uid }) => byUid.get(uid) ?? []),
      owed: byCall.get(call.callId) ?? [],
    };
    return Object.entries(rules).flatMap(([rule, find]) => {
      const found = find(traces);
      return found === undefined ? [] : [{ rule, callId: call.callId, found: `${call.intention.name}: ${found}` }];
    });
  });
  const names = new Set(calls.map(({ intention }) => intention.name));
  const uids = new Set(bookings.map(({ uid }) => uid));
  const ids = new Set(calls.map(({ callId }) => callId));
  return [
    ...perIntention,
    ...bookings
      .filter(({ attendee }) => !names.has(attendee))
      .map(({ uid, attendee }) => ({ rule: 'no booking nobody wanted', uid, found: attendee })),
    ...appointments
      .filter(({ uid }) => !uids.has(uid))
      .map(({ uid, status }) => ({ rule: 'no appointment without a booking', uid, found: `the row is ${status}` })),
    ...owed
      .filter(({ callId }) => !ids.has(callId))
      .map(({ callId, outcome }) => ({ rule: 'nobody else is owed an answer', callId, found: outcome })),
  ];
}

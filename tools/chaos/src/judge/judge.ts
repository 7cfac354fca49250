import { grouped } from './grouped';
import type { AppointmentRow, BookingSeen, CallRow, CallSeen, Evidence } from './evidence';
import { judgeWebBookings } from './web-bookings';

export interface Violation {
  readonly rule: string;
  readonly callId?: string;
  readonly uid?: string;
  readonly found: string;
}

type Finding = Omit<Violation, 'rule' | 'callId'>;

/** What one call left behind everywhere. Each call of a run wants at most one booking. */
interface Traces {
  readonly call: CallSeen;
  readonly rows: readonly CallRow[];
  readonly live: readonly BookingSeen[];
  readonly appointments: ReadonlyMap<string, readonly AppointmentRow[]>;
  readonly attempts: readonly string[];
}

const ranks: Readonly<Record<string, number>> = {
  call_started: 1,
  call_ended: 2,
  call_analyzed: 3,
  started: 1,
  ended: 2,
  analyzed: 3,
};
const yes = ['booked', 'already_booked'];
const final = ['booked', 'awaiting_confirmation', 'refused', 'unresolved'];

/** Rules about one call; each gives what it finds wrong. */
const rules: Readonly<Record<string, (traces: Traces) => readonly Finding[]>> = {
  'every accepted webhook is in a row': ({ call, rows: [row] }) =>
    call.accepted
      .filter((event) => (ranks[row?.status ?? ''] ?? 0) < (ranks[event] ?? 0))
      .map((event) => ({ found: `${event} was accepted, the row is ${row?.status ?? 'not there'}` })),

  'none is in two rows': ({ rows }) => (rows.length > 1 ? [{ found: `${rows.length} rows of one call` }] : []),

  'one booking per intention': ({ live }) =>
    live.length > 1 ? [{ found: `${live.length} live bookings: ${live.map(({ uid }) => uid).join(', ')}` }] : [],

  'every booking is linked': (traces) => traces.live.flatMap((booking) => missingLink(booking, traces)),

  '"booked" is said only of a booking': ({ call, live }) =>
    call.told.some((status) => yes.includes(status)) && live.length === 0
      ? [{ found: 'told booked, and there is no booking' }]
      : [],

  '"refused" is said only without a booking': ({ call, live }) =>
    call.told.includes('refused') && live.length > 0 ? [{ found: `told refused, and there is ${live[0]?.uid}` }] : [],

  'one intention gets one kind of answer': ({ call: { told } }) =>
    told.includes('refused') && told.some((status) => yes.includes(status)) ? [{ found: told.join(', ') }] : [],

  'the agent is told something it can say': ({ call: { told } }) =>
    told
      .filter((status) => !['booked', 'already_booked', 'refused', 'pending', 'ask_back'].includes(status))
      .map((status) => ({ found: `told "${status}"` })),

  'what was said to be under way is decided in the end': ({ call, attempts }) =>
    call.told.includes('pending') && !attempts.some((state) => final.includes(state))
      ? [{ found: `told pending; attempts: ${attempts.join(', ') || 'none'}` }]
      : [],
};

/** Everything that must not be, whatever failed meanwhile; empty when all promises were kept. */
export function judge(evidence: Evidence): Violation[] {
  const perCall = tracesOf(evidence).flatMap((traces) =>
    Object.entries(rules).flatMap(([rule, find]) =>
      find(traces).map((finding) => ({ rule, callId: traces.call.callId, ...finding })),
    ),
  );
  return [...perCall, ...judgeWebBookings(evidence), ...strayRows(evidence), ...openAttempts(evidence)];
}

function missingLink({ uid }: BookingSeen, { rows: [row], appointments, call }: Traces): Finding[] {
  const [appointment, ...others] = appointments.get(uid) ?? [];
  if (!appointment) return [{ uid, found: `no appointment; answers: ${call.told.join(', ') || 'none'}` }];
  if (others.length > 0) return [{ uid, found: `${others.length + 1} appointments` }];
  const wrong = [
    ...(appointment.callRowId === row?.id ? [] : ['the appointment does not name the call']),
    ...(row?.appointmentId === appointment.id ? [] : ['the call does not name the appointment']),
    ...(row?.confirmed ? [] : ['the call is not confirmed']),
    ...(appointment.status === 'confirmed' ? [] : [`the appointment is ${appointment.status}`]),
  ];
  return wrong.length > 0 ? [{ uid, found: wrong.join(', ') }] : [];
}

/** Appointments of which the calendar knows nothing, and bookings of calls that never were. */
function strayRows({ appointmentRows, bookings, calls }: Evidence): Violation[] {
  const justified = bookings.filter(({ live, callId }) => live || callId === undefined); // web bookings have rules of their own
  const uids = new Set(justified.map(({ uid }) => uid));
  const known = new Set(calls.map(({ callId }) => callId));
  return [
    ...appointmentRows
      .filter(({ uid, status }) => ['confirmed', 'pending'].includes(status) && !uids.has(uid))
      .map(({ uid, status }) => ({ rule: 'no appointment without a booking', uid, found: `the row is ${status}` })),
    ...bookings
      .filter(({ callId }) => callId !== undefined && !known.has(callId))
      .map(({ uid, callId }) => ({ rule: 'no booking without a call', uid, found: `its call is ${callId}` })),
  ];
}

function openAttempts({ attemptRows }: Evidence): Violation[] {
  return attemptRows
    .filter(({ state }) => !final.includes(state))
    .map(({ callId, state }) => ({ rule: 'every attempt ends', callId, found: `it is still ${state}` }));
}

function tracesOf({ calls, callRows, bookings, appointmentRows, attemptRows }: Evidence): Traces[] {
  const rows = grouped(callRows, ({ callId }) => callId);
  const live = grouped(
    bookings.filter((booking) => booking.live),
    ({ callId }) => callId,
  );
  const appointments = grouped(appointmentRows, ({ uid }) => uid);
  const attempts = grouped(attemptRows, ({ callId }) => callId);
  return calls.map((call) => ({
    call,
    rows: rows.get(call.callId) ?? [],
    live: live.get(call.callId) ?? [],
    appointments,
    attempts: (attempts.get(call.callId) ?? []).map(({ state }) => state),
  }));
}

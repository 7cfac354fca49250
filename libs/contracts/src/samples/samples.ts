import { AppointmentCancelled } from '../events/appointment-cancelled.event';
import { AppointmentChanged } from '../events/appointment-changed.event';
import { AppointmentCompleted } from '../events/appointment-completed.event';
import { AppointmentLinked } from '../events/appointment-linked.event';
import { AppointmentNoted } from '../events/appointment-noted.event';
import { AppointmentRecorded } from '../events/appointment-recorded.event';
import { AppointmentUnlinked } from '../events/appointment-unlinked.event';
import { BookingAbsenceMarked } from '../events/booking-absence-marked.event';
import { BookingAlreadyBooked } from '../events/booking-already-booked.event';
import { BookingAskedBack } from '../events/booking-asked-back.event';
import { BookingAwaitingConfirmation } from '../events/booking-awaiting-confirmation.event';
import { BookingCancelRequested } from '../events/booking-cancel-requested.event';
import { BookingCancelled } from '../events/booking-cancelled.event';
import { BookingCreated } from '../events/booking-created.event';
import { BookingFailed } from '../events/booking-failed.event';
import { BookingReassigned } from '../events/booking-reassigned.event';
import { BookingRejected } from '../events/booking-rejected.event';
import { BookingRequestJoined } from '../events/booking-request-joined.event';
import { BookingRequested } from '../events/booking-requested.event';
import { BookingRescheduleRequested } from '../events/booking-reschedule-requested.event';
import { BookingRescheduled } from '../events/booking-rescheduled.event';
import { BookingUnresolved } from '../events/booking-unresolved.event';
import { CalendarNotified } from '../events/calendar-notified.event';
import { CallAnalyzed } from '../events/call-analyzed.event';
import { CallAnswerOwed } from '../events/call-answer-owed.event';
import { CallEnded } from '../events/call-ended.event';
import { CallFunctionAnswered } from '../events/call-function-answered.event';
import { CallOwedAnswerSettled } from '../events/call-owed-answer-settled.event';
import { CallStarted } from '../events/call-started.event';
import { CustomerErased } from '../events/customer-erased.event';
import { CustomerMerged } from '../events/customer-merged.event';
import { CustomerUnmerged } from '../events/customer-unmerged.event';
import type { EventClass } from '../envelope/event-class';
import { appointmentRowId, callRowId, derivedId } from '../ids/derived-id';
import { changeKey, requestId, requestKey } from '../ids/request-key';
import type { AppointmentState } from '../values/appointment-state';
import type { BookingFact } from '../values/booking-fact';

/** One coherent phone call, told as events; publisher and consumer are both tested against these. */
const company = 'salon-lindenhof';
const service = { id: derivedId('sample', 'service'), key: 'herrenhaarschnitt' };
const start = '2026-11-26T09:00:00.000Z';
const end = '2026-11-26T09:30:00.000Z';
const timeZone = 'Europe/Berlin';
const attendee = { name: 'Jonas Weber', email: 'jonas.weber@kunde.example', phone: null };
const rootUid = 'sampleUidLindenhof0001';

const call = {
  retellCallId: 'call_sample00000000000000000001',
  agentId: 'agent_sandbox_lindenhof',
  agentVersion: 7,
  callType: 'phone_call' as const,
  direction: 'inbound' as const,
  fromNumber: '+4915112345678',
  toNumber: '+493012345670',
  customerNumber: '+4915112345678',
  startedAt: '2026-11-21T10:00:00.000Z',
};

const key = requestKey({
  company,
  retellCallId: call.retellCallId,
  serviceId: service.id,
  start: new Date(start),
  attendeeName: attendee.name,
});
const functionCallId = derivedId('function-call', company, call.retellCallId, 'tool_call_sample');
const functionCallIds = [functionCallId];

const callEnd = {
  endedAt: '2026-11-21T10:01:10.000Z',
  durationMs: 70_000,
  disconnectionReason: 'user_hangup',
  costCents: 9.3,
  transcript: 'Agent: Salon Lindenhof, guten Tag.\nUser: Guten Tag.\n',
  recordingUrl: 'https://recordings.example.invalid/sample.wav',
};

const booking: BookingFact = {
  call,
  requestId: requestId(key, 1),
  requestKey: key,
  functionCallIds,
  changedBy: null,
  calcomBookingId: 501,
  calcomUid: rootUid,
  rootUid,
  revision: 1_795_255_210_000,
  eventTypeId: 2001,
  service,
  start,
  end,
  durationMinutes: 30,
  timeZone,
  status: 'accepted',
  host: { id: 1002, name: 'Mehmet Kaya', email: 'mehmet.kaya@salon-lindenhof.example', timeZone },
  hostReadFrom: 'post',
  hostMissingReason: null,
  attendeeAsSaid: attendee,
  attendeeAsBooked: { ...attendee, name: attendee.name, timeZone },
  location: null,
  metadata: { callbook_request_id: requestId(key, 1) },
  preferredStaff: { asSaid: 'Mehmet', staffId: derivedId('sample', 'staff', 'mehmet') },
  price: { minor: 3200, currency: 'EUR' },
  catalogueVersion: 1,
  segments: [],
  notes: null,
  providerCreatedAt: '2026-11-21T10:00:40.000Z',
  providerUpdatedAt: '2026-11-21T10:00:40.000Z',
};

const unbooked = {
  operation: 'book' as const,
  call,
  requestId: requestId(key, 1),
  requestKey: key,
  round: 1,
  functionCallIds,
  service,
  start,
  attendee,
};

const appointment: AppointmentState = {
  appointmentId: appointmentRowId(company, rootUid),
  reference: 'LIND-4M7K',
  callId: callRowId(company, call.retellCallId),
  requestId: requestId(key, 1),
  requestKey: key,
  functionCallIds,
  status: 'confirmed',
  startsAt: start,
  endsAt: end,
  timeZone,
  serviceName: 'Herrenhaarschnitt',
  staffId: derivedId('sample', 'staff', 'mehmet'),
  staffName: 'Mehmet Kaya',
  price: { minor: 3200, currency: 'EUR' },
};

const moved = '2026-11-27T09:00:00.000Z';
const target = { rootUid, calcomUid: rootUid, start, service };
const change = { call, target, reason: null, timeZone, language: 'de' as const, answerBy: '2026-11-21T10:02:07.000Z' };
const keyOfChange = (operation: 'reschedule' | 'cancel', wanted: string): string =>
  changeKey({ company, retellCallId: call.retellCallId, operation, calcomUid: rootUid, start: new Date(wanted) });
const moveKey = keyOfChange('reschedule', moved);
const act = { actor: 'anna', why: 'the caller rang to say so', actedAt: '2026-11-21T13:00:00.000Z' };
const customers = {
  customerId: derivedId('customer', company, 'phone', '+4915100000001'),
  intoId: derivedId('customer', company, 'phone', '+4915100000002'),
};

/** A contract with one valid example of its data. */
export interface Sample<T extends object = object> {
  readonly event: EventClass<T>;
  readonly data: T;
}

const sample = <T extends object>(event: EventClass<T>, data: T): Sample => ({ event, data });

/** One sample per contract. */
export const samples: readonly Sample[] = [
  sample(CallStarted, { call }),
  sample(CallEnded, { call, end: callEnd }),
  sample(CallAnalyzed, {
    call,
    end: callEnd,
    analysis: {
      summary: 'Der Anrufer hat einen Haarschnitt gebucht.',
      sentiment: 'Positive',
      successful: true,
      inVoicemail: false,
      custom: {},
    },
    observedAt: '2026-11-21T10:01:30.000Z',
  }),
  sample(CallFunctionAnswered, {
    call,
    functionCallId,
    requestKey: key,
    functionName: 'book_appointment',
    status: 'booked',
    say: 'Ihr Termin ist gebucht.',
    delivered: true,
    answeredAt: '2026-11-21T10:00:41.000Z',
  }),
  sample(CallAnswerOwed, {
    owedAnswerId: derivedId('owed-answer', requestId(key, 1)),
    call,
    requestId: requestId(key, 1),
    operation: 'book',
    outcome: 'recorded',
    reason: null,
    appointment,
    saidAt: '2026-11-21T10:00:47.000Z',
  }),
  sample(CallOwedAnswerSettled, {
    owedAnswerId: derivedId('owed-answer', requestId(key, 1)),
    retellCallId: call.retellCallId,
    by: 'anna',
    note: null,
    settledAt: '2026-11-21T12:00:00.000Z',
  }),
  sample(BookingRequested, {
    requestKey: key,
    call,
    service,
    start,
    attendee,
    preferredStaff: 'Mehmet',
    notes: null,
    insteadOf: null,
    asWell: false,
    timeZone,
    language: 'de',
    answerBy: '2026-11-21T10:00:47.000Z',
  }),
  sample(BookingRescheduleRequested, { ...change, requestKey: moveKey, start: moved }),
  sample(BookingCancelRequested, { ...change, requestKey: keyOfChange('cancel', start), start }),
  sample(BookingAskedBack, {
    call,
    functionCallId,
    requestKey: key,
    question: 'instead_or_as_well',
    service,
    start,
    attendee,
  }),
  sample(BookingRequestJoined, { call, functionCallId, requestKey: key, requestId: requestId(key, 1) }),
  sample(BookingAlreadyBooked, { ...unbooked, providerText: null, calcomUid: rootUid }),
  sample(BookingCreated, booking),
  sample(BookingAwaitingConfirmation, { ...booking, status: 'pending' }),
  sample(BookingFailed, {
    ...unbooked,
    reason: 'slot_taken',
    providerText: 'User either already has booking at this time or is not available',
    alternatives: [{ start: '2026-11-26T09:30:00.000Z', staffId: null }],
  }),
  sample(BookingUnresolved, {
    ...unbooked,
    reason: 'not_found_after_unclear_post',
    providerText: 'Internal server error',
  }),
  sample(CalendarNotified, {
    uid: rootUid,
    previousUid: null,
    trigger: 'BOOKING_CANCELLED',
    expectedStatus: 'cancelled',
    source: 'webhook',
    sentAt: '2026-11-22T08:00:00.000Z',
  }),
  sample(BookingRescheduled, {
    ...booking,
    changedBy: { operation: 'reschedule', requestId: requestId(moveKey, 1), requestKey: moveKey, call },
    calcomUid: 'sampleUidLindenhof0002',
    revision: booking.revision + 1,
    start: moved,
    end: '2026-11-27T09:30:00.000Z',
  }),
  sample(BookingCancelled, { ...booking, revision: booking.revision + 2, status: 'cancelled' }),
  sample(BookingRejected, { ...booking, revision: booking.revision + 2, status: 'rejected' }),
  sample(BookingReassigned, {
    ...booking,
    revision: booking.revision + 1,
    host: { id: 1001, name: 'Anna Berger', email: 'anna.berger@salon-lindenhof.example', timeZone },
    hostReadFrom: 'get',
  }),
  sample(BookingAbsenceMarked, {
    ...booking,
    revision: booking.revision + 2,
    absence: { host: false, attendee: true },
  }),
  sample(AppointmentRecorded, appointment),
  sample(AppointmentChanged, {
    ...appointment,
    startsAt: moved,
    endsAt: '2026-11-27T09:30:00.000Z',
  }),
  sample(AppointmentCancelled, { ...appointment, status: 'cancelled' }),
  sample(AppointmentCompleted, { ...appointment, status: 'completed' }),
  sample(AppointmentUnlinked, {
    ...act,
    appointmentId: appointment.appointmentId,
    previousCallId: callRowId(company, call.retellCallId),
  }),
  sample(AppointmentLinked, {
    ...act,
    actedAt: '2026-11-21T13:05:00.000Z',
    appointmentId: appointment.appointmentId,
    callId: callRowId(company, call.retellCallId),
    previousCallId: null,
  }),
  sample(AppointmentNoted, { ...act, appointmentId: appointment.appointmentId, notes: 'brings her own towel' }),
  sample(CustomerMerged, { ...act, ...customers }),
  sample(CustomerUnmerged, { ...act, customerId: customers.customerId, previousIntoId: customers.intoId }),
  sample(CustomerErased, {
    erasureId: derivedId('sample', 'erasure'),
    callIds: [appointment.callId as string],
    appointmentIds: [appointment.appointmentId],
    hashes: [
      { kind: 'call', hash: '5f'.repeat(32) },
      { kind: 'number', hash: 'a0'.repeat(32) },
    ],
    keyFingerprint: 'c3'.repeat(32),
    erasedAt: '2026-12-01T09:00:00.000Z',
  }),
];

/** The company of the samples. */
export const sampleCompany = company;

/** The sample of one contract. */
export function sampleOf<T extends object>(event: EventClass<T>): T {
  const found = samples.find((candidate) => candidate.event === event);
  if (!found) throw new Error(`no sample for ${event.type}`);
  return structuredClone(found.data) as T;
}

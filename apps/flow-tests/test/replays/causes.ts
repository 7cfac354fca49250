import {
  AppointmentLinked,
  AppointmentNoted,
  appointmentRowId,
  BookingCreated,
  BookingFailed,
  CalendarNotified,
  CallAnalyzed,
  CallEnded,
  CallFunctionAnswered,
  callRowId,
  CallStarted,
  createEvent,
  type Event,
  type EventClass,
  requestId,
  sampleOf,
} from '@callbook/contracts';
import { type Letter, letterOf, newId } from './letters';

export const known = 'salon-lindenhof';
/** A company the catalogue does not have before it is repaired. */
export const missing = 'salon-am-see';

/** A message that fails for one cause. */
export interface Failing {
  readonly letter: Letter;
  /** What has to be recorded before it fails as it does. */
  readonly before?: Letter;
  /** The body an operator corrects it to. */
  readonly corrected?: string;
  /** What repairs the cause for it. */
  readonly repair?: Letter;
}

let made = 0;
const run = process.pid.toString(36);
const one = (kind: string): string => `${kind}_${run}_${++made}`;

function event<T extends object>(type: EventClass<T>, data: T, company: string, correlationId: string): Event<T> {
  return createEvent(type, data, { id: newId(), company, time: new Date('2026-11-21T10:00:42Z'), correlationId });
}

/** A call of its own, by somebody who never called before. */
function call() {
  const number = `+4915${String(process.pid % 1_000).padStart(3, '0')}${String(++made).padStart(7, '0')}`;
  return { ...sampleOf(CallStarted).call, retellCallId: one('call'), fromNumber: number, customerNumber: number };
}

export function booking(company: string, said: Partial<BookingCreated> = {}): Event<BookingCreated> {
  const uid = one('uid');
  const requestKey = newId();
  const own = call();
  const data = {
    ...sampleOf(BookingCreated),
    ...{ call: own, rootUid: uid, calcomUid: uid, requestKey, requestId: requestId(requestKey, 1) },
    functionCallIds: [newId()],
    ...said,
  } as BookingCreated;
  return event(BookingCreated, data, company, data.call?.retellCallId ?? uid);
}

const started = (company: string, of = call()) => event(CallStarted, { call: of }, company, of.retellCallId);
const brokenBody = (of: Event<object>, change: (data: Record<string, unknown>) => void): string => {
  const copy = JSON.parse(JSON.stringify(of)) as { data: Record<string, unknown> };
  change(copy.data);
  return JSON.stringify(copy);
};

/** The uid every booking of the cause `uid of another` claims; its owner has to be recorded first. */
const claimed = one('claimed');
export const owner = letterOf('records.booking-created', booking(known, { rootUid: claimed, calcomUid: claimed }));

/** Twelve causes, each for real: what its consumer says to the message, and what repairs it. */
export const causes: Readonly<Record<string, () => Failing>> = {
  'company missing, call started': () => ({ letter: letterOf('records.call-started', started(missing)) }),
  'company missing, call ended': () => {
    const of = call();
    const ended = event(CallEnded, { ...sampleOf(CallEnded), call: of }, missing, of.retellCallId);
    return { letter: letterOf('records.call-ended', ended) };
  },
  'company missing, booking': () => ({ letter: letterOf('records.booking-created', booking(missing)) }),
  'company missing, booking failed': () => {
    const { call: of, requestKey, requestId: id, functionCallIds } = booking(missing).data;
    const data = { ...sampleOf(BookingFailed), call: of, requestKey, requestId: id, functionCallIds } as BookingFailed;
    return { letter: letterOf('records.booking-failed', event(BookingFailed, data, missing, data.call.retellCallId)) };
  },
  'contract broken, analysis without its call': () => {
    const of = call();
    const good = event(CallAnalyzed, { ...sampleOf(CallAnalyzed), call: of }, known, of.retellCallId);
    const body = brokenBody(good, (data) => delete data.call);
    return { letter: letterOf('records.call-analyzed', good, body), corrected: JSON.stringify(good) };
  },
  'contract broken, answer that is no text': () => {
    const of = call();
    const data = { ...sampleOf(CallFunctionAnswered), call: of, functionCallId: newId() };
    const good = event(CallFunctionAnswered, data, known, of.retellCallId);
    const body = brokenBody(good, (wrong) => (wrong.say = 7));
    return { letter: letterOf('records.call-function-answered', good, body), corrected: JSON.stringify(good) };
  },
  'no JSON': () => {
    const of = call();
    const good = event(CallEnded, { ...sampleOf(CallEnded), call: of }, known, of.retellCallId);
    const body = JSON.stringify(good).slice(0, -20);
    return { letter: letterOf('records.call-ended', good, body), corrected: JSON.stringify(good) };
  },
  'impossible, ends before it starts': () => {
    const good = booking(known);
    const body = brokenBody(good, (data) => (data.end = '2026-11-01T08:00:00.000Z'));
    return { letter: letterOf('records.booking-created', good, body), corrected: JSON.stringify(good) };
  },
  'appointment not there yet': () => {
    const of = booking(known);
    const appointmentId = appointmentRowId(known, of.data.rootUid);
    const act = { actor: 'anna', why: 'spec', actedAt: '2026-11-21T10:00:00.000Z' };
    const noted = event(AppointmentNoted, { ...act, appointmentId, notes: 'rings twice' }, known, appointmentId);
    return { letter: letterOf('records.appointment-noted', noted), repair: letterOf('records.booking-created', of) };
  },
  'call not there yet': () => {
    const of = booking(known, { call: null, functionCallIds: [], requestKey: null, requestId: null });
    const asking = call();
    const appointmentId = appointmentRowId(known, of.data.rootUid);
    const callId = callRowId(known, asking.retellCallId);
    const act = { actor: 'anna', why: 'spec', actedAt: '2026-11-21T10:00:00.000Z' };
    const data = { ...act, appointmentId, callId, previousCallId: null };
    return {
      before: letterOf('records.booking-created', of),
      letter: letterOf('records.appointment-linked', event(AppointmentLinked, data, known, appointmentId)),
      repair: letterOf('records.call-started', started(known, asking)),
    };
  },
  'uid of another appointment': () => {
    const good = booking(known);
    const body = brokenBody(good, (data) => (data.calcomUid = claimed));
    return { letter: letterOf('records.booking-created', good, body), corrected: JSON.stringify(good) };
  },
  'contract broken, hint without its trigger': () => {
    const data = { ...sampleOf(CalendarNotified), uid: one('hint') };
    const good = event(CalendarNotified, data, known, one('hint'));
    const body = brokenBody(good, (wrong) => delete wrong.trigger);
    return { letter: letterOf('booking.calendar-notified', good, body), corrected: JSON.stringify(good) };
  },
};

/** The missing company, as a block of a catalogue file. */
export const missingCompany = `
  ${missing}:
    name: Salon am See
    timeZone: Europe/Berlin
    language: de
    country: DE
    referencePrefix: SEE
    retell: { agents: [agent_sandbox_see], webhookKeys: [env:RETELL_WEBHOOK_KEY] }
    calcom: { apiKey: env:CALCOM_API_KEY, webhookSecrets: [env:CALCOM_WEBHOOK_SECRET] }
    branches:
      see: { name: Salon am See, phoneNumbers: ['+49 30 12345699'], openingHours: { tuesday: 09:00-18:30 } }
    staff:
      ida: { name: Ida Winter, email: ida.winter@salon-am-see.example, calcomUserId: 1901 }
    services:
      schnitt:
        name: { de: Schnitt, en: Cut }
        price: 30.00 EUR
        minutes: 30
        calcomEventType: 2901
        staff: { ida: }
`;

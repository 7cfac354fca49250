import {
  appointmentRowId,
  BookingAbsenceMarked,
  BookingAwaitingConfirmation,
  BookingCancelled,
  BookingCreated,
  type BookingFact,
  BookingReassigned,
  BookingRescheduled,
  type CallIdentity,
  callRowId,
  derivedId,
  type Event,
  type EventClass,
} from '@callbook/contracts';
import { serviceNamed } from './catalogue';
import {
  bookingFact,
  callAnalyzed,
  callEnded,
  callIdentity,
  callStarted,
  changeOf,
  company,
  event,
  functionAnswered,
  uniqueNumber,
} from './events';
import type { RecordFixture } from './record-fixture';

/** All that happened to one appointment, each message by what it tells. */
export interface Story {
  readonly fact: BookingFact;
  /** In the order of the revisions. */
  readonly facts: Readonly<Record<string, Event<BookingFact>>>;
  /** What was told of the phone calls. */
  readonly calls: Readonly<Record<string, Event<object>>>;
  /** The call that asked for a change, when it is another one. */
  readonly other?: CallIdentity;
  /** More ids of its own, by what they mean. */
  readonly names?: Readonly<Record<string, string>>;
}

/** A perm that was requested on the phone, confirmed, moved twice and cancelled. */
export function phoneStory(): Story {
  const call = callIdentity();
  const fact = bookingFact({ call, service: serviceNamed('dauerwelle'), price: { minor: 12_000, currency: 'EUR' } });
  const answered = { functionCallId: fact.functionCallIds[0], requestKey: fact.requestKey, status: 'pending' as const };
  return {
    fact,
    facts: {
      requested: told(BookingAwaitingConfirmation, fact, 1, { status: 'pending', ...noHost('no_host') }),
      confirmed: told(BookingCreated, fact, 2, {}),
      moved: told(BookingRescheduled, fact, 3, { ...movedTo('27', fact), functionCallIds: [] }),
      movedAgain: told(BookingRescheduled, fact, 4, { ...movedTo('28', fact), ...noHost('sentinel_host') }),
      cancelled: told(BookingCancelled, fact, 5, {
        ...movedTo('28', fact),
        ...noHost('sentinel_host'),
        status: 'cancelled',
        functionCallIds: [],
      }),
    },
    calls: {
      started: callStarted(call),
      answered: functionAnswered(call, answered),
      ended: callEnded(call),
      analyzed: callAnalyzed(call),
    },
  };
}

/** A haircut that was booked on the web page, moved twice and cancelled. */
export function webStory(): Story {
  const number = uniqueNumber();
  const fact = bookingFact({
    call: null,
    requestId: null,
    requestKey: null,
    functionCallIds: [],
    attendeeAsSaid: null,
    attendeeAsBooked: { name: 'Eva Lang', email: null, phone: number, timeZone: null },
    metadata: {},
  });
  return {
    fact,
    facts: {
      created: told(BookingCreated, fact, 1, {}, false),
      moved: told(BookingRescheduled, fact, 2, movedTo('27', fact), false),
      movedAgain: told(BookingRescheduled, fact, 3, movedTo('28', fact), false),
      cancelled: told(BookingCancelled, fact, 4, { ...movedTo('28', fact), status: 'cancelled' }, false),
    },
    calls: {},
  };
}

/** A haircut that was requested on the phone, confirmed, given to another person, and to which nobody came. */
export function lifeStory(): Story {
  const call = callIdentity();
  const fact = bookingFact({ call });
  const anna = { id: 1001, name: 'Anna Berger', email: 'anna.berger@salon-lindenhof.example', timeZone: null };
  const reassigned = { host: anna, hostReadFrom: 'get' as const, functionCallIds: [] };
  const absence = (attendee: boolean) => ({ ...reassigned, absence: { host: true, attendee } });
  return {
    fact,
    facts: {
      requested: told(BookingAwaitingConfirmation, fact, 1, { status: 'pending' }, false),
      confirmed: told(BookingCreated, fact, 2, {}, false),
      reassigned: told(BookingReassigned, fact, 3, reassigned, false),
      hostAbsent: told(BookingAbsenceMarked, fact, 4, absence(false), false),
      noShow: told(BookingAbsenceMarked, fact, 5, absence(true), false),
    },
    calls: { started: callStarted(call), ended: callEnded(call), analyzed: callAnalyzed(call) },
  };
}

/** A haircut that one call booked, another call moved, and the first call cancelled; both heard only "not confirmed yet". */
export function changedStory(): Story {
  const [call, other] = [callIdentity(), callIdentity()];
  const fact = bookingFact({ call });
  const [move, cancel] = [changeOf('reschedule', other), changeOf('cancel', call)];
  const ids = { move, cancel };
  const pending = (by: CallIdentity, functionName: string, { changedBy, functionCallIds }: typeof move) => {
    const { requestKey } = changedBy;
    return functionAnswered(by, { functionCallId: functionCallIds[0], requestKey, functionName, status: 'pending' });
  };
  const moved = movedTo('27', fact);
  return {
    fact,
    other,
    facts: {
      created: told(BookingCreated, fact, 1, {}, false),
      moved: told(BookingRescheduled, fact, 2, { ...moved, ...move }, false),
      edited: told(BookingRescheduled, fact, 3, { ...moved, functionCallIds: [], location: 'elsewhere' }, false),
      cancelled: told(BookingCancelled, fact, 4, { ...moved, ...cancel, status: 'cancelled' }, false),
    },
    calls: {
      ended: callEnded(call),
      endedOther: callEnded(other),
      movePending: pending(other, 'reschedule_appointment', move),
      cancelPending: pending(call, 'cancel_appointment', cancel),
    },
    names: Object.fromEntries(
      Object.entries(ids).flatMap(([name, { changedBy, functionCallIds }]) => [
        [`${name} request`, changedBy.requestId],
        [`${name} key`, changedBy.requestKey],
        [`${name} owed`, derivedId('owed-answer', changedBy.requestId)],
        [`${name} function call`, functionCallIds[0]!],
      ]),
    ),
  };
}

/** Each fact is told one minute after the one before. */
function told(
  type: EventClass<BookingFact>,
  fact: BookingFact,
  revision: number,
  said: Partial<BookingFact>,
  isComposite = true,
): Event<BookingFact> {
  const state = { ...fact, revision, ...said };
  const data = isComposite ? { ...state, ...perm(state) } : state;
  return event(type, data, { time: `2026-11-21T10:0${revision}:00Z` });
}

const noHost = (hostMissingReason: 'no_host' | 'sentinel_host') => ({
  host: null,
  hostReadFrom: null,
  hostMissingReason,
});

function movedTo(day: string, { rootUid }: BookingFact): Partial<BookingFact> {
  return {
    calcomUid: `${rootUid}-on-${day}`,
    calcomBookingId: Number(day),
    start: `2026-11-${day}T09:00:00.000Z`,
    end: `2026-11-${day}T09:30:00.000Z`,
  };
}

/** Its parts: the first one's uid is that of the whole. */
function perm({ calcomUid, start }: BookingFact): Pick<BookingFact, 'end' | 'segments'> {
  const at = (minutes: number) => new Date(Date.parse(start) + minutes * 60_000).toISOString();
  return {
    end: at(95),
    segments: [
      { key: 'wickeln', uid: calcomUid, start: at(0), end: at(45) },
      { key: 'fixieren', uid: `${calcomUid}-2`, start: at(65), end: at(95) },
    ],
  };
}

/** How a row came about, which may differ between two rows that say the same. */
const ofWriting = ['version', 'created_at', 'updated_at'];

/** All rows of a story, with its own ids replaced by what they mean, so that the rows of two stories can be compared. */
export async function rowsOf(
  record: RecordFixture,
  { fact, facts, calls, other, names: more }: Story,
): Promise<unknown> {
  const appointmentId = appointmentRowId(company, fact.rootUid);
  const callId = fact.call && callRowId(company, fact.call.retellCallId);
  const otherId = other ? callRowId(company, other.retellCallId) : null;
  const [appointment] = await record.rows('SELECT * FROM records.appointments WHERE id = $1', appointmentId);
  const customerId = appointment?.customer_id;
  const rows = {
    appointments: [appointment],
    phases: await record.rows(
      'SELECT * FROM records.appointment_phases WHERE appointment_id = $1 ORDER BY position',
      appointmentId,
    ),
    uids: await record.rows(
      'SELECT * FROM records.appointment_uids WHERE appointment_id = $1 ORDER BY uid',
      appointmentId,
    ),
    // Of a call and a customer, which many messages write, any may be the last.
    calls: (await record.rows('SELECT * FROM records.calls WHERE id = $1', callId)).map(but('recorded_by_message')),
    texts: [
      ...(await record.rows('SELECT * FROM records.call_transcripts WHERE call_id = $1', callId)),
      ...(await record.rows('SELECT * FROM records.call_recordings WHERE call_id = $1', callId)),
    ],
    others: (await record.rows('SELECT * FROM records.calls WHERE id = $1', otherId)).map(but('recorded_by_message')),
    mentions: (await record.rows('SELECT * FROM records.call_mentions WHERE appointment_id = $1', appointmentId)).map(
      but('recorded_by_message'),
    ),
    customers: (await record.rows('SELECT * FROM records.customers WHERE id = $1', customerId)).map(
      but('recorded_by_message'),
    ),
    outcomes: await record.rows(
      'SELECT * FROM records.booking_outcomes WHERE appointment_id = $1 ORDER BY decided_at',
      appointmentId,
    ),
    answers: await record.rows(
      'SELECT * FROM records.function_answers WHERE call_id = ANY ($1) ORDER BY function_name',
      [callId, otherId],
    ),
    owed: await record.rows('SELECT * FROM records.owed_answers WHERE call_id = ANY ($1) ORDER BY operation', [
      callId,
      otherId,
    ]),
  };
  const names: [unknown, string][] = [
    [appointmentId, 'appointment'],
    [callId, 'call'],
    [otherId, 'other call'],
    [rows.others[0]?.customer_id, 'other customer'],
    [other?.retellCallId, 'other retell call'],
    [other?.customerNumber, 'other number'],
    ...Object.entries(more ?? {}).map(([name, id]): [string, string] => [id, name]),
    [customerId, 'customer'],
    [appointment?.reference, 'reference'],
    [fact.call?.retellCallId, 'retell call'],
    [fact.call?.customerNumber ?? fact.attendeeAsBooked?.phone, 'number'],
    [fact.rootUid, 'uid'],
    [fact.requestId, 'request'],
    [derivedId('owed-answer', fact.requestId), 'owed'],
    [fact.requestKey, 'key'],
    [fact.functionCallIds[0], 'function call'],
    ...Object.entries({ ...facts, ...calls }).map(([name, { id }]): [string, string] => [id, `message ${name}`]),
  ];
  const text = names
    .filter((pair): pair is [string, string] => typeof pair[0] === 'string')
    .reduce((all, [own, name]) => all.replaceAll(own, `<${name}>`), JSON.stringify(rows));
  return JSON.parse(text, (key, value: unknown) => (ofWriting.includes(key) ? undefined : value));
}

function but(column: string) {
  return ({ [column]: _, ...rest }: Record<string, unknown>) => rest;
}

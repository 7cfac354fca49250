import { type CallIdentity, callRowId, digestOf, type Event } from '@callbook/contracts';
import { type Row, whichever } from '../rows/tables';
import type { Appointment } from './appointments';
import { branchOf } from './branch';
import { earliest, greatest, grouped, iso } from './choose';
import { type Customers, personWhoBooked, personWhoRang } from './customers';
import type { Outcome } from './outcomes';
import { identitiesIn, type Told, type World } from './told';

export interface CallParts {
  readonly customers: Customers;
  readonly outcomes: readonly Outcome[];
  readonly appointments: readonly Appointment[];
  readonly dueAt: ReadonlyMap<string, string>;
}

export interface CallTables {
  readonly calls: readonly Row[];
  readonly call_transcripts: readonly Row[];
  readonly call_recordings: readonly Row[];
}

/** One row for each call anything names. */
export function callTables(told: Told, world: World, parts: CallParts): CallTables {
  const named = [...grouped(identitiesIn(told), ({ call }) => call.retellCallId)].map(([retellCallId, all]) => {
    const first = earliest(all.map(({ time }) => time)) as string;
    return { retellCallId, identity: together(all.map(({ call }) => call)), first };
  });
  const calls = named.map(({ retellCallId, identity, first }) => {
    const ends = endsOf(told, retellCallId);
    return { ends, row: callRow({ identity, first, ends }, told, world, parts) };
  });
  return {
    calls: calls.map(({ row }) => row),
    call_transcripts: calls.flatMap(({ row, ends }) => textRow(row, ends, 'transcript', 'transcript')),
    call_recordings: calls.flatMap(({ row, ends }) => textRow(row, ends, 'recordingUrl', 'recording_url')),
  };
}

/** Each field from whichever message knows it. */
function together(identities: readonly CallIdentity[]): CallIdentity {
  const known = identities.map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value != null)));
  return Object.assign({}, identities[0], ...known) as CallIdentity;
}

/** What one message knows of the end of a call. */
interface End {
  readonly message: Event<object>;
  readonly end: Readonly<Record<string, unknown>>;
  readonly observedAt: string;
  /** Sorts by rank: an analysis before an end, a later observation before an earlier one, then the greater digest. */
  readonly source: string;
}

function endsOf(told: Told, retellCallId: string): End[] {
  const ended = told.ended.map((message): End => {
    const { time, data } = message;
    const source = `1 ended ${iso(time)} ${digestOf({ end: data.end })}`;
    return { message, end: { ...data.end }, observedAt: time, source };
  });
  const analyzed = told.analyzed.map((message): End => {
    const { end, analysis, observedAt } = message.data;
    const source = `2 analyzed ${iso(observedAt)} ${digestOf({ end, analysis })}`;
    return { message, end: { ...end }, observedAt, source };
  });
  const isOf = ({ message: { data } }: End) => (data as { call: CallIdentity }).call.retellCallId === retellCallId;
  return [...ended, ...analyzed].filter(isOf);
}

const bestFor = (ends: readonly End[], field: string): End | undefined =>
  greatest(
    ends.filter(({ end }) => end[field] != null),
    ({ source }) => [source],
  );

function textRow(call: Row, ends: readonly End[], field: string, column: string): Row[] {
  const best = bestFor(ends, field);
  if (!best) return [];
  const { company, id: call_id } = call;
  const observed = { observed_at: iso(best.observedAt), recorded_by_message: best.message.id };
  return [{ call_id, company, [column]: best.end[field], ...observed }];
}

function callRow(
  { identity, first, ends }: { identity: CallIdentity; first: string; ends: readonly End[] },
  told: Told,
  world: World,
  parts: CallParts,
): Row {
  const { company, catalogue } = world;
  const { retellCallId } = identity;
  const id = callRowId(company, retellCallId);
  const hasBooked = told.facts.some(({ data }) => data.call?.retellCallId === retellCallId);
  const person = hasBooked ? personWhoBooked(company, identity) : personWhoRang(company, identity);
  const fields = ['endedAt', 'durationMs', 'disconnectionReason', 'costCents', 'transcript', 'recordingUrl'];
  const best = Object.fromEntries(fields.map((field) => [field, bestFor(ends, field)]));
  const value = (field: string) => best[field]?.end[field] ?? null;
  const reading = greatest(
    told.analyzed.filter(({ data }) => data.call.retellCallId === retellCallId),
    ({ data }) => [Date.parse(data.observedAt), digestOf({ end: data.end, analysis: data.analysis })],
  )?.data;
  const status = reading ? 'analyzed' : ends.length > 0 ? 'ended' : 'started';
  const endedAt = iso(value('endedAt') as string | null);
  const overSince = endedAt ?? iso(earliest(ends.map(({ message }) => message.time)));
  return {
    id,
    company,
    retell_call_id: retellCallId,
    branch_id: branchOf(catalogue.company(company), identity),
    ...parts.customers.named(person?.id ?? null),
    customer_cause: person ? null : identity.callType === 'web_call' ? 'no_number' : 'number_withheld',
    customer_cause_since: person ? null : iso(identity.startedAt ?? first),
    from_number: identity.fromNumber ?? null,
    to_number: identity.toNumber ?? null,
    customer_number: identity.customerNumber ?? null,
    direction: identity.direction ?? null,
    call_type: identity.callType,
    agent_id: identity.agentId,
    agent_version: identity.agentVersion ?? null,
    status,
    started_at: iso(identity.startedAt),
    ended_at: endedAt,
    duration_ms: value('durationMs'),
    disconnection_reason: value('disconnectionReason'),
    cost_cents: value('costCents'),
    end_sources: Object.fromEntries(fields.flatMap((field) => (best[field] ? [[field, best[field].source]] : []))),
    summary: reading?.analysis.summary ?? null,
    sentiment: reading?.analysis.sentiment ?? null,
    successful: reading?.analysis.successful ?? null,
    in_voicemail: reading?.analysis.inVoicemail ?? null,
    custom_analysis: reading?.analysis.custom ?? null,
    analysis_observed_at: iso(reading?.observedAt),
    analysis_digest: reading ? digestOf({ end: reading.end, analysis: reading.analysis }) : null,
    ...linkColumns(id, { status, startedSince: iso(identity.startedAt ?? first), overSince }, told, world, parts),
    notes: null,
    told_at: iso(first),
    over_told_at: iso(earliest(ends.map(({ message }) => message.time))),
    owed_due_at: iso(parts.dueAt.get(id)),
    recorded_by_message: whichever,
  };
}

interface Ended {
  readonly status: 'started' | 'ended' | 'analyzed';
  readonly startedSince: string | null;
  readonly overSince: string | null;
}

const living = ['pending', 'confirmed', 'completed'];

/** What follows from the appointments of a call and from what became of its requests to book. */
function linkColumns(id: string, ended: Ended, told: Told, world: World, parts: CallParts): Row {
  const own = parts.appointments.filter(({ callId }) => callId === id);
  const taken = parts.appointments.filter(({ callId, toldCallId }) => toldCallId === id && callId !== id);
  const outcomes = parts.outcomes.filter(({ callId, operation }) => callId === id && operation === 'book');
  const alive = own.filter(({ state }) => living.includes(state.status));
  const pointer = greatest(alive.length > 0 ? alive : own, ({ bookedAt, id: one }) => [Date.parse(bookedAt), one]);
  const failure = greatest(
    outcomes.filter(({ outcome }) => outcome === 'failed' || outcome === 'unresolved'),
    ({ decidedAt, requestId }) => [Date.parse(decidedAt), requestId],
  );
  const decided = (kind: Outcome['outcome']) =>
    earliest(outcomes.filter(({ outcome }) => outcome === kind).map(({ decidedAt }) => decidedAt));
  const takenAt = earliest(taken.map(({ decidedAt }) => decidedAt as string));
  const waiting = waitingSince(id, told, world, parts.outcomes);
  const causes: readonly (readonly [status: string, cause: string, since: string | null])[] = [
    ['unlinked', 'unlinked_by_operator', takenAt],
    ['pending', 'booking_unresolved', decided('unresolved')],
    ['pending', 'booking_under_way', waiting],
    ['not_applicable', 'appointment_of_another_call', decided('recorded')],
    ['failed', 'booking_refused', decided('failed')],
    ['not_applicable', 'asked_back', ended.status === 'started' ? null : decided('asked_back')],
    ['pending', 'call_under_way', ended.status === 'started' ? ended.startedSince : null],
    ['not_applicable', 'nothing_requested', ended.overSince],
  ];
  const [status, cause, since] =
    own.length > 0 ? (['linked', null, null] as const) : (causes.find(([, , at]) => at !== null) as (typeof causes)[0]);
  return {
    appointment_id: pointer?.id ?? null,
    has_appointment: own.length > 0,
    linked_id: own.length > 0 ? id : null,
    staff_id: pointer?.state.staffId ?? null,
    appointment_link_status: status,
    appointment_linked_at: iso(earliest(own.map(({ toldAt }) => toldAt))),
    link_cause: cause,
    link_cause_since: iso(since),
    booking_confirmed: own.some(({ wasConfirmed }) => wasConfirmed),
    booking_details: pointer ? bookedDetails(pointer) : failure ? wantedDetails(failure) : null,
    booking_failure_reason: failure?.reason ?? null,
    booking_failure_text: failure?.providerText ?? null,
    booking_failed_at: iso(failure?.decidedAt),
  };
}

function bookedDetails({ state, serviceId, attendeeName }: Appointment) {
  return { start: state.startsAt, serviceId, attendeeName };
}

function wantedDetails({ said }: Outcome) {
  const { start, service, attendee } = said as {
    start: string;
    service: { id: string } | null;
    attendee: { name: string | null };
  };
  return { start, serviceId: service?.id ?? null, attendeeName: attendee.name };
}

/** Since when somebody who wants to book waits for a word: nothing became of that function call, or was booked for its key. */
function waitingSince(id: string, { answered }: Told, { company }: World, outcomes: readonly Outcome[]): string | null {
  const waiting = answered.filter(({ data }) => {
    const { functionCallId, requestKey, functionName } = data;
    if (callRowId(company, data.call.retellCallId) !== id || data.status !== 'pending' || requestKey == null)
      return false;
    if (functionName !== 'book_appointment') return false;
    return !outcomes.some(
      (known) =>
        known.functionCallIds.includes(functionCallId) ||
        (known.requestKey === requestKey && known.outcome === 'recorded'),
    );
  });
  return earliest(waiting.map(({ data }) => data.answeredAt));
}

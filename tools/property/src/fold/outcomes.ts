import { appointmentRowId, type AppointmentState, callRowId, type Event, type Operation } from '@callbook/contracts';
import { earliest, greatest, grouped, least } from './choose';
import { appointmentsByUid, type Told, type World } from './told';

export type Kind = 'recorded' | 'changed' | 'failed' | 'unresolved' | 'asked_back';

/** What is known of one round of a request, when all is told. */
export interface Outcome {
  readonly requestId: string;
  readonly requestKey: string;
  readonly operation: Operation;
  readonly outcome: Kind;
  readonly round: number | null;
  /** Row id. */
  readonly callId: string | null;
  readonly functionCallIds: readonly string[];
  readonly appointmentId: string | null;
  readonly reason: string | null;
  readonly providerText: string | null;
  readonly decidedAt: string;
  /** Data of the event that says so; null of an appointment's, which says how that stands. */
  readonly said: Readonly<Record<string, unknown>> | null;
}

/** A booking is evidence against anything that was said; a certain no ends a doubt. */
const strength: Readonly<Record<Kind, number>> = { recorded: 2, changed: 2, failed: 1, unresolved: 0, asked_back: 0 };

/** One for each round that anything was told of. */
export function outcomesOf(told: Told, world: World): Outcome[] {
  const joins = grouped(told.joined, ({ data }) => data.requestId);
  return [...grouped(tellings(told, world), ({ requestId }) => requestId)].map(([requestId, all]) => {
    const strongest = greatest(all, ({ outcome }) => [strength[outcome]]) as Outcome;
    const same = all.filter(({ outcome }) => outcome === strongest.outcome);
    const first = least(same, ({ decidedAt }) => [Date.parse(decidedAt)]) as Outcome;
    const asked = [
      ...all.flatMap(({ functionCallIds }) => functionCallIds),
      ...(joins.get(requestId) ?? []).map(({ data }) => data.functionCallId),
    ];
    return {
      ...first,
      round: all.find(({ round }) => round !== null)?.round ?? null,
      callId: all.find(({ callId }) => callId !== null)?.callId ?? null,
      functionCallIds: [...new Set(asked)].sort(),
      decidedAt: earliest(same.map(({ decidedAt }) => decidedAt)) as string,
    };
  });
}

function tellings(told: Told, { company }: World): Outcome[] {
  const uids = appointmentsByUid(told, company);
  const none = { round: null, reason: null, providerText: null, appointmentId: null, said: null };
  const bookings = told.facts.flatMap(({ data, time }): Outcome[] => {
    const { requestId, requestKey, call, changedBy } = data;
    if (!requestId || !requestKey) return [];
    return [
      {
        ...none,
        requestId,
        requestKey,
        operation: 'book',
        outcome: 'recorded',
        callId: call && callRowId(company, call.retellCallId),
        functionCallIds: changedBy ? [] : data.functionCallIds,
        appointmentId: appointmentRowId(company, data.rootUid),
        decidedAt: time,
      },
    ];
  });
  const changes = told.facts.flatMap(({ data, time }): Outcome[] => {
    if (!data.changedBy) return [];
    const { requestId, requestKey, operation, call } = data.changedBy;
    return [
      {
        ...none,
        requestId,
        requestKey,
        operation,
        outcome: 'changed',
        callId: callRowId(company, call.retellCallId),
        functionCallIds: data.functionCallIds,
        appointmentId: appointmentRowId(company, data.rootUid),
        decidedAt: time,
      },
    ];
  });
  const claims = told.alreadyBooked.map(({ data, time }): Outcome => {
    const { requestId, requestKey, operation, round, call, functionCallIds } = data;
    const callId = callRowId(company, call.retellCallId);
    const appointmentId = uids.get(data.calcomUid) as string;
    return {
      ...none,
      requestId,
      requestKey,
      operation,
      outcome: 'recorded',
      round,
      callId,
      functionCallIds,
      appointmentId,
      decidedAt: time,
    };
  });
  const unbooked = [
    ...told.failed.map((event) => ({ outcome: 'failed' as const, event })),
    ...told.unresolved.map((event) => ({ outcome: 'unresolved' as const, event })),
  ].map(({ outcome, event: { data, time } }): Outcome => {
    const { requestId, requestKey, operation, round, call, functionCallIds, reason, providerText } = data;
    const callId = callRowId(company, call.retellCallId);
    return {
      ...none,
      requestId,
      requestKey,
      operation,
      outcome,
      round,
      callId,
      functionCallIds,
      reason,
      providerText: providerText ?? null,
      decidedAt: time,
      said: plain(data),
    };
  });
  const questions = told.askedBack.map(({ data, time }): Outcome => ({
    ...none,
    requestId: data.functionCallId,
    requestKey: data.requestKey,
    operation: 'book',
    outcome: 'asked_back',
    callId: callRowId(company, data.call.retellCallId),
    functionCallIds: [data.functionCallId],
    reason: data.question,
    decidedAt: time,
    said: plain(data),
  }));
  return [...bookings, ...changes, ...claims, ...unbooked, ...questions];
}

/** What the event that answers a request says: an appointment as it stands now, else what was published. */
export function answerOf(outcome: Outcome, states: ReadonlyMap<string, AppointmentState>): unknown {
  const { appointmentId, said, requestId, requestKey, functionCallIds } = outcome;
  if (appointmentId !== null) return { ...states.get(appointmentId), requestId, requestKey, functionCallIds };
  const published = (said?.functionCallIds ?? [said?.functionCallId]) as string[];
  return published.length === functionCallIds.length ? said : { ...said, functionCallIds };
}

function plain(data: Event<object>['data']): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(data)) as Readonly<Record<string, unknown>>;
}

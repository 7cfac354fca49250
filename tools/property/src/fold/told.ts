import {
  appointmentRowId,
  AppointmentLinked,
  AppointmentNoted,
  AppointmentUnlinked,
  BookingAlreadyBooked,
  BookingAskedBack,
  type BookingFact,
  BookingFailed,
  BookingRequestJoined,
  BookingUnresolved,
  CallAnalyzed,
  CallEnded,
  CallFunctionAnswered,
  type CallIdentity,
  callRowId,
  CallStarted,
  CustomerMerged,
  CustomerUnmerged,
  type Event,
  type EventClass,
} from '@callbook/contracts';
import type { Catalogue } from '@callbook/catalogue';

/** What a fold needs to know besides what was told. */
export interface World {
  readonly company: string;
  readonly catalogue: Catalogue;
  /** When everything has come to rest. */
  readonly now: string;
}

/** Everything that was told, by kind. The order in the lists means nothing. */
export interface Told {
  readonly facts: readonly Event<BookingFact>[];
  readonly failed: readonly Event<BookingFailed>[];
  readonly unresolved: readonly Event<BookingUnresolved>[];
  readonly askedBack: readonly Event<BookingAskedBack>[];
  readonly joined: readonly Event<BookingRequestJoined>[];
  readonly alreadyBooked: readonly Event<BookingAlreadyBooked>[];
  readonly answered: readonly Event<CallFunctionAnswered>[];
  readonly started: readonly Event<CallStarted>[];
  readonly ended: readonly Event<CallEnded>[];
  readonly analyzed: readonly Event<CallAnalyzed>[];
  readonly linked: readonly Event<AppointmentLinked>[];
  readonly unlinked: readonly Event<AppointmentUnlinked>[];
  readonly noted: readonly Event<AppointmentNoted>[];
  readonly merged: readonly Event<CustomerMerged>[];
  readonly unmerged: readonly Event<CustomerUnmerged>[];
}

export function toldBy(events: readonly Event<object>[]): Told {
  const of = <T extends object>(type: EventClass<T>) =>
    events.filter((event) => event.type === type.type) as Event<T>[];
  return {
    facts: events.filter(({ data }) => 'rootUid' in data) as Event<BookingFact>[],
    failed: of(BookingFailed),
    unresolved: of(BookingUnresolved),
    askedBack: of(BookingAskedBack),
    joined: of(BookingRequestJoined),
    alreadyBooked: of(BookingAlreadyBooked),
    answered: of(CallFunctionAnswered),
    started: of(CallStarted),
    ended: of(CallEnded),
    analyzed: of(CallAnalyzed),
    linked: of(AppointmentLinked),
    unlinked: of(AppointmentUnlinked),
    noted: of(AppointmentNoted),
    merged: of(CustomerMerged),
    unmerged: of(CustomerUnmerged),
  };
}

/** Row ids of the appointments, by every uid that leads to them. */
export function appointmentsByUid({ facts }: Told, company: string): ReadonlyMap<string, string> {
  return new Map(
    facts.flatMap(({ data }) =>
      [data.rootUid, data.calcomUid, ...data.segments.map(({ uid }) => uid)].map(
        (uid) => [uid, appointmentRowId(company, data.rootUid)] as const,
      ),
    ),
  );
}

/**
 * Without what waits for something that never comes: a message that was retried to the end has written nothing. An answer
 * to a booking nobody told of, a join to an outcome nobody told of, an act on what is not there.
 */
export function effective(told: Told, { company }: World): Told {
  const uids = appointmentsByUid(told, company);
  const alreadyBooked = told.alreadyBooked.filter(({ data }) => uids.has(data.calcomUid));
  const decided = new Set<string>([
    ...told.facts.flatMap(({ data }) => [data.requestId, data.changedBy?.requestId].filter((id) => id != null)),
    ...[...told.failed, ...told.unresolved, ...alreadyBooked].map(({ data }) => data.requestId),
    ...told.askedBack.map(({ data }) => data.functionCallId),
  ]);
  const joined = told.joined.filter(({ data }) => decided.has(data.requestId));
  const there = new Set(uids.values());
  const isThere = ({ data }: { data: { appointmentId: string } }) => there.has(data.appointmentId);
  const known: Told = { ...told, alreadyBooked, joined };
  const calls = new Set(identitiesIn(known).map(({ call }) => callRowId(company, call.retellCallId)));
  return {
    ...known,
    linked: told.linked.filter((act) => isThere(act) && calls.has(act.data.callId)),
    unlinked: told.unlinked.filter(isThere),
    noted: told.noted.filter(isThere),
  };
}

/** Whoever was on the line, as each message says it, and when it was told. */
export function identitiesIn(told: Told): { readonly call: CallIdentity; readonly time: string }[] {
  const { started, ended, analyzed, answered, failed, unresolved, askedBack, joined, alreadyBooked, facts } = told;
  const own = [
    ...started,
    ...ended,
    ...analyzed,
    ...answered,
    ...failed,
    ...unresolved,
    ...askedBack,
    ...joined,
    ...alreadyBooked,
  ].map(({ data, time }) => ({ call: data.call, time }));
  const ofFacts = facts.flatMap(({ data, time }) =>
    [data.call, data.changedBy?.call ?? null].flatMap((call) => (call ? [{ call, time }] : [])),
  );
  return [...own, ...ofFacts];
}

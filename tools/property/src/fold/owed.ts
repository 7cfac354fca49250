import { type CallFunctionAnswered, callRowId, derivedId, type Event } from '@callbook/contracts';
import type { Row } from '../rows/tables';
import type { Appointment } from './appointments';
import { grouped, iso, sorted } from './choose';
import type { Outcome } from './outcomes';
import type { Told, World } from './told';

/** How long after its decision an outcome that nobody told is owed, and how long silence may last. Minutes. */
const untold = 10;
const silent = 30;

export interface Owed {
  readonly rows: readonly Row[];
  /** When the clock alone changes something next, by call. */
  readonly dueAt: ReadonlyMap<string, string>;
}

/** Something the agent was given to say of a request, or that there is nothing to say yet. */
interface Word {
  readonly event: Event<CallFunctionAnswered>;
  readonly at: number;
  readonly about: Outcome | undefined;
  /** The caller does not know by it how it stands. */
  readonly leavesOpen: boolean;
}

const telling = ['booked', 'already_booked', 'requested', 'refused', 'moved', 'cancelled', 'pending'];

export function owedOf(told: Told, world: World, all: readonly Outcome[], appointments: readonly Appointment[]): Owed {
  const { company, now } = world;
  const answers = grouped(told.answered, ({ data }) => callRowId(company, data.call.retellCallId));
  const outcomes = grouped(
    all.filter(({ callId }) => callId !== null),
    ({ callId }) => callId as string,
  );
  const rows: Row[] = [];
  const dueAt = new Map<string, string>();
  for (const callId of new Set([...answers.keys(), ...outcomes.keys()])) {
    const decided = sorted(outcomes.get(callId) ?? [], (one) => [Date.parse(one.decidedAt), one.requestId]);
    const words = wordsOf(answers.get(callId) ?? [], decided, appointments);
    const answered = (answers.get(callId) ?? []).filter(({ data }) => data.requestKey != null);
    const hasAnswer = new Set(answered.map(({ data }) => data.functionCallId));
    const candidates = [...leftOpen(decided, words), ...neverTold(decided, words, hasAnswer), ...neverHeardOf(words)];
    for (const { since, ...row } of candidates) {
      if (since <= Date.parse(now)) {
        rows.push({
          ...row,
          company,
          call_id: callId,
          owed_since: isoOf(since),
          settled_at: null,
          settled_by: null,
          note: null,
        });
      } else if (!dueAt.has(callId) || since < Date.parse(dueAt.get(callId) as string)) {
        dueAt.set(callId, isoOf(since));
      }
    }
  }
  return { rows, dueAt };
}

type Candidate = Row & { readonly since: number };

function wordsOf(
  answers: readonly Event<CallFunctionAnswered>[],
  decided: readonly Outcome[],
  appointments: readonly Appointment[],
): Word[] {
  const relevant = answers.filter(({ data }) => data.requestKey != null && telling.includes(data.status));
  return sorted(relevant, ({ data, id }) => [Date.parse(data.answeredAt), id]).map((event) => {
    const about = roundOf(event, decided, appointments);
    return { event, at: Date.parse(event.data.answeredAt), about, leavesOpen: leavesOpen(event, about) };
  });
}

/** The last round that names the function call; else, if it was not refused, the last living booking of its key. */
function roundOf(
  { data }: Event<CallFunctionAnswered>,
  decided: readonly Outcome[],
  appointments: readonly Appointment[],
): Outcome | undefined {
  const lives = ({ appointmentId }: Outcome) =>
    appointments.some(({ id, state }) => id === appointmentId && !['cancelled', 'rejected'].includes(state.status));
  const naming = decided.filter(({ functionCallIds }) => functionCallIds.includes(data.functionCallId));
  const bookings = decided.filter(
    (one) =>
      one.outcome === 'recorded' && one.requestKey === data.requestKey && lives(one) && data.status !== 'refused',
  );
  return naming.at(-1) ?? bookings.at(-1);
}

/** "Not confirmed yet", lost on the way, or the opposite of what turned out. */
function leavesOpen({ data }: Event<CallFunctionAnswered>, about: Outcome | undefined): boolean {
  if (data.status === 'pending' || !data.delivered || about?.outcome === 'unresolved') return true;
  const saidYes = data.status !== 'refused';
  const isYes = about?.outcome === 'recorded' || about?.outcome === 'changed';
  const isNo = (about?.outcome === 'failed' && about.reason !== 'withdrawn') || about?.outcome === 'asked_back';
  return saidYes ? isNo : isYes;
}

/** The latest round of each request, without those whose place a later wish took. */
function latestRounds(decided: readonly Outcome[]): Outcome[] {
  return [...grouped(decided, ({ requestKey }) => requestKey).values()]
    .map((rounds) => rounds.at(-1) as Outcome)
    .filter(({ reason }) => reason !== 'superseded');
}

/** Which words matter to somebody who waits for this outcome, and whether each leaves them waiting. */
function heard(outcome: Outcome, words: readonly Word[], decided: readonly Outcome[]): { word: Word; open: boolean }[] {
  return words.flatMap((word, place) => {
    const { about, event } = word;
    const isOfRequest = event.data.requestKey === outcome.requestKey;
    // What was taken back is waited for only by who asked for the taking back.
    if (about === outcome)
      return outcome.reason === 'withdrawn' && event.data.functionName === 'book_appointment'
        ? []
        : [{ word, open: word.leavesOpen }];
    // A round that is under way: there will be another outcome.
    if (!about) return isOfRequest ? [{ word, open: false }] : [];
    // An earlier round counts if nothing of it was ever told.
    if (about.requestKey === outcome.requestKey) {
      const after = words.slice(place).filter((later) => later.about === about);
      return after.every((later) => later.leavesOpen) ? [{ word, open: true }] : [];
    }
    const isLaterChange =
      outcome.appointmentId !== null &&
      about.appointmentId === outcome.appointmentId &&
      decided.indexOf(about) > decided.indexOf(outcome);
    return isLaterChange ? [{ word, open: false }] : [];
  });
}

/** The last word was no word. */
function leftOpen(decided: readonly Outcome[], words: readonly Word[]): Candidate[] {
  return latestRounds(decided).flatMap((outcome) => {
    const all = heard(outcome, words, decided);
    const open: Word[] = [];
    for (const { word, open: isOpen } of [...all].reverse()) {
      if (!isOpen) break;
      open.unshift(word);
    }
    const [first] = open;
    return first ? [candidate(outcome, first.at, Math.max(first.at, Date.parse(outcome.decidedAt)))] : [];
  });
}

/** Decided, and nobody said anything of it, not even a question that it is; of several changes of an appointment the last tells how it stands. */
function neverTold(decided: readonly Outcome[], words: readonly Word[], hasAnswer: ReadonlySet<string>): Candidate[] {
  const latest = sorted(latestRounds(decided), (one) => [decided.indexOf(one)]);
  return latest
    .filter(({ outcome, reason }) => outcome === 'asked_back' || reason !== 'withdrawn')
    .filter(
      ({ outcome, functionCallIds }) => outcome !== 'asked_back' || !functionCallIds.some((id) => hasAnswer.has(id)),
    )
    .filter(
      (outcome) =>
        outcome.appointmentId === null ||
        latest.filter(({ appointmentId }) => appointmentId === outcome.appointmentId).at(-1) === outcome,
    )
    .filter((outcome) => heard(outcome, words, decided).length === 0)
    .map((outcome) => {
      const at = Date.parse(outcome.decidedAt);
      return candidate(outcome, at, at + untold * 60_000);
    });
}

function candidate(outcome: Outcome, saidAt: number, since: number): Candidate {
  const { requestId, operation, reason, appointmentId } = outcome;
  return {
    id: derivedId('owed-answer', requestId),
    request_id: requestId,
    operation,
    outcome: outcome.outcome === 'asked_back' ? 'failed' : outcome.outcome,
    reason,
    appointment_id: appointmentId,
    said_at: isoOf(saidAt),
    since,
  };
}

/** "Not confirmed yet", and then nothing. */
function neverHeardOf(words: readonly Word[]): Candidate[] {
  return [...grouped(words, ({ event }) => event.data.requestKey as string).values()].flatMap((all) => {
    const closing = all.filter(({ event, leavesOpen: open }) => event.data.status !== 'pending' && !open);
    const last = closing.at(-1);
    const waiting = all
      .slice(last ? all.indexOf(last) + 1 : 0)
      .filter(({ event, about }) => event.data.status === 'pending' && !about);
    const [first] = waiting;
    if (!first) return [];
    const { functionName, functionCallId } = first.event.data;
    const operation = { reschedule_appointment: 'reschedule', cancel_appointment: 'cancel' }[functionName] ?? 'book';
    return [
      {
        id: functionCallId,
        request_id: null,
        operation,
        outcome: 'unresolved',
        reason: 'no_outcome',
        appointment_id: null,
        said_at: isoOf(first.at),
        since: first.at + silent * 60_000,
      },
    ];
  });
}

function isoOf(at: number): string {
  return iso(new Date(at).toISOString()) as string;
}

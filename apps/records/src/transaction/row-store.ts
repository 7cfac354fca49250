import type { Appointment } from '../appointments/appointment';
import type { Phase } from '../appointments/phases';
import type { Call } from '../calls/call';
import type { CallRecording, CallTranscript } from '../calls/call-text';
import type { FunctionAnswer } from '../calls/function-answer';
import type { Customer } from '../customers/customer';
import type { Outcome } from '../outcomes/outcome';
import type { KeptOwedAnswer } from '../owed-answers/keep-owed-answers';
import type { CustomerOf, OpenAnswer, UidOf } from './reach';
import type { RowChanges } from './rows';

/** A uid, and whose it is. */
export interface KnownUid extends UidOf {
  readonly appointmentId: string;
  readonly kind: 'chain' | 'segment';
}

/** All phases of one appointment, as they are to be. */
export interface PhasesOf {
  readonly appointmentId: string;
  readonly phases: readonly Phase[];
  /** Time of the fact they follow from. */
  readonly toldAt: Date;
}

/** An appointment whose mentions are to be brought in line with outcomes and link. */
export interface MentionsOf {
  readonly appointmentId: string;
  readonly messageId: string;
}

/** Everything a working set has to write. */
export interface Changes {
  readonly customers: RowChanges<Customer>;
  readonly calls: RowChanges<Call>;
  readonly transcripts: RowChanges<CallTranscript>;
  readonly recordings: RowChanges<CallRecording>;
  readonly appointments: RowChanges<Appointment>;
  readonly phases: RowChanges<PhasesOf>;
  readonly uids: RowChanges<KnownUid>;
  readonly outcomes: RowChanges<Outcome>;
  readonly functionAnswers: RowChanges<FunctionAnswer>;
  readonly owedAnswers: RowChanges<KeptOwedAnswer>;
  readonly mentions: RowChanges<MentionsOf>;
}

/** Which outcomes: those with one of these. */
export interface OutcomesOf {
  readonly requests: readonly string[];
  readonly calls: readonly string[];
  readonly appointments: readonly string[];
}

/**
 * Where the rows of a working set are stored. What is read is locked, in the order of the keys, until the transaction ends;
 * tables are read in the order calls, customers, appointments, outcomes, answers.
 */
export interface RowStore {
  /** Unlocked: a uid stays with its appointment for ever. */
  uids(uids: readonly UidOf[]): Promise<readonly KnownUid[]>;
  /** Waits until no other transaction has one of these names: for rows that may not be there yet. */
  lock(names: readonly string[]): Promise<void>;
  /** Those with these ids, and those that these appointments name or would name if nobody had decided about their links. */
  calls(ids: readonly string[], appointments: readonly string[]): Promise<readonly Call[]>;
  customers(ids: readonly string[], keys: readonly CustomerOf[]): Promise<readonly Customer[]>;
  /** Those with these ids, and those that name these calls or would name them. */
  appointments(ids: readonly string[], calls: readonly string[]): Promise<readonly Appointment[]>;
  outcomes(of: OutcomesOf): Promise<readonly Outcome[]>;
  /** Outcomes that answer these function calls, or that booked what they ask for. */
  outcomesOf(answers: readonly OpenAnswer[]): Promise<readonly Outcome[]>;
  /** Those of these calls that were about a request. */
  functionAnswers(calls: readonly string[]): Promise<readonly FunctionAnswer[]>;
  owedAnswers(calls: readonly string[]): Promise<readonly KeptOwedAnswer[]>;
  write(changes: Changes): Promise<void>;
}

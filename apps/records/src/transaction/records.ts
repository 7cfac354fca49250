import type { AppointmentState, Event } from '@callbook/contracts';
import type { Appointment, AppointmentUid } from '../appointments/appointment';
import type { Phase } from '../appointments/phases';
import type { BookingsOfCall } from '../calls/bookings-of-call';
import type { Call } from '../calls/call';
import type { CallRecording, CallTranscript } from '../calls/call-text';
import type { FunctionAnswer } from '../calls/function-answer';
import type { Customer, CustomerKey } from '../customers/customer';
import type { Outcome } from '../outcomes/outcome';
import type { KeptOwedAnswer } from '../owed-answers/keep-owed-answers';
import type { Said } from '../owed-answers/owed-answer';
import type { Patience } from '../owed-answers/owed-in-time';
import type { Reach } from './reach';

/** A message as the inbox knows it. */
export interface Message {
  readonly id: string;
  readonly queue: string;
  /** Rows that handling it is known to need, so that they are fetched together with those of other messages. */
  readonly reach?: Reach;
}

/** The system of record. */
export abstract class Records {
  /**
   * Runs `work` once per message and queue, in one transaction: all rows it writes and all events it publishes, or none.
   * After a deadlock `work` is run again, so it must do nothing outside the transaction given to it.
   * Rows are opened in this order: calls, customer, appointment, outcome, owed answers.
   */
  abstract once(message: Message, work: (tx: RecordsTransaction) => Promise<void>): Promise<void>;
}

/** An opened row is locked until the transaction ends. */
export interface Opened<T> {
  readonly row: T;
  /** True when `first` became the row just now. */
  readonly isNew: boolean;
}

export interface RecordsTransaction {
  readonly calls: CallRows;
  readonly callTexts: CallTextRows;
  readonly customers: CustomerRows;
  readonly appointments: AppointmentRows;
  readonly outcomes: OutcomeRows;
  readonly functionAnswers: FunctionAnswerRows;
  readonly owedAnswers: OwedAnswerRows;
  readonly mentions: MentionRows;
  /** How long what a caller should hear may be missing before it is owed. */
  readonly patience: Patience;
  /** Published when, and only if, the transaction commits. */
  publish(event: Event<object>): Promise<void>;
}

export interface CallRows {
  /** The row with the id of `first`, which becomes the row when there is none. */
  open(first: Call): Promise<Opened<Call>>;
  /** A row that is known to be there. */
  reopen(id: string): Promise<Call>;
  /** The row with this id, opened; null when there is none. */
  find(id: string): Promise<Call | null>;
  /** Writes the whole row in one statement, so pointer and confirmation change together. */
  save(call: Call): Promise<void>;
  /** Appointments and outcomes of an opened call. */
  bookingsOf(callId: string): Promise<BookingsOfCall>;
}

/** What was said in an opened call, and where it can be heard: one of each, the newest written. */
export interface CallTextRows {
  putTranscript(transcript: CallTranscript): Promise<void>;
  putRecording(recording: CallRecording): Promise<void>;
}

export interface CustomerRows {
  /** The customer with this key, made when there is none. Two who make the same one at once get one. */
  open(company: string, key: CustomerKey, messageId: string): Promise<Customer>;
  /** A row that is known to be there. */
  reopen(id: string): Promise<Customer>;
  save(customer: Customer): Promise<void>;
}

export interface AppointmentRows {
  /**
   * Waits until no other transaction records a fact about this appointment, and keeps others waiting until this one ends.
   * To be called before any row is opened; works for an appointment that does not exist yet.
   */
  oneFactAtATime(appointmentId: string): Promise<void>;
  /** The row with this id, opened; null when there is none. The calls it names, or is told, are opened before it. */
  find(id: string): Promise<Appointment | null>;
  /** Id of the appointment that has, or ever had, this uid. */
  withUid(company: string, uid: string): Promise<string | null>;
  /** A row that is known to be there. */
  reopen(id: string): Promise<Appointment>;
  /** The row with the id of `first`, which becomes the row when there is none. */
  open(first: Appointment): Promise<Opened<Appointment>>;
  save(appointment: Appointment): Promise<void>;
  /** Replaces the phases. @param toldAt time of the fact they follow from */
  setPhases(appointment: Appointment, phases: readonly Phase[], toldAt: Date): Promise<void>;
  /** Adds what is not known yet; a uid that was ever the appointment's own counts as such. Fails for good when a uid belongs to another appointment. */
  addUids(appointment: Appointment, uids: readonly AppointmentUid[]): Promise<void>;
}

export interface OutcomeRows {
  /** The row with the request id of `first`, which becomes the row when there is none. */
  open(first: Outcome): Promise<Opened<Outcome>>;
  save(outcome: Outcome): Promise<void>;
  /** The row with this request id, opened; null when there is none. */
  find(requestId: string): Promise<Outcome | null>;
  /** All outcomes of an opened call. */
  ofCall(callId: string): Promise<Outcome[]>;
  /** Makes every outcome that is this appointment answer with what it is now. */
  follow(appointment: AppointmentState): Promise<void>;
}

export interface FunctionAnswerRows {
  add(answer: FunctionAnswer): Promise<void>;
  /** The answers of an opened call that were about a request. */
  toRequestsOf(callId: string): Promise<Said[]>;
}

export interface OwedAnswerRows {
  /** The owed answers of an opened call, opened. */
  ofCall(callId: string): Promise<KeptOwedAnswer[]>;
  /** Makes the row, or writes what is different. */
  put(answer: KeptOwedAnswer): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface MentionRows {
  /** Brings the calls that were about an opened appointment without having booked it in line with outcomes and link. */
  follow(appointmentId: string, messageId: string): Promise<void>;
}

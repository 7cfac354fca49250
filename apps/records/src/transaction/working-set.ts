import type { Event } from '@callbook/contracts';
import type { Appointment } from '../appointments/appointment';
import type { Call } from '../calls/call';
import type { CallRecording, CallTranscript } from '../calls/call-text';
import type { FunctionAnswer } from '../calls/function-answer';
import { isOpen } from '../calls/owed-since';
import { type Customer, newCustomer } from '../customers/customer';
import type { Outcome } from '../outcomes/outcome';
import type { KeptOwedAnswer } from '../owed-answers/keep-owed-answers';
import { effectLines } from './effect';
import type { CustomerOf, OpenAnswer, Reach, UidOf } from './reach';
import type { Changes, KnownUid, MentionsOf, PhasesOf, RowStore } from './row-store';
import { Rows } from './rows';

/**
 * The rows that the messages of one transaction have to do with, in memory. They are fetched together, worked on one message
 * after the other, and written together: several facts about one row are one write. What was not fetched is fetched when it
 * is asked for, so it does not matter for what is written how much was foreseen.
 */
export class WorkingSet {
  readonly calls = new Rows<Call>(({ id }) => id);
  readonly transcripts = new Rows<CallTranscript>(({ callId }) => callId);
  readonly recordings = new Rows<CallRecording>(({ callId }) => callId);
  readonly customers = new Rows<Customer>(({ id }) => id);
  readonly appointments = new Rows<Appointment>(({ id }) => id);
  readonly phases = new Rows<PhasesOf>(({ appointmentId }) => appointmentId);
  readonly uids = new Rows<KnownUid>(uidKey);
  readonly outcomes = new Rows<Outcome>(({ requestId }) => requestId);
  readonly functionAnswers = new Rows<FunctionAnswer>(({ messageId }) => messageId);
  readonly owedAnswers = new Rows<KeptOwedAnswer>(({ id }) => id);
  readonly mentions = new Rows<MentionsOf>(({ appointmentId }) => appointmentId);
  /** To be published, in this order. */
  events: Event<object>[] = [];
  private eventsBefore = 0;
  /** What was looked for, found or not. */
  private readonly asked = new Map<keyof Reach, Set<string>>();

  constructor(private readonly store: RowStore) {}

  /** Fetches what is not here yet, with all that follows from it. */
  async fetch(...reaches: readonly Reach[]): Promise<void> {
    const uids = this.unasked(reaches, 'uids', uidKey);
    if (uids.length > 0) this.uids.load(await this.store.uids(uids));
    const named = uids.flatMap((uid) => this.uids.find(uidKey(uid))?.appointmentId ?? []);
    const appointments = this.unasked([...reaches, { appointments: named }], 'appointments', itself);
    const callIds = this.unasked(reaches, 'calls', itself);
    const keys = this.unasked(reaches, 'customers', customerId);
    const names = [
      ...appointments.map((id) => `appointment ${id}`),
      ...callIds.map((id) => `call ${id}`),
      ...keys.map((key) => `customer ${customerId(key)}`),
    ];
    if (names.length > 0) await this.store.lock(names);

    const calls = await this.fetchCalls(callIds, appointments);
    const customerIds = calls.flatMap((call) => call.customerId ?? []);
    await this.fetchCustomers([...reaches, { customerIds }], keys);
    const callsThere = calls.map(({ id }) => id);
    if (appointments.length > 0 || callsThere.length > 0)
      this.appointments.load(await this.store.appointments(appointments, callsThere));
    await this.fetchOutcomes(reaches, { calls: callsThere, appointments });
    await this.fetchAnswers(reaches, callsThere);
  }

  /** What is changed from here on can be taken back. */
  begin(): void {
    for (const rows of Object.values(this.tables())) rows.begin();
    this.eventsBefore = this.events.length;
  }

  /** Everything is again as it was at `begin`. */
  rollBack(): void {
    for (const rows of Object.values(this.tables())) rows.rollBack();
    this.events = this.events.slice(0, this.eventsBefore);
  }

  /** What has been done since `begin`, in the lines by which a replay is compared with its rehearsal. */
  effect(): string[] {
    const { calls, customers, appointments, outcomes, functionAnswers, owedAnswers } = this;
    // The others are written without being read: whether they are new is not known here, and they follow from these.
    const read = { calls, customers, appointments, outcomes, functionAnswers, owedAnswers };
    return effectLines(read, this.events.slice(this.eventsBefore));
  }

  changes(): Changes {
    const changes = Object.entries(this.tables()).map(([name, rows]) => [name, rows.changes()] as const);
    return Object.fromEntries(changes) as object as Changes;
  }

  private async fetchCalls(ids: readonly string[], appointments: readonly string[]): Promise<readonly Call[]> {
    if (ids.length === 0 && appointments.length === 0) return [];
    const calls = (await this.store.calls(ids, appointments)).filter(({ id }) => !this.calls.find(id));
    this.calls.load(calls);
    for (const { id } of calls) this.askedFor('calls').add(id);
    return calls;
  }

  private async fetchCustomers(reaches: readonly Reach[], keys: readonly CustomerOf[]): Promise<void> {
    const ids = this.unasked(reaches, 'customerIds', itself);
    const unknown = ids.filter((id) => !this.customers.find(id));
    if (unknown.length > 0 || keys.length > 0) this.customers.load(await this.store.customers(unknown, keys));
  }

  private async fetchOutcomes(
    reaches: readonly Reach[],
    of: { readonly calls: readonly string[]; readonly appointments: readonly string[] },
  ): Promise<void> {
    const requests = this.unasked(reaches, 'requests', itself);
    // One that is only now made has no outcomes yet.
    const appointments = of.appointments.filter((id) => this.appointments.find(id));
    if (requests.length + of.calls.length + appointments.length === 0) return;
    this.outcomes.load(await this.store.outcomes({ requests, calls: of.calls, appointments }));
  }

  private async fetchAnswers(reaches: readonly Reach[], calls: readonly string[]): Promise<void> {
    const answers = calls.length > 0 ? await this.store.functionAnswers(calls) : [];
    this.functionAnswers.load(answers);
    if (calls.length > 0) this.owedAnswers.load(await this.store.owedAnswers(calls));
    const openAnswers = answers.filter((answer) => isOpen(answer, this.outcomes)) as readonly OpenAnswer[];
    const open = this.unasked([...reaches, { openAnswers }], 'openAnswers', answerKey);
    if (open.length > 0) this.outcomes.load(await this.store.outcomesOf(open));
  }

  /** What of it was never looked for; from now on it was. */
  private unasked<K extends keyof Reach>(reaches: readonly Reach[], what: K, keyOf: (one: One<K>) => string): One<K>[] {
    const found: One<K>[] = [];
    const asked = this.askedFor(what);
    for (const reach of reaches) {
      for (const one of (reach[what] ?? []) as readonly One<K>[]) {
        const key = keyOf(one);
        if (asked.has(key)) continue;
        asked.add(key);
        found.push(one);
      }
    }
    return found;
  }

  private askedFor(what: keyof Reach): Set<string> {
    let asked = this.asked.get(what);
    if (!asked) this.asked.set(what, (asked = new Set()));
    return asked;
  }

  private tables(): { readonly [Table in keyof Changes]: Pick<Rows<object>, 'begin' | 'rollBack' | 'changes'> } {
    const { calls, transcripts, recordings, customers, appointments, phases, uids, outcomes } = this;
    const { functionAnswers, owedAnswers, mentions } = this;
    const ofCalls = { calls, transcripts, recordings, functionAnswers, owedAnswers };
    return { ...ofCalls, customers, appointments, phases, uids, outcomes, mentions };
  }
}

type One<K extends keyof Reach> = NonNullable<Reach[K]>[number];

const itself = (id: string): string => id;

export function uidKey({ company, uid }: UidOf): string {
  return `${company} ${uid}`;
}

/** Of the row that this customer begins with; another one may be known by the same number or address. */
function customerId({ company, key }: CustomerOf): string {
  return newCustomer(company, key, '').id;
}

function answerKey({ company, functionCallId, requestKey }: OpenAnswer): string {
  return `${company} ${functionCallId} ${requestKey}`;
}

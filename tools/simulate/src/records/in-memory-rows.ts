import type {
  Appointment,
  Call,
  Changes,
  Customer,
  CustomerOf,
  FunctionAnswer,
  KeptOwedAnswer,
  KnownUid,
  OpenAnswer,
  Outcome,
  OutcomesOf,
  RowStore,
  UidOf,
} from '@callbook/records/use-cases';
import { customerWith, UidOfAnotherAppointment } from '@callbook/records/use-cases';
import { Table } from './table';

/** Committed rows, as the database would give them. Nobody has to wait: transactions run one after the other. */
export class InMemoryRows implements RowStore {
  readonly callTable = new Table<Call>(({ id }) => id);
  readonly appointmentTable = new Table<Appointment>(({ id }) => id);
  readonly outcomeTable = new Table<Outcome>(({ requestId }) => requestId);
  private readonly customerTable = new Table<Customer>(({ id }) => id);
  private readonly uidTable = new Table<KnownUid>(({ company, uid }) => `${company} ${uid}`);
  private readonly answerTable = new Table<FunctionAnswer>(({ messageId }) => messageId);
  private readonly owedTable = new Table<KeptOwedAnswer>(({ id }) => id);

  async lock(): Promise<void> {}

  async uids(uids: readonly UidOf[]): Promise<KnownUid[]> {
    return uids.flatMap(({ company, uid }) => this.uidTable.find(`${company} ${uid}`) ?? []);
  }

  async calls(ids: readonly string[], appointments: readonly string[]): Promise<Call[]> {
    const named = appointments.flatMap((id) => {
      const { callId, toldCallId } = this.appointmentTable.find(id) ?? {};
      return [callId, toldCallId].filter((call) => call != null);
    });
    return [...new Set([...ids, ...named])].flatMap((id) => this.callTable.find(id) ?? []);
  }

  async customers(ids: readonly string[], keys: readonly CustomerOf[]): Promise<Customer[]> {
    const found = keys.flatMap(({ company, key }) => customerWith(this.customerTable, company, key) ?? []);
    return [...ids.flatMap((id) => this.customerTable.find(id) ?? []), ...found];
  }

  async appointments(ids: readonly string[], calls: readonly string[]): Promise<Appointment[]> {
    const isNamed = (call: string | null) => call !== null && calls.includes(call);
    return this.appointmentTable.where(
      ({ id, callId, toldCallId }) => ids.includes(id) || isNamed(callId) || isNamed(toldCallId),
    );
  }

  async outcomes({ requests, calls, appointments }: OutcomesOf): Promise<Outcome[]> {
    return this.outcomeTable.where(
      ({ requestId, callId, appointmentId }) =>
        requests.includes(requestId) ||
        (callId !== null && calls.includes(callId)) ||
        (appointmentId !== null && appointments.includes(appointmentId)),
    );
  }

  async outcomesOf(answers: readonly OpenAnswer[]): Promise<Outcome[]> {
    return this.outcomeTable.where(({ company, functionCallIds, requestKey, outcome }) =>
      answers.some(
        (told) =>
          functionCallIds.includes(told.functionCallId) ||
          (company === told.company && requestKey === told.requestKey && outcome === 'recorded'),
      ),
    );
  }

  async functionAnswers(calls: readonly string[]): Promise<FunctionAnswer[]> {
    return this.answerTable.where(({ callId, requestKey }) => requestKey !== null && calls.includes(callId));
  }

  async owedAnswers(calls: readonly string[]): Promise<KeptOwedAnswer[]> {
    return this.owedTable.where(({ callId }) => calls.includes(callId));
  }

  async write(changes: Changes): Promise<void> {
    for (const told of changes.uids.made) {
      const known = this.uidTable.find(`${told.company} ${told.uid}`);
      if (known && known.appointmentId !== told.appointmentId) throw new UidOfAnotherAppointment(told.appointmentId);
    }
    this.customerTable.write(changes.customers);
    this.callTable.write(changes.calls);
    this.appointmentTable.write(changes.appointments);
    this.uidTable.write(changes.uids);
    this.outcomeTable.write(changes.outcomes);
    this.answerTable.write(changes.functionAnswers);
    this.owedTable.write(changes.owedAnswers);
  }
}

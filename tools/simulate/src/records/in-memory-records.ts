import {
  type Appointment,
  type Call,
  type Customer,
  type FunctionAnswer,
  type KeptOwedAnswer,
  type Message,
  newCustomer,
  type Outcome,
  Records,
  type RecordsTransaction,
} from '@callbook/records/use-cases';
import type { AppointmentState, BookingFailed, Event } from '@callbook/contracts';
import { PermanentError } from '@callbook/messaging/failure';
import { Table } from './table';

/** The record without a database: the rows that answers and links follow from. Transactions run one after the other. */
export class InMemoryRecords extends Records {
  readonly calls = new Table<Call>();
  readonly appointments = new Table<Appointment>();
  readonly outcomes = new Table<Outcome>();
  private readonly customers = new Table<Customer>();
  private readonly uids = new Table<string>();
  private readonly functionAnswers = new Table<FunctionAnswer>();
  private readonly owedAnswers = new Table<KeptOwedAnswer>();
  private readonly inbox = new Set<string>();

  constructor(private readonly publish: (events: readonly Event<object>[]) => void) {
    super();
  }

  async once({ id, queue }: Message, work: (tx: RecordsTransaction) => Promise<void>): Promise<void> {
    const key = `${queue}/${id}`;
    if (this.inbox.has(key)) return;
    const tables = this.tables();
    for (const table of tables) table.begin();
    const outbox: Event<object>[] = [];
    try {
      await work(this.transaction(outbox));
    } catch (error) {
      for (const table of tables) table.rollBack();
      throw error;
    }
    for (const table of tables) table.commit();
    this.inbox.add(key);
    this.publish(outbox);
  }

  private tables(): readonly Table<unknown>[] {
    const { calls, appointments, outcomes, customers, uids, functionAnswers, owedAnswers } = this;
    return [calls, appointments, outcomes, customers, uids, functionAnswers, owedAnswers];
  }

  private transaction(outbox: Event<object>[]): RecordsTransaction {
    const { calls, appointments, outcomes, customers, functionAnswers, owedAnswers } = this;
    return {
      calls: {
        open: async (first) => calls.open(first.id, first),
        reopen: async (id) => calls.get(id),
        save: async (call) => calls.put(call.id, call),
        bookingsOf: async (callId) => this.bookingsOf(callId),
      },
      customers: {
        open: async (company, key, messageId) => {
          const first = newCustomer(company, key, messageId);
          return customers.open(first.id, first).row;
        },
        reopen: async (id) => customers.get(id),
        save: async (customer) => customers.put(customer.id, customer),
      },
      appointments: {
        oneFactAtATime: async () => undefined,
        callOf: async (id) => appointments.find(id)?.callId ?? null,
        withUid: async (company, uid) => this.uids.find(`${company}/${uid}`) ?? null,
        reopen: async (id) => appointments.get(id),
        open: async (first) => appointments.open(first.id, first),
        save: async (appointment) => appointments.put(appointment.id, appointment),
        setPhases: async () => undefined,
        addUids: async ({ id, company }, uids) => {
          for (const { uid } of uids) {
            if (this.uids.open(`${company}/${uid}`, id).row !== id)
              throw new PermanentError('uid_of_another_appointment', `a uid of ${id} belongs to another appointment`);
          }
        },
      },
      outcomes: {
        open: async (first) => outcomes.open(first.requestId, first),
        save: async (outcome) => outcomes.put(outcome.requestId, outcome),
        find: async (requestId) => outcomes.find(requestId) ?? null,
        ofCall: async (callId) => outcomes.all().filter((outcome) => outcome.callId === callId),
        follow: async (state) => this.follow(state),
      },
      functionAnswers: {
        add: async (answer) => void functionAnswers.open(answer.messageId, answer),
        toRequestsOf: async (callId) =>
          functionAnswers
            .all()
            .flatMap(({ requestKey, ...said }) =>
              said.callId === callId && requestKey ? { ...said, requestKey } : [],
            ),
      },
      owedAnswers: {
        ofCall: async (callId) => owedAnswers.all().filter((answer) => answer.callId === callId),
        put: async (answer) => owedAnswers.put(answer.id, answer),
        remove: async (id) => owedAnswers.remove(id),
      },
      mentions: { follow: async () => undefined },
      publish: async (event) => void outbox.push(event),
    };
  }

  private bookingsOf(callId: string) {
    const appointments = this.appointments
      .all()
      .filter((one) => one.callId === callId)
      .map(({ startsAt, serviceId, attendeeAsSaid, attendeeAsBooked, ...one }) => ({
        ...one,
        details: {
          start: startsAt.toISOString(),
          serviceId,
          attendeeName: attendeeAsSaid?.name ?? attendeeAsBooked?.name ?? null,
        },
      }));
    const outcomes = this.outcomes
      .all()
      .filter((one) => one.callId === callId && one.operation === 'book')
      .map(({ requestId, outcome, reason, providerText, decidedAt, event }) => ({
        requestId,
        outcome: outcome as Exclude<Outcome['outcome'], 'changed'>,
        reason,
        providerText,
        decidedAt,
        details: outcome === 'recorded' ? null : detailsIn(event as BookingFailed),
      }));
    return { appointments, outcomes, owedSince: null };
  }

  /** Every outcome that is this appointment answers with what it is now. */
  private follow({ requestId: _, requestKey: __, functionCallIds: ___, ...appointment }: AppointmentState): void {
    for (const outcome of this.outcomes.all()) {
      if (outcome.appointmentId !== appointment.appointmentId) continue;
      this.outcomes.put(outcome.requestId, {
        ...outcome,
        event: { ...outcome.event, ...appointment } as AppointmentState,
      });
    }
  }
}

const detailsIn = ({ start, service, attendee }: BookingFailed) => ({
  start,
  serviceId: service?.id ?? null,
  attendeeName: attendee.name,
});

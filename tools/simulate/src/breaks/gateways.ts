import {
  AppointmentRecorded,
  BookingCreated,
  type BookingFact,
  callRowId,
  derivedId,
  type Event,
} from '@callbook/contracts';
import {
  functionCallsOf,
  type Outcome,
  OutcomeWaiters,
  type Waiter,
  type Waiting,
} from '@callbook/webhook-gateway/use-cases';
import type { SimulatedProcess } from '../clockwork/process';

/** Listens for an outcome only some time after asking for it. */
export class LateWaiters extends OutcomeWaiters {
  private readonly notYet = new Set<string>();

  constructor(
    limit: number,
    private readonly process: SimulatedProcess,
  ) {
    super(limit);
  }

  override wait(waiting: Waiting): Waiter {
    const { functionCallId } = waiting;
    this.notYet.add(functionCallId);
    this.process.later(this.process.clockwork.chance.between(50, 3_000), () => this.notYet.delete(functionCallId));
    return super.wait(waiting);
  }

  override announce(outcome: Outcome): void {
    if (!functionCallsOf(outcome).some((id) => this.notYet.has(id))) super.announce(outcome);
  }
}

/** "Booked" as soon as booking says so, without waiting for the record. */
export function asIfRecorded({
  type,
  company,
  data,
  ...envelope
}: Event<object>): Event<AppointmentRecorded> | undefined {
  if (type !== BookingCreated.type) return undefined;
  const fact = data as BookingFact;
  if (!fact.call) return undefined;
  const appointment: AppointmentRecorded = {
    appointmentId: derivedId('appointment', company, fact.rootUid),
    reference: 'LIND-0000',
    callId: callRowId(company, fact.call.retellCallId),
    requestId: fact.requestId,
    requestKey: fact.requestKey,
    functionCallIds: fact.functionCallIds,
    status: 'confirmed',
    startsAt: fact.start,
    endsAt: fact.end,
    timeZone: fact.timeZone,
    serviceName: null,
    staffId: null,
    staffName: null,
    price: null,
  };
  return { ...envelope, type, company, data: Object.assign(new AppointmentRecorded(), appointment) };
}

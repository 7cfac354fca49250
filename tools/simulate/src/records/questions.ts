import type { CatalogueSource } from '@callbook/catalogue';
import {
  type AppointmentsOfCaller,
  type AppointmentState,
  type BookingAskedBack,
  type BookingFailed,
  type BookingUnresolved,
  callRowId,
  derivedId,
  type FoundAppointment,
  type RequestOutcome,
  type RequestOutcomeReply,
} from '@callbook/contracts';
import type { Appointment, Outcome } from '@callbook/records/use-cases';
import type { InMemoryRecords } from './in-memory-records';

const best = ['recorded', 'changed', 'failed', 'unresolved', 'asked_back'];
const living = ['pending', 'confirmed', 'completed'];

/** What records knows of a request: the same choice as its statement in SQL makes. */
export function requestOutcome(records: InMemoryRecords, asked: RequestOutcome): RequestOutcomeReply {
  const { functionCallId } = asked;
  const answers = records.outcomes.all().filter((known) => {
    const isNamed = known.functionCallIds.includes(functionCallId);
    return isNamed && (known.outcome !== 'recorded' || isLiving(records, known));
  });
  const [first] = answers.sort(
    (a, b) => best.indexOf(a.outcome) - best.indexOf(b.outcome) || b.decidedAt.getTime() - a.decidedAt.getTime(),
  );
  switch (first?.outcome) {
    case 'recorded':
    case 'changed':
      return { outcome: first.outcome, appointment: first.event as AppointmentState };
    case 'failed':
      return { outcome: 'failed', failure: first.event as BookingFailed };
    case 'unresolved':
      return { outcome: 'unresolved', unresolved: first.event as BookingUnresolved };
    case 'asked_back':
      return { outcome: 'asked_back', question: first.event as BookingAskedBack };
    case undefined:
      return { outcome: 'none' };
  }
}

function isLiving({ appointments }: InMemoryRecords, { appointmentId }: Outcome): boolean {
  return living.includes(appointments.find(appointmentId ?? '')?.status ?? '');
}

/** The upcoming appointments of a number, of this call, or with this reference. */
export function appointmentsOfCaller(
  records: InMemoryRecords,
  asked: AppointmentsOfCaller,
  catalogues: CatalogueSource,
  now: Date,
): FoundAppointment[] {
  const { company, retellCallId, number, reference } = asked;
  const callId = callRowId(company, retellCallId);
  const customerId = number && derivedId('customer', company, 'phone', number);
  const wanted = reference && folded(reference);
  return records.appointments
    .all()
    .filter(({ status, startsAt }) => (status === 'pending' || status === 'confirmed') && startsAt > now)
    .filter((one) => one.customerId === customerId || one.callId === callId || folded(one.reference) === wanted)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1))
    .slice(0, 20)
    .map((one) => found(one, callId, catalogues));
}

const folded = (reference: string): string => reference.toUpperCase().replaceAll('-', '');

function found(one: Appointment, callId: string, catalogues: CatalogueSource): FoundAppointment {
  const catalogue = catalogues.current();
  const service = one.serviceId ? catalogue.service(one.serviceId) : undefined;
  return {
    appointmentId: one.id,
    reference: one.reference,
    rootUid: one.rootUid,
    calcomUid: one.calcomUid,
    status: one.status,
    startsAt: one.startsAt.toISOString(),
    endsAt: one.endsAt.toISOString(),
    timeZone: one.timeZone,
    service: service ? { id: service.id, key: service.key } : null,
    serviceName: service?.name.en ?? null,
    staffName: (one.staffId && catalogue.staff(one.staffId)?.name) ?? null,
    attendeeName: one.attendeeAsSaid?.name ?? one.attendeeAsBooked?.name ?? null,
    bookedInThisCall: one.callId === callId,
  };
}

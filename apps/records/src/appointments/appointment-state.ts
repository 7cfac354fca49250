import type { Catalogue } from '@callbook/catalogue';
import type { AppointmentState, BookingFact } from '@callbook/contracts';
import type { Appointment } from './appointment';

/** What of a row events tell. */
export type ToldAppointment = Pick<
  Appointment,
  | 'id'
  | 'company'
  | 'reference'
  | 'callId'
  | 'status'
  | 'hostAbsent'
  | 'startsAt'
  | 'endsAt'
  | 'timeZone'
  | 'serviceId'
  | 'staffId'
  | 'priceMinor'
  | 'currency'
>;

/** What events say about a row, names in the company's language. */
export function stateOf(
  appointment: ToldAppointment,
  request: Pick<BookingFact, 'requestId' | 'requestKey' | 'functionCallIds'>,
  catalogue: Catalogue,
): AppointmentState {
  const language = catalogue.company(appointment.company)?.language ?? 'de';
  const { serviceId, staffId, priceMinor, currency } = appointment;
  return {
    appointmentId: appointment.id,
    reference: appointment.reference,
    callId: appointment.callId,
    requestId: request.requestId ?? null,
    requestKey: request.requestKey ?? null,
    functionCallIds: request.functionCallIds,
    status: appointment.status,
    hostAbsent: appointment.hostAbsent,
    startsAt: appointment.startsAt.toISOString(),
    endsAt: appointment.endsAt.toISOString(),
    timeZone: appointment.timeZone,
    serviceName: (serviceId && catalogue.service(serviceId)?.name[language]) ?? null,
    staffId,
    staffName: (staffId && catalogue.staff(staffId)?.name) ?? null,
    price: priceMinor === null || currency === null ? null : { minor: priceMinor, currency },
  };
}

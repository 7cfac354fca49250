import type { Catalogue } from '@callbook/catalogue';
import { type AppointmentRecorded, type BookingFact } from '@callbook/contracts';
import type { Appointment } from './appointment';

/** What `appointment.recorded` says about a row, names in the company's language. */
export function appointmentRecorded(
  appointment: Appointment,
  request: Pick<BookingFact, 'requestId' | 'requestKey' | 'functionCallIds'>,
  catalogue: Catalogue,
): AppointmentRecorded {
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
    startsAt: appointment.startsAt.toISOString(),
    endsAt: appointment.endsAt.toISOString(),
    timeZone: appointment.timeZone,
    serviceName: (serviceId && catalogue.service(serviceId)?.name[language]) ?? null,
    staffId,
    staffName: (staffId && catalogue.staff(staffId)?.name) ?? null,
    price: priceMinor === null || currency === null ? null : { minor: priceMinor, currency },
  };
}

import type { Catalogue } from '@callbook/catalogue';
import type { Appointment } from '../appointments/appointment';
import { priceOf } from '../appointments/price';
import { staffOf } from '../appointments/staff';
import type { Cause } from '../cells/causes';

/** Causes that go away when the catalogue changes. */
export const causesOfCatalogue = {
  staff: ['host_unknown', 'ambiguous_email'],
  service: ['event_type_unknown'],
  price: ['event_type_unknown', 'no_price'],
} as const satisfies Record<string, readonly Cause[]>;

/** What of an appointment decides about the cells that come from the catalogue. */
export type Fillable = Pick<
  Appointment,
  | 'id'
  | 'company'
  | 'revision'
  | 'serviceId'
  | 'serviceCause'
  | 'serviceCauseSince'
  | 'staffId'
  | 'staffCause'
  | 'staffCauseSince'
  | 'priceMinor'
  | 'currency'
  | 'priceCause'
  | 'priceCauseSince'
  | 'calcomEventTypeId'
  | 'calcomHostId'
  | 'calcomHostName'
  | 'calcomHostEmail'
  | 'bookedAt'
  | 'cellsAsOf'
>;

/**
 * The appointment with the cells this catalogue can fill; the same when there are none. They become what the newest fact
 * about it would give if it arrived now, as of the creation of the booking. What is filled is never touched, and a cell that
 * stays empty is empty since it was, though the cause may be another now.
 */
export function filledBy<T extends Fillable>(appointment: T, catalogue: Catalogue): T {
  const next = withPrice(withStaff(withService(appointment, catalogue), catalogue), catalogue);
  const isSame =
    next.serviceCause === appointment.serviceCause &&
    next.staffCause === appointment.staffCause &&
    next.priceCause === appointment.priceCause;
  return isSame ? appointment : next;
}

function withService<T extends Fillable>(appointment: T, catalogue: Catalogue): T {
  const { company, calcomEventTypeId } = appointment;
  if (!isOf('service', appointment.serviceCause)) return appointment;
  const service = catalogue.serviceOfEventType(company, calcomEventTypeId, asOf(appointment));
  return service ? { ...appointment, serviceId: service.id, serviceCause: null, serviceCauseSince: null } : appointment;
}

function withStaff<T extends Fillable>(appointment: T, catalogue: Catalogue): T {
  const { company, calcomHostId: id, calcomHostName: name, calcomHostEmail: email } = appointment;
  if (!isOf('staff', appointment.staffCause) || id === null) return appointment;
  const host = { id, name, email, timeZone: null };
  const { value, cause } = staffOf(company, { host, hostMissingReason: null }, asOf(appointment), catalogue);
  return { ...appointment, staffId: value, staffCause: cause, staffCauseSince: cause && appointment.staffCauseSince };
}

function withPrice<T extends Fillable>(appointment: T, catalogue: Catalogue): T {
  const { company, serviceId, calcomHostId: hostId } = appointment;
  if (!isOf('price', appointment.priceCause)) return appointment;
  const { value, cause } = priceOf({ company, serviceId, hostId, asOf: asOf(appointment) }, catalogue);
  const priceCauseSince = cause && appointment.priceCauseSince;
  return {
    ...appointment,
    priceMinor: value?.minor ?? null,
    currency: value?.currency ?? null,
    priceCause: cause,
    priceCauseSince,
  };
}

function isOf(cell: keyof typeof causesOfCatalogue, cause: Cause | null): boolean {
  const causes: readonly Cause[] = causesOfCatalogue[cell];
  return cause !== null && causes.includes(cause);
}

function asOf({ cellsAsOf, bookedAt }: Fillable): Date {
  return cellsAsOf ?? bookedAt;
}

import type { Catalogue, Service } from '@callbook/catalogue';
import {
  appointmentRowId,
  type AppointmentStatus,
  type BookingFact,
  type BookingStatus,
  type Event,
} from '@callbook/contracts';
import { branchOf } from '../calls/branch';
import { type Cell, empty, filled } from '../cells/cell';
import type { CustomerReference } from '../customers/customer';
import type { Appointment, AppointmentUid } from './appointment';
import { causesIn } from './causes-told';
import { priceOf } from './price';
import { referenceOf } from './reference';
import { staffOf } from './staff';

const statuses: Readonly<Record<BookingStatus, AppointmentStatus>> = {
  accepted: 'confirmed',
  pending: 'pending',
  cancelled: 'cancelled',
  rejected: 'rejected',
};

/** `completed` is never told: that a confirmed appointment is over, the clock says. */
function statusOf({ status, absence }: BookingFact): AppointmentStatus {
  return status === 'accepted' && absence?.attendee ? 'no_show' : statuses[status];
}

/** When the booking was made; without Cal.com's own time stamp, when we were told of this state of it. */
export function bookedAtOf({ data, time }: Event<BookingFact>): Date {
  return new Date(data.providerCreatedAt ?? time);
}

/** The service of a booking: as the event says, else whichever has the event type. */
export function serviceOf(event: Event<BookingFact>, catalogue: Catalogue): Service | undefined {
  const { service, eventTypeId } = event.data;
  if (service) return catalogue.service(service.id);
  return catalogue.serviceOfEventType(event.company, eventTypeId, bookedAtOf(event));
}

/** The row a booking amounts to, before it is known whether an older state of it is there. */
export function appointmentOf(
  event: Event<BookingFact>,
  told: { readonly callId: string | null; readonly customer: Cell<CustomerReference>; readonly catalogue: Catalogue },
): Appointment {
  const { data: fact, company } = event;
  const { catalogue, customer, callId } = told;
  const id = appointmentRowId(company, fact.rootUid);
  const since = new Date(event.time);
  const tenant = catalogue.company(company);
  const serviceId = fact.service?.id ?? serviceOf(event, catalogue)?.id;
  const service = serviceId ? filled(serviceId) : empty('event_type_unknown');
  const staff = staffOf(company, fact, bookedAtOf(event), catalogue);
  const priced = { company, serviceId: service.value, hostId: fact.host?.id ?? null, asOf: bookedAtOf(event) };
  const price = fact.price ? filled(fact.price) : priceOf(priced, catalogue);
  const row = {
    id,
    company,
    reference: referenceOf(id, tenant?.referencePrefix ?? prefixOf(company)),
    callId,
    callRevision: callId === null ? null : fact.revision,
    callClaimedAt: null,
    toldCallId: null,
    linkDecidedAt: null,
    linkDecidedBy: null,
    linkCause: callId === null ? 'not_by_phone' : null,
    linkCauseSince: callId === null ? since : null,
    customerId: customer.value?.customerId ?? null,
    mergedCustomerId: customer.value?.mergedCustomerId ?? null,
    customerCause: customer.cause,
    customerCauseSince: customer.cause && since,
    branchId: branchOf(tenant, fact.call),
    serviceId: service.value,
    serviceCause: service.cause,
    serviceCauseSince: service.cause && since,
    staffId: staff.value,
    staffCause: staff.cause,
    staffCauseSince: staff.cause && since,
    preferredStaffId: fact.preferredStaff?.staffId ?? null,
    preferredStaffAsSaid: fact.preferredStaff?.asSaid ?? null,
    source: callId === null ? 'calcom' : 'phone',
    status: statusOf(fact),
    wasConfirmed: fact.status === 'accepted',
    attendeeAbsent: fact.absence?.attendee ?? false,
    hostAbsent: fact.absence?.host ?? false,
    startsAt: new Date(fact.start),
    endsAt: new Date(fact.end),
    timeZone: fact.timeZone,
    priceMinor: price.value?.minor ?? null,
    currency: price.value?.currency ?? null,
    priceCause: price.cause,
    priceCauseSince: price.cause && since,
    attendeeAsSaid: fact.attendeeAsSaid ?? null,
    attendeeAsBooked: fact.attendeeAsBooked ?? null,
    location: fact.location ?? null,
    bookingNotes: fact.notes ?? null,
    metadata: fact.metadata,
    calcomBookingId: fact.calcomBookingId ?? null,
    calcomUid: fact.calcomUid,
    rootUid: fact.rootUid,
    calcomEventTypeId: fact.eventTypeId,
    calcomHostId: fact.host?.id ?? null,
    calcomHostName: fact.host?.name ?? null,
    calcomHostEmail: fact.host?.email ?? null,
    hostReadFrom: fact.hostReadFrom ?? null,
    catalogueVersion: fact.catalogueVersion ?? null,
    requestId: fact.requestId ?? null,
    revision: fact.revision,
    bookedAt: bookedAtOf(event),
    cellsAsOf: bookedAtOf(event),
    toldAt: since,
    providerUpdatedAt: fact.providerUpdatedAt ? new Date(fact.providerUpdatedAt) : null,
    syncStatus: 'synced', // it is the calendar that told us
    recordedByMessage: event.id,
  } as const satisfies Omit<Appointment, 'causesTold'>;
  return { ...row, causesTold: causesIn(row) };
}

/** Every uid the fact names; the same one may be root and current. */
export function uidsOf(fact: BookingFact): AppointmentUid[] {
  const chain = [...new Set([fact.rootUid, fact.calcomUid])].map((uid): AppointmentUid => ({ uid, kind: 'chain' }));
  const segments = fact.segments
    .filter(({ uid }) => !chain.some((known) => known.uid === uid))
    .map(({ uid }): AppointmentUid => ({ uid, kind: 'segment' }));
  return [...chain, ...segments];
}

/** For a company that this process's catalogue does not know yet. */
function prefixOf(company: string): string {
  return (company.replace(/[^a-z]/g, '').slice(0, 4) || 'ref').toUpperCase();
}

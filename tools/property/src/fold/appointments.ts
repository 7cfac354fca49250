import { appointmentRowId, type AppointmentState, type BookingFact, callRowId, type Event } from '@callbook/contracts';
import type { Catalogue, Service } from '@callbook/catalogue';
import { type Row, whichever } from '../rows/tables';
import { earliest, greatest, grouped, iso, least, sorted } from './choose';
import { createdAt, type Customers, personOfFact } from './customers';
import { branchOf } from './branch';
import { appointmentsByUid, type Told, type World } from './told';

export interface Appointment {
  readonly row: Row;
  readonly id: string;
  /** The call it belongs to; the one that facts and claims name. */
  readonly callId: string | null;
  readonly toldCallId: string | null;
  /** When a person decided; null: nobody has. */
  readonly decidedAt: string | null;
  readonly state: AppointmentState;
  readonly wasConfirmed: boolean;
  readonly bookedAt: string;
  readonly toldAt: string;
  readonly attendeeName: string | null;
  readonly serviceId: string | null;
  /** Of the newest fact. */
  readonly requestId: string | null;
}

type Fact = Event<BookingFact>;

/** One for each chain of bookings. */
export function appointmentsOf(told: Told, world: World, customers: Customers): Appointment[] {
  return [...grouped(told.facts, ({ data }) => data.rootUid).values()].map((facts) =>
    appointmentOf(facts, told, world, customers),
  );
}

/** Why a fact leaves a cell empty; null: it does not. */
const causes = {
  link: ({ data }) => (data.call ? null : 'not_by_phone'),
  customer: (fact, { company }) => (fact.data.call || personOfFact(company, fact) ? null : 'no_contact'),
  service: (fact, world) => (serviceOf(fact, world) ? null : 'event_type_unknown'),
  staff: (fact, world) => staffOf(fact, world).cause,
  price: (fact, world) => (priceOf(fact, world) ? null : serviceOf(fact, world) ? 'no_price' : 'event_type_unknown'),
} satisfies Record<string, (fact: Fact, world: World) => string | null>;

/** By cell and cause, when it was told first. */
function earliestCauses(facts: readonly Fact[], world: World): Record<string, string> {
  const told = facts.flatMap((fact) =>
    Object.entries(causes).map(([cell, causeOf]) => ({ cell, cause: causeOf(fact, world), time: fact.time })),
  );
  const empty = [
    ...grouped(
      told.filter(({ cause }) => cause !== null),
      ({ cell, cause }) => `${cell} ${cause}`,
    ),
  ];
  return Object.fromEntries(empty.map(([key, all]) => [key, iso(earliest(all.map(({ time }) => time))) as string]));
}

/** What the calendar holds is what the newest fact says; the rest adds up from all of them. */
function appointmentOf(facts: readonly Fact[], told: Told, world: World, customers: Customers): Appointment {
  const { company, catalogue, now } = world;
  const newest = greatest(facts, ({ data }) => [data.revision]) as Fact;
  const { data } = newest;
  const id = appointmentRowId(company, data.rootUid);
  const toldAt = earliest(facts.map(({ time }) => time)) as string;
  const bookedAt = earliest(facts.map(createdAt)) as string;

  // Whose it is: the first fact that names a call, else the first call that asked for it, and before both a person.
  const naming = least(
    facts.filter(({ data: { call } }) => call !== null),
    (fact) => [fact.data.revision],
  );
  const link = linkOf(id, naming, told, world);
  const owner = naming ?? newest;
  const person = personOfFact(company, owner);

  const service = serviceOf(newest, world);
  const staff = staffOf(newest, world);
  const serviceId = data.service?.id ?? service?.id ?? null;
  const price = priceOf(newest, world);
  const causesTold = earliestCauses(facts, world);
  const [serviceCause, priceCause] = [causes.service(newest, world), causes.price(newest, world)];
  const wasConfirmed = facts.some((fact) => fact.data.status === 'accepted');
  const status = statusOf(data, now);
  const row: Row = {
    id,
    company,
    reference: referenceOf(id, catalogue, company),
    ...link.columns,
    ...customers.named(person?.id ?? null),
    customer_cause: person ? null : 'no_contact',
    customer_cause_since: person ? null : causesTold['customer no_contact'],
    branch_id: branchOf(catalogue.company(company), owner.data.call),
    service_id: serviceId,
    service_cause: serviceCause,
    service_cause_since: serviceCause && causesTold[`service ${serviceCause}`],
    staff_id: staff.id,
    staff_cause: staff.cause,
    staff_cause_since: staff.cause && causesTold[`staff ${staff.cause}`],
    preferred_staff_id: data.preferredStaff?.staffId ?? null,
    preferred_staff_as_said: data.preferredStaff?.asSaid ?? null,
    source: naming ? 'phone' : 'calcom',
    status,
    was_confirmed: wasConfirmed,
    attendee_absent: data.absence?.attendee ?? false,
    host_absent: data.absence?.host ?? false,
    starts_at: iso(data.start),
    ends_at: iso(data.end),
    time_zone: data.timeZone,
    price_minor: price?.minor ?? null,
    currency: price?.currency ?? null,
    price_cause: priceCause,
    price_cause_since: priceCause && causesTold[`price ${priceCause}`],
    causes_told: whichever, // what the times above are remembered by: told of more than is in the cells
    attendee_as_said: data.attendeeAsSaid,
    attendee_as_booked: data.attendeeAsBooked,
    location: data.location,
    booking_notes: data.notes,
    metadata: data.metadata,
    calcom_booking_id: data.calcomBookingId,
    calcom_uid: data.calcomUid,
    root_uid: data.rootUid,
    calcom_event_type_id: data.eventTypeId,
    calcom_host_id: data.host?.id ?? null,
    calcom_host_name: data.host?.name ?? null,
    calcom_host_email: data.host?.email ?? null,
    host_read_from: data.hostReadFrom,
    catalogue_version: data.catalogueVersion,
    request_id: data.requestId,
    revision: data.revision,
    booked_at: iso(bookedAt),
    cells_as_of: iso(createdAt(newest)),
    told_at: iso(toldAt),
    provider_updated_at: iso(data.providerUpdatedAt),
    sync_status: 'synced',
    sync_error_class: null,
    sync_error: null,
    ...notesOf(id, told),
    recorded_by_message: whichever,
  };
  const serviceNow = serviceId ? catalogue.service(serviceId) : undefined;
  const state: AppointmentState = {
    appointmentId: id,
    reference: row.reference as string,
    callId: link.callId,
    requestId: null,
    requestKey: null,
    functionCallIds: [],
    status,
    hostAbsent: row.host_absent as boolean,
    startsAt: row.starts_at as string,
    endsAt: row.ends_at as string,
    timeZone: data.timeZone,
    serviceName: serviceNow?.name.de ?? null,
    staffId: staff.id,
    staffName: (staff.id && catalogue.staff(staff.id)?.name) ?? null,
    price: price && { minor: price.minor, currency: price.currency },
  };
  return {
    row,
    id,
    callId: link.callId,
    toldCallId: link.toldCallId,
    decidedAt: link.decidedAt,
    state,
    wasConfirmed,
    bookedAt,
    toldAt,
    attendeeName: data.attendeeAsSaid?.name ?? data.attendeeAsBooked?.name ?? null,
    serviceId,
    requestId: data.requestId,
  };
}

function linkOf(id: string, naming: Fact | undefined, told: Told, { company }: World) {
  const named = naming?.data.call ? callRowId(company, naming.data.call.retellCallId) : null;
  const uids = appointmentsByUid(told, company);
  const claims = told.alreadyBooked
    .filter(({ data }) => uids.get(data.calcomUid) === id)
    .map(({ data, time }) => ({ callId: callRowId(company, data.call.retellCallId), at: time }));
  const claim = named === null ? least(claims, ({ callId, at }) => [Date.parse(at), callId]) : undefined;
  const toldCallId = named ?? claim?.callId ?? null;
  const decision = greatest(
    [
      ...told.linked.map(({ id: by, data }) => ({ ...data, by, callId: data.callId })),
      ...told.unlinked.map(({ id: by, data }) => ({ ...data, by, callId: null })),
    ].filter(({ appointmentId }) => appointmentId === id),
    ({ actedAt, by }) => [Date.parse(actedAt), by],
  );
  const callId = decision ? decision.callId : toldCallId;
  const firstTold = told.facts.filter(({ data }) => appointmentRowId(company, data.rootUid) === id);
  const cause = callId !== null ? null : decision ? 'unlinked_by_operator' : 'not_by_phone';
  const since = decision ? decision.actedAt : earliest(firstTold.map(({ time }) => time));
  return {
    callId,
    toldCallId,
    decidedAt: decision?.actedAt ?? null,
    columns: {
      call_id: callId,
      call_revision: named === null ? null : (naming as Fact).data.revision,
      call_claimed_at: iso(claim?.at),
      told_call_id: decision ? toldCallId : null,
      link_decided_at: iso(decision?.actedAt),
      link_decided_by: decision?.by ?? null,
      link_cause: cause,
      link_cause_since: cause && iso(since),
    },
  };
}

/** Over by the clock once a confirmed appointment has ended, unless the person is marked as not having come. */
function statusOf({ status, absence, end }: BookingFact, now: string): AppointmentState['status'] {
  if (status !== 'accepted') return status;
  if (absence?.attendee) return 'no_show';
  return Date.parse(end) <= Date.parse(now) ? 'completed' : 'confirmed';
}

function serviceOf(fact: Fact, { company, catalogue }: World): Service | undefined {
  const { service, eventTypeId } = fact.data;
  if (service) return catalogue.service(service.id);
  return catalogue.serviceOfEventType(company, eventTypeId, new Date(createdAt(fact)));
}

/** As the booking says; else the catalogue's, as it was when the booking was made. */
function priceOf(fact: Fact, world: World): { readonly minor: number; readonly currency: string } | null {
  const { price, host } = fact.data;
  if (price) return price;
  const service = serviceOf(fact, world);
  const staff = host ? world.catalogue.staffOfCalcomUser(world.company, host.id) : undefined;
  return service ? world.catalogue.priceOf(service.id, staff?.id ?? null, new Date(createdAt(fact))) : null;
}

interface Staff {
  readonly id: string | null;
  readonly cause: string | null;
}

/** Whoever Cal.com assigned: by user id, then by address; never whom the caller preferred. */
function staffOf(fact: Fact, { company, catalogue }: World): Staff {
  const { host, hostMissingReason } = fact.data;
  if (!host) return { id: null, cause: hostMissingReason ?? 'no_host' };
  const byUser = catalogue.staffOfCalcomUser(company, host.id, new Date(createdAt(fact)));
  const people = byUser ? [byUser] : host.email ? catalogue.staffOfEmail(company, host.email) : [];
  if (people.length > 1) return { id: null, cause: 'ambiguous_email' };
  return people[0] ? { id: people[0].id, cause: null } : { id: null, cause: 'host_unknown' };
}

/** People's words: the latest, whatever facts come. */
function notesOf(id: string, { noted }: Told): Row {
  const last = greatest(
    noted.filter(({ data }) => data.appointmentId === id),
    ({ data, id: eventId }) => [Date.parse(data.actedAt), eventId],
  );
  return {
    notes: last?.data.notes ?? null,
    notes_decided_at: iso(last?.data.actedAt),
    notes_decided_by: last?.id ?? null,
  };
}

const symbols = '2345679CFHKMPRVWXYZ';

/** The first twelve digits of the id, in symbols that cannot be misheard, lowest first. */
function referenceOf(id: string, catalogue: Catalogue, company: string): string {
  const digits = BigInt(`0x${id.replaceAll('-', '').slice(0, 12)}`);
  const base = BigInt(symbols.length);
  const code = [0n, 1n, 2n, 3n].map((place) => symbols[Number((digits / base ** place) % base)]);
  return `${catalogue.company(company)?.referencePrefix}-${code.join('')}`;
}

/** Every uid the calendar ever gave the chain or a part of it. */
export function uidRows({ facts }: Told, { company }: World): Row[] {
  const chains = new Map(
    facts.flatMap(({ data }) => [data.rootUid, data.calcomUid].map((uid) => [uid, data.rootUid] as const)),
  );
  const segments = facts.flatMap(({ data }) => data.segments.map(({ uid }) => [uid, data.rootUid] as const));
  return [...new Map([...segments, ...chains])].map(([uid, rootUid]) => ({
    company,
    uid,
    appointment_id: appointmentRowId(company, rootUid),
    kind: chains.has(uid) ? 'chain' : 'segment',
  }));
}

/** The parts of a composite service as the newest fact has them, with the waiting times of the catalogue in between. */
export function phaseRows({ facts }: Told, world: World): Row[] {
  return [...grouped(facts, ({ data }) => data.rootUid).values()].flatMap((all) => {
    const { data, time } = greatest(all, (fact) => [fact.data.revision]) as Fact;
    if (data.segments.length === 0) return [];
    const service = serviceOf({ ...(greatest(all, (fact) => [fact.data.revision]) as Fact) }, world);
    const minutes = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 60_000;
    const ended = data.status === 'cancelled' || data.status === 'rejected';
    const booked = data.segments.map(({ key, uid, start, end }): Row => {
      const staffId = service?.segments.find((segment) => segment.key === key)?.staffId ?? null;
      return {
        key,
        offset_minutes: minutes(data.start, start),
        minutes: minutes(start, end),
        staff_required: true,
        staff_id: staffId,
        staff_cause: staffId === null ? 'part_unknown' : null,
        calcom_uid: uid,
        status: ended ? data.status : 'booked',
      };
    });
    const waiting = (service?.segments ?? [])
      .filter((segment) => segment.calcomEventTypeId === null)
      .map((segment): Row => ({
        key: segment.key,
        offset_minutes: segment.offsetMinutes,
        minutes: segment.minutes,
        staff_required: false,
        staff_id: null,
        staff_cause: 'not_required',
        calcom_uid: null,
        status: 'waiting_time',
      }));
    return sorted([...booked, ...waiting], (row) => [row.offset_minutes as number]).map((row, index) => ({
      ...row,
      appointment_id: appointmentRowId(world.company, data.rootUid),
      position: index + 1,
      staff_cause_since: row.staff_cause === null ? null : iso(time),
    }));
  });
}

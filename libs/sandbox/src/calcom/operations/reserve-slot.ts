import { DateTime } from 'luxon';
import { type CalcomEventType, hostIdsOf } from '../../seed/event-type';
import { overlaps } from '../booking';
import { checkFields, type Field, isObject } from '../input/issues';
import * as rules from '../input/rules';
import { reservationOutput } from '../output/reservation.output';
import { invalidFields, notFound } from '../refusals';
import { type Operation, type OperationContext } from '../routes';
import * as slotRefusals from '../slots/slot-refusals';
import { type Reservation } from '../slots/reservations';

interface ReserveInput {
  eventTypeId: number;
  slotStart: string;
  /** Minutes, like the next one. */
  slotDuration?: number;
  reservationDuration?: number;
}

const fields: Record<string, Field> = {
  eventTypeId: { rules: [rules.integer] },
  slotStart: { rules: [rules.isoDate] },
  slotDuration: { optional: true, rules: [rules.integer] },
  reservationDuration: { optional: true, rules: [rules.integer] },
};

const DEFAULT_MINUTES = 5;

export const reserveSlot: Operation = function* (context) {
  const input = parse(context.request.body);
  if (input.reservationDuration && !context.caller) throw slotRefusals.customDurationNeedsCredential();
  const { reservation, minutes } = reservationFor(input, context);
  return { data: reservationOutput(context.world.reservations.add(reservation), minutes) };
};

/** Answers 200 with `data: null` where there is none. */
export const getReservation: Operation = function* ({ world, uid }) {
  const reservation = world.reservations.find(uid);
  return { data: reservation ? reservationOutput(reservation) : null };
};

/** Whoever knows the uid moves it, though not to a time that overlaps its own. */
export const updateReservation: Operation = function* (context) {
  const { world, request, uid } = context;
  const known = world.reservations.find(uid);
  if (!known) throw notFound(`Slot with uid=${uid} not found`);
  const { reservation, minutes } = reservationFor(parse(request.body), context);
  const moved = world.reservations.put({ ...reservation, hostId: known.hostId, uid });
  return { data: reservationOutput(moved, minutes) };
};

export const deleteReservation: Operation = function* ({ world, uid }) {
  world.reservations.remove(uid);
  return {};
};

function parse(body: unknown): ReserveInput {
  const given = isObject(body) ? body : {};
  const known = Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(fields, name)));
  const errors = checkFields(known, fields);
  if (errors.length > 0) throw invalidFields(errors);
  return known as unknown as ReserveInput;
}

function reservationFor(
  { eventTypeId, slotStart, slotDuration, reservationDuration: minutes = DEFAULT_MINUTES }: ReserveInput,
  { world, caller, request }: OperationContext,
): { reservation: Omit<Reservation, 'uid'>; minutes: number } {
  const eventType = world.eventType(eventTypeId);
  if (!eventType) throw notFound(`Event Type with ID=${eventTypeId} not found`);
  const hostIds = hostIdsOf(eventType);
  const hasOwnDuration = isObject(request.body) && request.body.reservationDuration !== undefined;
  const isOwn = hostIds.some((id) => caller?.hostIds.includes(id));
  if (request.method === 'POST' && hasOwnDuration && !isOwn) throw slotRefusals.customDurationForbidden();

  const start = DateTime.fromISO(slotStart, { zone: 'utc' }).toMillis();
  const end = start + slotMinutes(eventType, slotDuration) * 60_000;
  const isLive = (status: string) => status === 'ACCEPTED' || status === 'PENDING';
  const ofEventType = (row: { eventTypeId: number }) => row.eventTypeId === eventTypeId;
  if (world.bookings.some((row) => ofEventType(row) && isLive(row.status) && overlaps(row, start, end))) {
    throw slotRefusals.slotBooked();
  }
  if (world.reservations.touching(start, end, world.now).some(ofEventType)) throw slotRefusals.slotReserved();
  const [hostId] = hostIds;
  if (hostId === undefined) throw slotRefusals.nothingToReserve();
  return { reservation: { eventTypeId, hostId, start, end, until: world.now + minutes * 60_000 }, minutes };
}

function slotMinutes({ lengthInMinutes, lengthOptions }: CalcomEventType, wish: number | undefined): number {
  if (wish === undefined) return lengthInMinutes;
  if (!lengthOptions) throw slotRefusals.slotLengthNotSelectable();
  if (!lengthOptions.includes(wish)) throw slotRefusals.slotLengthNotOffered(lengthOptions);
  return wish;
}

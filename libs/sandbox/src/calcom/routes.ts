import { type ApiVersion } from './api-version';
import { type ApiRequest, type Moment } from './exchange';
import { type Author } from './author';
import { type CalcomWorld } from './calcom-world';
import { type CalcomApiKey } from '../seed/seed';
import { cancelBooking } from './operations/cancel-booking';
import { createBooking, createOldBooking } from './operations/create-booking';
import { confirmBooking, declineBooking } from './operations/decide-booking';
import { markBookingAbsent } from './operations/mark-absent';
import { reassignBooking, reassignBookingTo } from './operations/reassign-booking';
import { getMe } from './operations/read-account';
import {
  getEventType,
  listEventTypes,
  listOldEventTypes,
  listTeamEventTypes,
  listTeams,
} from './operations/read-event-types';
import { getBooking, getOldBooking, listBookings, listOldBookings } from './operations/read-bookings';
import { rescheduleBooking } from './operations/reschedule-booking';
import { getOldSlots, getSlots } from './operations/get-slots';
import { deleteReservation, getReservation, reserveSlot, updateReservation } from './operations/reserve-slot';
import { type ReadSettings } from './read-settings';
import { noSuchRoute, notSimulated } from './refusals';
import { type SlotsCache } from './slots/slots-cache';

export const OPERATION_NAMES = [
  'create-booking',
  'get-booking',
  'list-bookings',
  'cancel-booking',
  'reschedule-booking',
  'confirm-booking',
  'decline-booking',
  'mark-absent-booking',
  'reassign-booking',
  'list-event-types',
  'get-event-type',
  'list-teams',
  'list-team-event-types',
  'get-me',
  'get-slots',
  'reserve-slot',
  'get-reservation',
  'update-reservation',
  'delete-reservation',
] as const;
export type OperationName = (typeof OPERATION_NAMES)[number];

export interface OperationContext {
  world: CalcomWorld;
  request: ApiRequest;
  version: ApiVersion;
  /** Undefined where no credential was sent and none is needed. */
  caller: CalcomApiKey | undefined;
  /** This request, as the ledger knows it. */
  author: Author;
  reads: ReadSettings;
  slotsCache: SlotsCache;
  /** The uid in the path; empty where there is none. */
  uid: string;
}

/** Runs from moment to moment and returns the `data` and whatever else belongs beside it. */
export type Operation = (context: OperationContext) => Generator<Moment, Record<string, unknown>, void>;

export interface Route {
  name: OperationName;
  method: string;
  path: RegExp;
  status: number;
  needsCredential: boolean;
  /** `any`: the route does not look at the version. A version that exists elsewhere but is not here is 404. */
  versions: Partial<Record<ApiVersion | 'any', Operation>>;
}

const older = (operation: Operation) => ({ '2024-04-15': operation, '2024-06-11': operation });
const olderBookings = (operation: Operation) => ({ ...older(operation), '2024-06-14': operation });
const newerBookings = (operation: Operation) => ({ '2024-08-13': operation, '2026-02-25': operation });

/** The slots have versions of their own, and the bookings' latest lands on their oldest. */
const olderSlots = (operation: Operation) => ({ ...olderBookings(operation), '2024-08-13': operation });

const notYet = (what: string): Operation =>
  function* () {
    throw notSimulated(what);
  };

/** One booking changed by a POST under its uid. */
const change = (
  verb: 'cancel' | 'reschedule' | 'confirm' | 'decline' | 'mark-absent' | 'reassign',
  operation: Operation,
  { status = 200, needsCredential = false } = {},
): Route => ({
  name: `${verb}-booking`,
  method: 'POST',
  path: new RegExp(`^/v2/bookings/(?<uid>[^/]+)/${verb}$`),
  status,
  needsCredential,
  versions: { ...olderBookings(notYet(`${verb} with 2024-04-15`)), ...newerBookings(operation) },
});

const RESERVATION = /^\/v2\/slots\/reservations\/(?<uid>[^/]+)$/;

const slots = (
  name: OperationName,
  method: string,
  path: RegExp,
  versions: Route['versions'],
  status = 200,
): Route => ({ name, method, path, status, needsCredential: false, versions });

const routes: Route[] = [
  {
    name: 'create-booking',
    method: 'POST',
    path: /^\/v2\/bookings$/,
    status: 201,
    needsCredential: false,
    versions: { ...olderBookings(createOldBooking), ...newerBookings(createBooking) },
  },
  {
    name: 'list-bookings',
    method: 'GET',
    path: /^\/v2\/bookings$/,
    status: 200,
    needsCredential: true,
    versions: {
      ...olderBookings(listOldBookings),
      ...newerBookings(listBookings),
      '2026-05-01': notYet('the cursor pages of 2026-05-01'),
    },
  },
  {
    name: 'get-booking',
    method: 'GET',
    path: /^\/v2\/bookings\/(?<uid>[^/]+)$/,
    status: 200,
    needsCredential: false,
    versions: { ...olderBookings(getOldBooking), ...newerBookings(getBooking) },
  },
  change('cancel', cancelBooking),
  change('reschedule', rescheduleBooking, { status: 201 }),
  change('confirm', confirmBooking, { needsCredential: true }),
  change('decline', declineBooking, { needsCredential: true }),
  change('mark-absent', markBookingAbsent, { needsCredential: true }),
  change('reassign', reassignBooking, { needsCredential: true }),
  {
    ...change('reassign', reassignBookingTo, { needsCredential: true }),
    path: /^\/v2\/bookings\/(?<uid>[^/]+)\/reassign\/\d+$/,
  },
  {
    name: 'list-event-types',
    method: 'GET',
    path: /^\/v2\/event-types$/,
    status: 200,
    needsCredential: true,
    versions: { ...older(listOldEventTypes), '2024-06-14': listEventTypes },
  },
  {
    name: 'get-event-type',
    method: 'GET',
    path: /^\/v2\/event-types\/\d+$/,
    status: 200,
    needsCredential: true,
    versions: { ...older(notYet('one event type with 2024-04-15')), '2024-06-14': getEventType },
  },
  {
    name: 'list-teams',
    method: 'GET',
    path: /^\/v2\/teams$/,
    status: 200,
    needsCredential: true,
    versions: { any: listTeams },
  },
  {
    name: 'list-team-event-types',
    method: 'GET',
    path: /^\/v2\/teams\/\d+\/event-types$/,
    status: 200,
    needsCredential: true,
    versions: { any: listTeamEventTypes },
  },
  {
    name: 'get-me',
    method: 'GET',
    path: /^\/v2\/me$/,
    status: 200,
    needsCredential: true,
    versions: { any: getMe },
  },
  slots('get-slots', 'GET', /^\/v2\/slots\/?$/, { '2024-09-04': getSlots }),
  slots('get-slots', 'GET', /^\/v2\/slots\/available$/, olderSlots(getOldSlots)),
  slots('reserve-slot', 'POST', /^\/v2\/slots\/reservations$/, { '2024-09-04': reserveSlot }, 201),
  slots('reserve-slot', 'POST', /^\/v2\/slots\/reserve$/, olderSlots(notYet('reserving with 2024-04-15')), 201),
  slots('get-reservation', 'GET', RESERVATION, { '2024-09-04': getReservation }),
  slots('update-reservation', 'PATCH', RESERVATION, { '2024-09-04': updateReservation }),
  slots('delete-reservation', 'DELETE', RESERVATION, { '2024-09-04': deleteReservation }),
];

/** Families Cal.com has and the sandbox lacks: saying 404 there would teach something wrong. */
const notSimulatedYet =
  /^\/v2\/(bookings|event-types|slots\/selected-slot|schedules|teams|organizations|webhooks|calendars|api-keys|oauth-clients)(\/|$)/;

export const routeOf = (method: string, path: string): Route | undefined =>
  routes.find((route) => route.method === method && route.path.test(path));

export const uidIn = (path: string): string | undefined =>
  /^\/v2\/(?:bookings|slots\/reservations)\/([^/]+)/.exec(path)?.[1];

/** Throws what Cal.com answers where there is no such route, or none for this version. */
export function operationFor(
  method: string,
  path: string,
  version: ApiVersion,
): { route: Route; operation: Operation } {
  const route = routeOf(method, path);
  if (!route) throw notSimulatedYet.test(path) ? notSimulated(`${method} ${path}`) : noSuchRoute(method, path);
  const operation = route.versions.any ?? route.versions[version];
  if (!operation) throw noSuchRoute(method, path);
  return { route, operation };
}

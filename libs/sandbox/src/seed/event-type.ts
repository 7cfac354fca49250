/** What can be booked, and Cal.com's settings of it. Minutes, unless a name says otherwise. */
export interface CalcomEventType {
  id: number;
  slug: string;
  title: string;
  lengthInMinutes: number;
  /** With several lengths the booker may choose; the other one is the default. */
  lengthOptions?: number[];
  /** Of an individual event type its owner; of a team's the first of its hosts. */
  hostId: number;
  /** Of a team's event type; an individual one has none. */
  team?: TeamHosts;
  /** Where it takes place if the booker chooses nothing else. */
  address: string;
  /** What else the booker may choose. */
  otherLocations?: LocationType[];
  /** In the currency's smallest unit; default 0, which is Cal.com's way of saying that nothing is paid there. */
  price?: number;
  /** As Cal.com writes it, in small letters; default eur. */
  currency?: string;
  /** Default false. True: not on the owner's public page, and listed for the owner alone. */
  hidden?: boolean;
  /** Default false. True: a booking waits for the host, who confirms or declines it. */
  requiresConfirmation?: boolean;
  /** Default false: a phone number alone will do. */
  emailRequired?: boolean;
  /** Default false. True: with a phone number, an e-mail address that is sent is overwritten. */
  emailHidden?: boolean;
  phoneRequired?: boolean;
  bookingFields?: CalcomBookingField[];
  /** The code that proves the booker's address. With one, nobody books without it. */
  emailVerificationCode?: string;
  /** Default 0. */
  minimumBookingNotice?: number;
  /** Whoever is not the host cannot move a booking later than that; default 0. */
  minimumRescheduleNotice?: number;
  /** Bookable so many days ahead; default without limit. */
  bookingWindowDays?: number;
  /** Distance of the offered starts; default the length. */
  slotInterval?: number;
  /** So many live bookings of one e-mail address at most; default without limit. */
  maxActiveBookingsPerBooker?: number;
  /** The refusal names a booking that could be moved instead; default false. */
  offersReschedule?: boolean;
  /** So many bookings a day at most; default without limit. */
  bookingsPerDay?: number;
  /** Default true. */
  cancellable?: boolean;
  /** True: only owners and hosts may book through the API. */
  requiresAuthentication?: boolean;
  /** A place for one at each time; more of them the sandbox does not simulate. */
  seats?: 1;
  /** The template of individual event types: nobody can book it. */
  managedParent?: boolean;
}

export interface TeamHosts {
  teamId: number;
  /** Round robin takes one free host, collective all of them. */
  scheduling: 'roundRobin' | 'collective';
  /** In order of priority. */
  hostIds: number[];
  /** Round robin: `rrHostSubsetIds` is heard; without, it is ignored. Default false. */
  rrHostSubsetEnabled?: boolean;
  /** Round robin: a moved booking stays with its host. Default false. */
  rescheduleWithSameHost?: boolean;
}

export const LOCATION_TYPES = [
  'link',
  'phone',
  'integration',
  'attendeePhone',
  'attendeeAddress',
  'attendeeDefined',
] as const;
export type LocationType = (typeof LOCATION_TYPES)[number];

/** A question the booker is asked. */
export interface CalcomBookingField {
  slug: string;
  type: 'text' | 'number' | 'boolean' | 'select';
  required?: boolean;
  /** Of a select; an empty list lets everything pass. */
  options?: string[];
}

/** Everybody who may be given a booking of this event type, in order of priority. */
export const hostIdsOf = ({ team, hostId }: CalcomEventType): number[] => team?.hostIds ?? [hostId];

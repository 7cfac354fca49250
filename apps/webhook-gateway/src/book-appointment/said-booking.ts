import type { Catalogue, Company, Service, Staff } from '@callbook/catalogue';
import type { AttendeeAsSaid } from '@callbook/contracts';
import { isEmail } from 'class-validator';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import { IANAZone } from 'luxon';
import { readInsteadOf, type SaidInsteadOf } from '../said/said-instead-of';
import { readService, type ServiceProblem } from '../said/said-services';
import { readStaff } from '../said/said-staff';
import { readStart, type StartProblem } from '../said/said-start';
import { saidNote, saidText } from '../said/said-text';

/** What the caller wants, understood. */
export interface SaidBooking {
  readonly service: Service;
  readonly start: Date;
  readonly attendee: AttendeeAsSaid;
  /** As said: whom it means is for booking to tell. */
  readonly preferredStaff: string | null;
  readonly notes: string | null;
  readonly insteadOf: Exclude<SaidInsteadOf, { kind: 'unclear' }>;
  /** Zone in which the attendee hears and reads times. */
  readonly timeZone: string;
}

export type BookingProblem =
  | { readonly problem: ServiceProblem | StartProblem | 'name_unreadable' | 'email_invalid' | 'instead_of_unclear' }
  | { readonly problem: 'staff_unknown'; readonly service: Service; readonly performers: readonly Staff[] };

export type ReadBooking = { readonly booking: SaidBooking } | BookingProblem;

export interface BookingContext {
  readonly company: Pick<Company, 'slug' | 'timeZone' | 'country' | 'referencePrefix'>;
  readonly catalogue: Catalogue;
  readonly now: Date;
}

const longestName = 200;
const longestNotes = 2_000;

/**
 * Reads the arguments of `book_appointment`. They are a model's output: unknown keys are ignored, what is missing or
 * unusable and not needed becomes null, and only what would book the wrong thing is asked back.
 */
export function readBooking(args: Readonly<Record<string, unknown>>, context: BookingContext): ReadBooking {
  const { company, catalogue, now } = context;
  const { timeZone } = company;
  const which = readService(args.service, (asSaid) => catalogue.findService(company.slug, asSaid));
  if ('problem' in which) return which;
  const { service } = which;

  const read = readStart(args.start, { timeZone, now });
  if ('problem' in read) return read;

  const staff = readStaff(args.preferred_staff, service, catalogue);
  if ('problem' in staff) return { ...staff, service };

  const name = saidText(args.attendee_name);
  if (name !== null && (name.length > longestName || !/\p{Letter}/u.test(name))) return { problem: 'name_unreadable' };

  const email = saidText(args.attendee_email);
  if (email !== null && !isEmail(email)) return { problem: 'email_invalid' };

  const insteadOf = readInsteadOf(args.instead_of, { ...company, now });
  if (insteadOf.kind === 'unclear') return { problem: 'instead_of_unclear' };

  const booking: SaidBooking = {
    service,
    start: read.start,
    attendee: { name, email, phone: phoneOf(args.attendee_phone, company.country) },
    preferredStaff: staff.asSaid,
    notes: saidNote(args.notes, longestNotes),
    insteadOf,
    timeZone: zoneOf(args.timezone) ?? timeZone,
  };
  return { booking };
}

/** E.164, or null: a number that cannot be dialled is as good as none. */
function phoneOf(said: unknown, country: string): string | null {
  const number = parsePhoneNumberFromString(saidText(said) ?? '', country as CountryCode);
  return number?.isValid() ? number.number : null;
}

/** A name of a zone; a mere offset is right for half the year only. */
function zoneOf(said: unknown): string | null {
  const zone = saidText(said);
  return zone !== null && /^[a-z]/i.test(zone) && IANAZone.isValidZone(zone) ? zone : null;
}

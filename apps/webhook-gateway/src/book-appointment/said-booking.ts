import type { Company, Service } from '@callbook/catalogue';
import type { AttendeeAsSaid } from '@callbook/contracts';
import { isEmail } from 'class-validator';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import { IANAZone } from 'luxon';
import { readStart, type StartProblem } from './said-start';
import { saidText } from './said-text';

/** What the caller wants, understood. */
export interface SaidBooking {
  readonly service: Service;
  readonly start: Date;
  readonly attendee: AttendeeAsSaid;
  readonly preferredStaff: string | null;
  readonly notes: string | null;
  /** Zone in which the attendee hears and reads times. */
  readonly timeZone: string;
}

export type BookingProblem = 'service_missing' | 'service_unknown' | 'name_missing' | 'email_invalid' | StartProblem;

export type ReadBooking = { readonly booking: SaidBooking } | { readonly problem: BookingProblem };

export interface BookingContext {
  readonly company: Pick<Company, 'timeZone' | 'country'>;
  readonly findService: (asSaid: string) => Service | undefined;
  readonly now: Date;
}

/**
 * Reads the arguments of `book_appointment`. They are a model's output: unknown keys are ignored, what is missing or
 * unusable and not needed becomes null, and only what would book the wrong thing is asked back.
 */
export function readBooking(args: Readonly<Record<string, unknown>>, context: BookingContext): ReadBooking {
  const { company, findService, now } = context;
  const serviceSaid = saidText(args.service);
  if (serviceSaid === null) return { problem: 'service_missing' };
  const service = findService(serviceSaid);
  if (!service) return { problem: 'service_unknown' };

  const read = readStart(args.start, { timeZone: company.timeZone, now });
  if ('problem' in read) return read;

  // The name tells requests of one call apart: without it, the same wish said again with a name would be another one.
  const name = saidText(args.attendee_name);
  if (name === null) return { problem: 'name_missing' };

  const email = saidText(args.attendee_email);
  if (email !== null && !isEmail(email)) return { problem: 'email_invalid' };

  const booking: SaidBooking = {
    service,
    start: read.start,
    attendee: { name, email, phone: phoneOf(args.attendee_phone, company.country) },
    preferredStaff: saidText(args.preferred_staff),
    notes: saidText(args.notes),
    timeZone: zoneOf(args.timezone) ?? company.timeZone,
  };
  return { booking };
}

/** E.164, or null: a number that cannot be dialled is as good as none. */
function phoneOf(said: unknown, country: string): string | null {
  const number = parsePhoneNumberFromString(saidText(said) ?? '', country as CountryCode);
  return number?.isValid() ? number.number : null;
}

function zoneOf(said: unknown): string | null {
  const zone = saidText(said);
  return zone !== null && IANAZone.isValidZone(zone) ? zone : null;
}

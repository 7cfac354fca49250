import { DateTime } from 'luxon';
import { type Metadata } from '../booking';
import { invalidRequest } from '../refusals';
import { checkFields, type Field, type Fields, isObject, type Issue, issueText } from './issues';
import * as rules from './rules';

/** The body of POST /v2/bookings, 2024-08-13 and later, after its checks. */
export interface CreateBookingInput {
  start: number;
  attendee: { name: string; timeZone: string; language: string; email?: string; phoneNumber?: string };
  eventTypeId?: number;
  eventTypeSlug?: string;
  username?: string;
  teamSlug?: string;
  guests?: string[];
  location?: string | ({ type: string } & Fields);
  metadata: Metadata;
  responses: Fields;
  lengthInMinutes?: number;
  rrHostSubsetIds?: number[];
  emailVerificationCode?: string;
  routing?: Fields;
  allowConflicts?: boolean;
  allowBookingOutOfBounds?: boolean;
}

const attendeeFields: Record<string, Field> = {
  name: { rules: [rules.text] },
  timeZone: { rules: [rules.timeZone] },
  phoneNumber: { optional: true, rules: [rules.phoneNumber] },
  language: { optional: true, rules: [rules.language] },
  email: { optional: true, rules: [rules.email] },
};

const bookingFields: Record<string, Field> = {
  start: { rules: [rules.isoDate] },
  attendee: { rules: [] }, // nested, see attendeeIssues
  bookingFieldsResponses: { optional: true, rules: [rules.object] },
  eventTypeId: { optional: true, rules: [rules.integer] },
  eventTypeSlug: { optional: true, rules: [rules.text] },
  username: { optional: true, rules: [rules.text] },
  teamSlug: { optional: true, rules: [rules.text] },
  organizationSlug: { optional: true, rules: [rules.text] },
  guests: { optional: true, rules: [rules.list((item) => typeof item === 'string', 'strings')] },
  meetingUrl: { optional: true, rules: [rules.text] },
  location: { optional: true, rules: [] },
  metadata: { optional: true, rules: [rules.metadata] },
  lengthInMinutes: { optional: true, rules: [rules.integer, rules.atLeast(1)] },
  routing: { optional: true, rules: [rules.object] },
  emailVerificationCode: { optional: true, rules: [rules.text] },
  rrHostSubsetIds: { optional: true, rules: [rules.list(Number.isInteger, 'integers')] },
};

const fieldsOf20260225: Record<string, Field> = {
  ...bookingFields,
  allowConflicts: { optional: true, rules: [rules.flag] },
  allowBookingOutOfBounds: { optional: true, rules: [rules.flag] },
};

export function parseCreateBooking(body: unknown, version: string): CreateBookingInput {
  const fields = isObject(body) ? body : {};
  const issues = [
    ...checkFields(fields, version === '2026-02-25' ? fieldsOf20260225 : bookingFields),
    ...selectorIssues(fields),
    ...attendeeIssues(fields.attendee),
  ];
  if (issues.length > 0) throw invalidRequest(issueText(issues));

  const attendee = fields.attendee as CreateBookingInput['attendee'];
  return {
    ...(fields as Partial<CreateBookingInput>),
    start: DateTime.fromISO(fields.start as string, { zone: 'utc' }).toMillis(),
    attendee: { ...attendee, language: attendee.language ?? 'en' },
    metadata: (fields.metadata as Metadata) ?? {},
    responses: nullsAsEmptyText((fields.bookingFieldsResponses as Fields) ?? {}),
  };
}

function selectorIssues(fields: Fields): Issue[] {
  const { eventTypeId, eventTypeSlug, username, teamSlug } = fields;
  if (eventTypeId || (eventTypeSlug && (username || teamSlug))) return [];
  return [
    {
      property: 'eventTypeId or eventTypeSlug + username',
      constraints: ['Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided'],
    },
  ];
}

function attendeeIssues(attendee: unknown): Issue[] {
  if (!isObject(attendee)) {
    return [{ property: 'attendee', constraints: ['attendee should not be null or undefined'] }];
  }
  const children = checkFields(attendee, attendeeFields);
  if (!attendee.email && !attendee.phoneNumber) {
    children.push({
      property: 'attendee email or phone',
      constraints: ['Attendee must have at least one contact method (email or phone number)'],
    });
  }
  return children.length > 0 ? [{ property: 'attendee', constraints: [], children }] : [];
}

const nullsAsEmptyText = (responses: Fields): Fields =>
  Object.fromEntries(Object.entries(responses).map(([slug, value]) => [slug, value ?? '']));

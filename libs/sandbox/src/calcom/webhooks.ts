import { createHmac } from 'node:crypto';
import { DateTime } from 'luxon';
import { type Booking, type Metadata } from './booking';
import { type CalcomWorld } from './calcom-world';

export const WEBHOOK_TRIGGERS = [
  'BOOKING_CREATED',
  'BOOKING_REQUESTED',
  'BOOKING_RESCHEDULED',
  'BOOKING_CANCELLED',
  'BOOKING_REJECTED',
  'BOOKING_NO_SHOW_UPDATED',
] as const;
export type WebhookTrigger = (typeof WEBHOOK_TRIGGERS)[number];

export interface WebhookSubscription {
  subscriberUrl: string;
  /** Without a secret Cal.com sends the words `no-secret-provided` in place of a signature. */
  secret?: string;
  /** Hears only of bookings of these hosts; default of all. */
  hostIds?: number[];
}

/** What Cal.com tells its subscribers; there is no event or delivery id. */
export interface WebhookNotice {
  triggerEvent: WebhookTrigger;
  createdAt: string;
  payload: CalendarEvent;
  /** What goes out in place of the payload, where Cal.com tells less. */
  sentPayload?: Record<string, unknown>;
}

/** The facts of a payload the sandbox itself looks at; there are many more. */
export interface CalendarEvent extends Record<string, unknown> {
  uid: string;
  eventTypeId: number;
  organizer: { id: number; [property: string]: unknown };
  /** The uid a moved booking had before. */
  rescheduleUid?: string;
}

export function bookingCreated(booking: Booking, world: CalcomWorld): WebhookNotice {
  return notice('BOOKING_CREATED', world, {
    ...calendarEvent(booking, world),
    metadata: booking.metadata,
    status: 'ACCEPTED',
  });
}

/** What confirming sends. The metadata there is the meeting's alone: the keys given at booking are lost. */
export function bookingConfirmed(booking: Booking, world: CalcomWorld): WebhookNotice {
  return notice('BOOKING_CREATED', world, { ...calendarEvent(booking, world), metadata: {}, status: 'ACCEPTED' });
}

/** The booking waits for its host; `old` is the one it takes the place of, if it was moved. */
export function bookingRequested(booking: Booking, world: CalcomWorld, old?: Booking): WebhookNotice {
  return notice('BOOKING_REQUESTED', world, {
    ...calendarEvent(booking, world),
    ...(old && movedFrom(old, booking)),
    metadata: booking.metadata,
    status: 'PENDING',
  });
}

/** Is about the new booking; nothing is sent about the old one. */
export function bookingRescheduled(
  booking: Booking,
  world: CalcomWorld,
  old: Booking,
  metadata: Metadata = booking.metadata,
): WebhookNotice {
  return notice('BOOKING_RESCHEDULED', world, {
    ...calendarEvent(booking, world),
    ...movedFrom(old, booking),
    metadata,
    status: 'ACCEPTED',
  });
}

/** Sent before the row changes, with the sequence it will have, and without the metadata of the booking. */
export function bookingCancelled(booking: Booking, reason: string, by: string, world: CalcomWorld): WebhookNotice {
  return notice('BOOKING_CANCELLED', world, {
    ...calendarEvent(booking, world),
    iCalSequence: booking.iCalSequence + 1,
    status: 'CANCELLED',
    cancellationReason: reason,
    cancelledBy: by,
    requestReschedule: false,
  });
}

/** Times with milliseconds here, and no metadata. */
export function bookingRejected(booking: Booking, world: CalcomWorld): WebhookNotice {
  return notice('BOOKING_REJECTED', world, {
    ...calendarEvent(booking, world),
    startTime: new Date(booking.start).toISOString(),
    endTime: new Date(booking.end).toISOString(),
    status: 'REJECTED',
    rejectionReason: booking.rejectionReason,
  });
}

/** Names the booking by `bookingUid` and tells of attendees alone: a host who did not come is told to nobody. */
export function bookingNoShowUpdated(
  booking: Booking,
  attendees: { email: string; absent: boolean }[],
  world: CalcomWorld,
): WebhookNotice {
  const names = attendees.map(({ email }) => email).join(', ');
  const marked = attendees.every(({ absent }) => absent);
  return {
    ...notice('BOOKING_NO_SHOW_UPDATED', world, calendarEvent(booking, world)),
    sentPayload: {
      message: `${names} ${marked ? 'marked' : 'unmarked'} as no-show`,
      bookingUid: booking.uid,
      bookingId: booking.id,
      attendees: attendees.map(({ email, absent }) => ({ email, noShow: absent })),
    },
  };
}

export interface SignedWebhook {
  body: string;
  headers: Record<string, string>;
}

/** Signs the exact bytes that are sent: lower-case hex HMAC-SHA256, no time stamp in it. */
export function signWebhook(webhook: WebhookNotice, secret: string | undefined): SignedWebhook {
  const { triggerEvent, createdAt, payload, sentPayload = payload } = webhook;
  const body = JSON.stringify({ triggerEvent, createdAt, payload: sentPayload });
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-cal-signature-256': secret ? createHmac('sha256', secret).update(body).digest('hex') : 'no-secret-provided',
      'x-cal-webhook-version': '2021-10-20',
      'x-callbook-sandbox': 'calcom',
    },
  };
}

const notice = (triggerEvent: WebhookTrigger, world: CalcomWorld, payload: CalendarEvent): WebhookNotice => ({
  triggerEvent,
  createdAt: world.clock.now().toISOString(),
  payload,
});

const movedFrom = (old: Booking, { rescheduledByEmail }: Booking) => ({
  rescheduleUid: old.uid,
  rescheduleId: old.id,
  rescheduleStartTime: seconds(old.start),
  rescheduleEndTime: seconds(old.end),
  rescheduledBy: rescheduledByEmail,
});

/** There is no `hosts` here: the host is the `organizer`. Times are without milliseconds, unlike in the API. */
function calendarEvent(booking: Booking, world: CalcomWorld): CalendarEvent {
  const eventType = world.eventType(booking.eventTypeId);
  const host = world.host(booking.hostId);
  const { name, email, timeZone, language, phoneNumber } = booking.attendee;
  const [firstName, ...lastName] = name.split(' ');
  return {
    type: eventType?.slug,
    title: booking.title,
    description: '',
    additionalNotes: '',
    startTime: seconds(booking.start),
    endTime: seconds(booking.end),
    organizer: {
      id: host.id,
      name: host.name,
      email: host.email,
      username: host.username,
      timeZone: host.timeZone,
      language: { locale: 'de' },
      timeFormat: 'HH:mm',
      utcOffset: utcOffset(booking.start, host.timeZone),
    },
    attendees: [
      {
        email,
        name,
        firstName,
        lastName: lastName.join(' '),
        timeZone,
        language: { locale: language },
        ...(phoneNumber && { phoneNumber }),
        utcOffset: utcOffset(booking.start, timeZone),
      },
    ],
    responses: {
      name: { label: 'your_name', value: name, isHidden: false },
      email: { label: 'email_address', value: email, isHidden: false },
    },
    location: booking.location,
    iCalUID: booking.icsUid,
    iCalSequence: booking.iCalSequence,
    uid: booking.uid,
    bookingId: booking.id,
    eventTypeId: booking.eventTypeId,
    eventTitle: eventType?.title,
    length: (booking.end - booking.start) / 60_000,
    price: 0,
    currency: 'eur',
    requiresConfirmation: eventType?.requiresConfirmation ?? false,
    ...teamFacts(booking, world),
  };
}

/** Of a team's event type: its hosts, the organiser left out. */
function teamFacts(booking: Booking, world: CalcomWorld): Record<string, unknown> {
  const eventType = world.eventType(booking.eventTypeId);
  const team = world.teamOf(eventType);
  if (!team) return { schedulingType: null };
  const members = booking.coHostIds.map((id) => {
    const { name, email, timeZone } = world.host(id);
    return { id, name, email, timeZone, language: { locale: 'de' } };
  });
  const schedulingType = eventType?.team?.scheduling === 'collective' ? 'COLLECTIVE' : 'ROUND_ROBIN';
  return { schedulingType, team: { id: team.id, name: team.name, members } };
}

const seconds = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
const utcOffset = (time: number, zone: string): number => DateTime.fromMillis(time, { zone }).offset;

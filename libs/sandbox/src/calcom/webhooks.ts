import { createHmac } from 'node:crypto';
import { DateTime } from 'luxon';
import { type Booking } from './booking';
import { type CalcomWorld } from './calcom-world';

export type WebhookTrigger = 'BOOKING_CREATED' | 'BOOKING_CANCELLED';

export interface WebhookSubscription {
  subscriberUrl: string;
  /** Without a secret Cal.com sends the words `no-secret-provided` in place of a signature. */
  secret?: string;
}

/** What Cal.com tells its subscribers; there is no event or delivery id. */
export interface WebhookNotice {
  triggerEvent: WebhookTrigger;
  createdAt: string;
  payload: Record<string, unknown>;
}

export function bookingCreated(booking: Booking, world: CalcomWorld): WebhookNotice {
  return notice('BOOKING_CREATED', world, {
    ...calendarEvent(booking, world),
    metadata: booking.metadata,
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

export interface SignedWebhook {
  body: string;
  headers: Record<string, string>;
}

/** Signs the exact bytes that are sent: lower-case hex HMAC-SHA256, no time stamp in it. */
export function signWebhook(webhook: WebhookNotice, secret: string | undefined): SignedWebhook {
  const body = JSON.stringify(webhook);
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

const notice = (triggerEvent: WebhookTrigger, world: CalcomWorld, payload: Record<string, unknown>) => ({
  triggerEvent,
  createdAt: world.clock.now().toISOString(),
  payload,
});

/** There is no `hosts` here: the host is the `organizer`. Times are without milliseconds, unlike in the API. */
function calendarEvent(booking: Booking, world: CalcomWorld): Record<string, unknown> {
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
    iCalUID: `${booking.uid}@calcom.sandbox.example`,
    iCalSequence: booking.iCalSequence,
    uid: booking.uid,
    bookingId: booking.id,
    eventTypeId: booking.eventTypeId,
    eventTitle: eventType?.title,
    length: eventType?.lengthInMinutes,
    price: 0,
    currency: 'eur',
    requiresConfirmation: false,
    schedulingType: null,
  };
}

const seconds = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
const utcOffset = (time: number, zone: string): number => DateTime.fromMillis(time, { zone }).offset;

import { DateTime } from 'luxon';
import { type Booking, type BookingContact } from './booking';
import { type CalcomWorld } from './calcom-world';
import { book } from './changes/book';
import { cancel } from './changes/cancel';
import { type Change } from './changes/change';
import { confirm, decline } from './changes/decide';
import { reassign } from './changes/reassign';
import { reschedule } from './changes/reschedule';
import { notFound } from './refusals';
import { type WebhookNotice } from './webhooks';

export interface WebBooking {
  eventTypeId: number;
  /** ISO 8601. */
  start: string;
  /** Default time zone and language: of a salon's customer, Europe/Berlin and de. */
  attendee: Pick<BookingContact, 'name' | 'email' | 'phoneNumber'> & Partial<BookingContact>;
}

/**
 * What customers and staff do on Cal.com's own pages, beside the API: no rate limit, no API faults, no metadata. Who
 * acts is the booking's host unless `by` says otherwise. A refusal is thrown as the `CalcomError` the API would answer.
 */
export class People {
  constructor(
    private readonly world: CalcomWorld,
    private readonly send: (webhook: WebhookNotice) => Promise<void>,
  ) {}

  book({ eventTypeId, start, attendee }: WebBooking): Promise<Booking> {
    const eventType = this.world.eventType(eventTypeId);
    if (!eventType) throw notFound(`Event type with id ${eventTypeId} not found.`);
    const contact = { timeZone: 'Europe/Berlin', language: 'de', ...attendee };
    const request = { eventType, start: millis(start), attendee: contact, metadata: {}, responses: {} };
    return this.carryOut(book(this.world, request));
  }

  cancel(uid: string, { reason = 'Im Kalender abgesagt', by = this.hostOf(uid) } = {}): Promise<Booking> {
    return this.carryOut(cancel(this.world, uid, reason, by));
  }

  /** The row keeps its metadata; the webhook has only what the page sent, which is none. */
  reschedule(uid: string, { start, by = this.hostOf(uid), reason }: { start: string; by?: string; reason?: string }) {
    return this.carryOut(reschedule(this.world, { uid, start: millis(start), by, reason, webhookMetadata: {} }));
  }

  /** Changes the host under the same uid; no webhook tells. */
  reassign(uid: string, hostId: number): Promise<Booking> {
    return this.carryOut(reassign(this.world, uid, hostId));
  }

  confirm(uid: string): Promise<Booking> {
    return this.carryOut(confirm(this.world, uid));
  }

  decline(uid: string, reason = ''): Promise<Booking> {
    return this.carryOut(decline(this.world, uid, reason));
  }

  private hostOf(uid: string): string {
    return this.world.host(this.world.find(uid).hostId).email;
  }

  private async carryOut(change: Change): Promise<Booking> {
    let step = change.next();
    while (!step.done) {
      for (const webhook of step.value.webhooks ?? []) await this.send(webhook);
      step = change.next();
    }
    return step.value;
  }
}

const millis = (start: string): number => DateTime.fromISO(start, { zone: 'utc' }).toMillis();

import { DateTime } from 'luxon';
import { type Author } from './author';
import { type Booking, type BookingContact, storedEmail } from './booking';
import { type CalcomWorld } from './calcom-world';
import { book } from './changes/book';
import { cancel, refuseCancelledTwice } from './changes/cancel';
import { type Change } from './changes/change';
import { confirm, decline } from './changes/decide';
import { type Absences, markAbsent } from './changes/mark-absent';
import { reassign } from './changes/reassign';
import { refuseIfEnded, reschedule } from './changes/reschedule';
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

  async book({ eventTypeId, start, attendee }: WebBooking): Promise<Booking> {
    const eventType = this.world.eventType(eventTypeId);
    if (!eventType) throw notFound(`Event type with id ${eventTypeId} not found.`);
    const contact = { timeZone: 'Europe/Berlin', language: 'de', ...attendee };
    const request = { eventType, start: millis(start), attendee: contact, metadata: {}, responses: {} };
    return this.carryOut(book(this.world, request, { person: storedEmail(contact) }));
  }

  async cancel(uid: string, { reason = 'Im Kalender abgesagt', by = this.hostOf(uid) } = {}): Promise<Booking> {
    refuseCancelledTwice(this.world.find(uid));
    return this.carryOut(cancel(this.world, uid, reason, by, { person: by }));
  }

  /** The row keeps its metadata; the webhook has only what the page sent, which is none. */
  async reschedule(
    uid: string,
    { start, by = this.hostOf(uid), reason }: { start: string; by?: string; reason?: string },
  ) {
    const old = this.world.find(uid);
    refuseIfEnded(old);
    const byHost = by === this.hostOf(uid);
    const move = { old, start: millis(start), by, reason, byHost, webhookMetadata: {} };
    return this.carryOut(reschedule(this.world, move, { person: by }));
  }

  /** Changes the host under the same uid; no webhook tells. */
  async reassign(uid: string, hostId: number): Promise<Booking> {
    return this.carryOut(reassign(this.world, uid, hostId, this.hostAsAuthor(uid)));
  }

  /** Who did not come; a webhook tells of attendees only. */
  async markAbsent(uid: string, absences: Absences): Promise<Booking> {
    return this.carryOut(markAbsent(this.world, uid, absences, this.hostAsAuthor(uid)));
  }

  async confirm(uid: string): Promise<Booking> {
    return this.carryOut(confirm(this.world, uid, this.hostAsAuthor(uid)));
  }

  async decline(uid: string, reason = ''): Promise<Booking> {
    return this.carryOut(decline(this.world, uid, reason, this.hostAsAuthor(uid)));
  }

  private hostOf(uid: string): string {
    return this.world.host(this.world.find(uid).hostId).email;
  }

  private hostAsAuthor(uid: string): Author {
    return { person: this.hostOf(uid) };
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

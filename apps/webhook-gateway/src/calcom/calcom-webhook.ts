import { objectOf, textOf } from '@callbook/retell';
import { isISO8601 } from 'class-validator';
import { brokenEnvelope } from '../http/problem';
import { type BookingTrigger, isBookingTrigger } from './booking-triggers';

/** What a webhook tells about one booking. */
export interface BookingNotice {
  readonly trigger: BookingTrigger;
  readonly uid: string;
  readonly previousUid: string | null;
  /** By Cal.com's clock. */
  readonly sentAt: string | null;
  /** Several people may have places in one booking, and one of them may leave it. */
  readonly hasSeats: boolean;
}

export interface CalcomWebhook {
  /** An open list: Cal.com adds to it without notice. */
  readonly trigger: string;
  /** Null for everything that tells of no booking, or of nothing that could be looked at. */
  readonly notice: BookingNotice | null;
}

const withoutTemplate = 'Remove the custom payload template of the webhook.';

/** Longer uids are nobody's: they would not fit into a message's subject. */
const longestUid = 200;

/**
 * Reads the envelope `{ triggerEvent, createdAt, payload }`. Meetings that start or end come without a payload, flat, and
 * as they were when the booking was made: they tell nothing new.
 * @throws Problem 400 naming the field
 */
export function readCalcomWebhook(json: unknown): CalcomWebhook {
  const body = objectOf(json);
  if (!body) throw brokenEnvelope('(body)', 'a JSON object', withoutTemplate);
  const trigger = textOf(body.triggerEvent);
  if (trigger === undefined) throw brokenEnvelope('triggerEvent', "the trigger's name", withoutTemplate);
  if (!isBookingTrigger(trigger)) return { trigger, notice: null };

  const payload = objectOf(body.payload);
  if (!payload) throw brokenEnvelope('payload', 'an object', withoutTemplate);
  const key = trigger === 'BOOKING_NO_SHOW_UPDATED' ? 'bookingUid' : 'uid';
  if (payload.type === 'Test' && payload[key] === undefined) return { trigger, notice: null }; // "Ping test" in Cal.com
  const uid = uidOf(payload[key]);
  if (uid === null) {
    throw brokenEnvelope(`payload.${key}`, `text of 1 to ${longestUid} characters`, withoutTemplate);
  }
  const previousUid = uidOf(payload.rescheduleUid);
  const hasSeats = typeof payload.seatsPerTimeSlot === 'number';
  return { trigger, notice: { trigger, uid, previousUid, sentAt: momentOf(body.createdAt), hasSeats } };
}

function uidOf(value: unknown): string | null {
  const uid = textOf(value);
  return uid !== undefined && uid.length <= longestUid ? uid : null;
}

/** Nothing depends on it: a hint without a usable time is as good as one with it. */
function momentOf(value: unknown): string | null {
  return isISO8601(value, { strict: true }) ? (value as string) : null;
}

import { type WebhookNotice } from './webhooks';

export interface ApiRequest {
  method: string;
  path: string;
  query: Record<string, string | undefined>;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** Already parsed; undefined when there was none. */
  body: unknown;
  ip: string;
}

export interface ApiReply {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/**
 * A point at which time may pass, or something may go wrong, while a request is handled:
 * `arrived` nothing has been looked at; `before-check` the same booking was looked for and not found, the time comes
 * next; `before-write` every check is passed and nothing written; `written` the booking is stored and the caller knows
 * nothing yet.
 */
export const MOMENTS = ['arrived', 'before-check', 'before-write', 'written'] as const;
export type MomentName = (typeof MOMENTS)[number];

export interface Moment {
  at: MomentName;
  /** Cal.com sends these inside the request, so they can overtake its answer. */
  webhooks?: WebhookNotice[];
  bookingUid?: string;
}

/** The handling of one request: stops at each moment and ends with the answer. Dropping it half-way is a fault. */
export type Handling = Generator<Moment, ApiReply, void>;

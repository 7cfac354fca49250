import { type WebhookTrigger } from '../webhooks';
import { type ArmableFault, type Armed, FaultBoard } from './fault-board';

/** What goes wrong with a webhook; several faults of one webhook add up. */
export type WebhookEffect =
  /** Sent again, as several subscriptions of one receiver do: the same payload with another `createdAt`. */
  | { kind: 'twice'; /** Pause between the two, in milliseconds; default 0. */ ms?: number }
  /** Sent so many milliseconds later, as it was; nobody waits for it. */
  | { kind: 'late'; ms: number }
  | { kind: 'never' }
  /** Held back until so many later webhooks have gone out; default 1. Without them it is never sent. */
  | { kind: 'overtaken'; by?: number }
  /** For so many milliseconds after it whoever reads the booking sees it as it was before the change. */
  | { kind: 'before-row'; ms: number };

/** Which webhooks a fault is for; what is left out matches everything. */
export interface WebhookMatch {
  trigger?: WebhookTrigger;
  /** Of a move: the old or the new uid. */
  bookingUid?: string;
  eventTypeId?: number;
}

export type WebhookFault = ArmableFault<WebhookMatch, WebhookEffect>;
export type ArmedWebhookFault = Armed<WebhookMatch, WebhookEffect>;
export class WebhookFaults extends FaultBoard<WebhookMatch, WebhookEffect> {}

/** The simulated Cal.com without any server: what a simulation under its own clock needs. */
export { ManualClock, type SandboxClock, systemClock } from './sandbox-clock';
export { SandboxIds } from './sandbox-ids';
export { SandboxRandom } from './sandbox-random';
export * from './seed/event-type';
export * from './seed/seed';
export { sandboxSeed } from './seed/sandbox-seed';

export { type Author } from './calcom/author';
export { type Booking, type BookingStatus } from './calcom/booking';
export { type BookingChange, type ChangeKind } from './calcom/booking-history';
export { type Arrival, CalcomApi, type CalcomApiOptions } from './calcom/calcom-api';
export { CalcomWorld } from './calcom/calcom-world';
export { conduct, type Outcome, type Surroundings } from './calcom/conduct';
export { type ApiReply, type ApiRequest, type Handling, type Moment, type MomentName } from './calcom/exchange';
export { ApiFaults, type ArmedFault, type Fault, type FaultEffect, type FaultMatch } from './calcom/faults/api-faults';
export {
  type ArmedWebhookFault,
  type WebhookEffect,
  type WebhookFault,
  WebhookFaults,
  type WebhookMatch,
} from './calcom/faults/webhook-faults';
export { People, type WebBooking } from './calcom/people';
export { calcomRateLimit, type RateLimitSettings } from './calcom/rate-limit';
export { type ReadSettings } from './calcom/read-settings';
export { type RecordedRequest, RequestLedger, type RequestResult } from './calcom/request-ledger';
export { type OperationName } from './calcom/routes';
export {
  type LedgerBooking,
  type Outside,
  SimulatedCalcom,
  type SimulatedCalcomOptions,
} from './calcom/simulated-calcom';
export { subscriptionsTo } from './calcom/subscriptions';
export { WebhookDispatch, type WebhookRoute } from './calcom/webhook-dispatch';
export {
  signWebhook,
  type SignedWebhook,
  type WebhookNotice,
  type WebhookSubscription,
  type WebhookTrigger,
} from './calcom/webhooks';

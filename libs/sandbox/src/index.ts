export { ManualClock, type SandboxClock, systemClock } from './sandbox-clock';
export { SandboxIds } from './sandbox-ids';
export { type RunningServer, type SandboxLog } from './server';
export * from './seed/seed';
export { sandboxSeed } from './seed/sandbox-seed';

export { type Booking, type BookingStatus } from './calcom/booking';
export { CalcomApi, type CalcomApiOptions } from './calcom/calcom-api';
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
export { type RecordedRequest, RequestLedger } from './calcom/request-ledger';
export { type OperationName } from './calcom/routes';
export { subscriptionsTo } from './calcom/subscriptions';
export { WebhookDispatch, type WebhookRoute } from './calcom/webhook-dispatch';
export {
  signWebhook,
  type SignedWebhook,
  type WebhookNotice,
  type WebhookSubscription,
  type WebhookTrigger,
} from './calcom/webhooks';
export { type CalcomSandbox, type CalcomSandboxOptions, startCalcomSandbox } from './calcom/http/calcom-server';

export * from './retell/call-script';
export { type LiveCall } from './retell/live-call';
export { RetellCall, type RetellCallObject } from './retell/retell-call';
export { RetellWorld } from './retell/retell-world';
export { signRetell } from './retell/signature';
export { type RetellSandbox, type RetellSandboxOptions, startRetellSandbox } from './retell/http/retell-server';

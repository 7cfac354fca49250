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
export { type ArmedFault, type Fault, FaultBoard, type FaultEffect, type FaultMatch } from './calcom/faults';
export { calcomRateLimit, type RateLimitSettings } from './calcom/rate-limit';
export { type RecordedRequest, RequestLedger } from './calcom/request-ledger';
export { type OperationName } from './calcom/routes';
export { signWebhook, type SignedWebhook, type WebhookNotice, type WebhookSubscription } from './calcom/webhooks';
export { type CalcomSandbox, type CalcomSandboxOptions, startCalcomSandbox } from './calcom/http/calcom-server';

export * from './retell/call-script';
export { type LiveCall } from './retell/live-call';
export { RetellCall, type RetellCallObject } from './retell/retell-call';
export { RetellWorld } from './retell/retell-world';
export { signRetell } from './retell/signature';
export { type RetellSandbox, type RetellSandboxOptions, startRetellSandbox } from './retell/http/retell-server';

/** What happens in one simulated call. Everything has a default: an empty script is a call in which nothing is asked. */
export interface CallScript {
  /** Default: the agent of the first company of the seed. */
  agentId?: string;
  /** Slug in the webhook paths; default the company of the agent. Another one plays a misdirected call. */
  company?: string;
  callType?: 'phone_call' | 'web_call';
  direction?: 'inbound' | 'outbound';
  /** E.164, or `anonymous` as Retell passes a withheld number. Web calls have no numbers. */
  from?: string;
  /** A customer with a number nobody else has, for many calls that must not be taken for one person's. Default false. */
  ownNumber?: boolean;
  to?: string;
  /** Ask the number's inbound webhook before the call connects; default false. */
  inbound?: boolean;
  /** What the caller says first; default a plain wish for an appointment. */
  says?: string[];
  /** One after the other, each after the answer to the one before. */
  functions?: FunctionCall[];
  /** Which webhooks are sent; default all three. */
  events?: CallEvent[];
  /** False: payloads without any transcript, as with storage opted out. Default true. */
  transcript?: boolean;
  metadata?: unknown;
  dynamicVariables?: Record<string, string>;
  disconnectionReason?: string;
  analysis?: Record<string, unknown>;
  /** Signs instead of the company's key: a wrong key plays a stranger. */
  key?: string;
}

/** What Retell does about a webhook that is not answered 2xx. It tries three times more; how soon is not documented. */
export interface WebhookRetries {
  times: number;
  /** Milliseconds before each of them. */
  pauseMs: number;
}

export type CallEvent = 'call_started' | 'call_ended' | 'call_analyzed';
export const CALL_EVENTS: CallEvent[] = ['call_started', 'call_ended', 'call_analyzed'];

export interface FunctionCall {
  name: string;
  args: Record<string, unknown>;
  /** The same signed bytes so many times in parallel, spread over the gateways; default 1. */
  times?: number;
  /** The body is the arguments alone ("args only"): no call, and the name goes into the path. Default false. */
  argsAtRoot?: boolean;
}

/** What a party was answered; without an answer `status` is null and `body` says why. */
export interface Answer {
  status: number | null;
  body: unknown;
  millis: number;
}

export interface PlayedFunction {
  name: string;
  toolCallId: string;
  /** The bytes as sent, to send them again later. */
  request: SignedRequest;
  answers: Answer[];
}

export interface PlayedWebhook {
  event: CallEvent;
  request: SignedRequest;
  /** The first is the delivery, the others are retries after no 2xx. */
  answers: readonly Answer[];
}

export interface SignedRequest {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface PlayedCall {
  callId: string;
  inbound: Answer | null;
  functions: PlayedFunction[];
  webhooks: PlayedWebhook[];
}

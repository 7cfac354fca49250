/**
 * The call object of webhooks, functions and `GET /v2/get-call` (https://docs.retellai.com/api-references/get-call).
 * Only the two ids are checked. Everything else may be missing or of another type tomorrow, so it is `unknown`
 * until its reader has looked. `access_token` of web calls is a secret and left out on purpose.
 */
export interface RetellCall {
  readonly call_id: string;
  readonly agent_id: string;
  readonly agent_version?: unknown;
  readonly call_type?: unknown;
  readonly direction?: unknown;
  /** May be `anonymous`, a SIP address, or missing (web calls). */
  readonly from_number?: unknown;
  readonly to_number?: unknown;
  /** Epoch milliseconds, like every time of Retell's. */
  readonly start_timestamp?: unknown;
  readonly end_timestamp?: unknown;
  readonly duration_ms?: unknown;
  /** An open list: new values come without notice. */
  readonly disconnection_reason?: unknown;
  /** All money is in US cents. */
  readonly call_cost?: unknown;
  readonly transcript?: unknown;
  readonly transcript_with_tool_calls?: unknown;
  readonly recording_url?: unknown;
  readonly call_analysis?: unknown;
}

/** The agent's event webhook. */
export interface CallWebhook {
  /** One of `callEvents`, or one that did not exist when this was written. */
  readonly event: string;
  readonly agentId: string | null;
  /** Null for events that are not in `callEvents`: what they carry is not known. */
  readonly call: RetellCall | null;
}

/** A custom function called with Retell's default payload (`args_at_root: false`). */
export interface FunctionCall {
  readonly name: string;
  readonly call: RetellCall;
  /** Written by a language model: any key may be missing, empty, invented or of another type. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** The webhook of a phone number, before a call is accepted. */
export interface InboundWebhook {
  /** `call_inbound`, or an event of another kind (text messages). */
  readonly event: string;
  /** Null for a number without an agent of its own. */
  readonly agentId: string | null;
  /** Who rings, in E.164; null when withheld. */
  readonly customerNumber: string | null;
  /** The number that is called, as the carrier writes it. */
  readonly toNumber: string | null;
}

/** The answer to the webhook of a phone number. A value that is no text makes Retell drop all of it. */
export interface InboundAnswer {
  readonly call_inbound: { readonly dynamic_variables?: Readonly<Record<string, string>> };
}

/** Voice events that exist today. */
export const callEvents = [
  'call_started',
  'call_ended',
  'call_analyzed',
  'transcript_updated',
  'transfer_started',
  'transfer_bridged',
  'transfer_cancelled',
  'transfer_ended',
] as const;

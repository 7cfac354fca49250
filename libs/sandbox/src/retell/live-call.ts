import {
  type Answer,
  CALL_EVENTS,
  type CallEvent,
  type CallScript,
  type FunctionCall,
  type PlayedCall,
  type PlayedFunction,
} from './call-script';
import { type GatewayLine, isSuccess, type WebhookDelivery } from './gateway-line';
import { type RetellCall } from './retell-call';

/** A call in progress, for tests that decide what comes next; `playCall` runs a whole script. */
export class LiveCall {
  readonly played: PlayedCall;
  private readonly deliveries: WebhookDelivery[] = [];

  constructor(
    readonly call: RetellCall,
    private readonly script: CallScript,
    private readonly line: GatewayLine,
  ) {
    this.played = { callId: call.id, inbound: null, functions: [], webhooks: [] };
  }

  get callId(): string {
    return this.call.id;
  }

  /** Rings: the number's inbound webhook may add metadata and variables to the call. */
  async ring(): Promise<Answer> {
    const [answer] = await this.line.callFunction(this.signed('inbound', this.call.inboundBody()), 1);
    const { metadata, dynamic_variables } = inboundSettings(answer);
    this.call.adopt(metadata, dynamic_variables);
    return (this.played.inbound = answer);
  }

  greet(): void {
    this.call.greet();
  }

  /** Calls a function and lets the agent speak the answer, as the voice model would. */
  async invoke(functionCall: FunctionCall): Promise<PlayedFunction> {
    const { name, argsAtRoot, times = 1 } = functionCall;
    const { toolCallId, body } = this.call.invoke(functionCall);
    const request = this.signed(argsAtRoot ? `functions/${name}` : 'functions', body);
    const answers = await this.line.callFunction(request, times);
    const [answer] = answers;
    this.call.resolve(toolCallId, isSuccess(answer), toolResult(answer));
    this.call.say(spoken(answer));
    const played = { name, toolCallId, request, answers };
    this.played.functions.push(played);
    return played;
  }

  /** Sends a webhook and its retries, and waits for all of them. */
  async notify(event: CallEvent): Promise<readonly Answer[]> {
    return this.announce(event).done;
  }

  /** The whole script from the first ring to the analysis; ends when every webhook has been taken or given up. */
  async play(): Promise<PlayedCall> {
    const { inbound, functions = [], events = CALL_EVENTS } = this.script;
    if (inbound) await this.ring();
    if (events.includes('call_started')) await this.announce('call_started').first;
    this.greet();
    for (const functionCall of functions) await this.invoke(functionCall);
    await this.hangUp(events);
    return this.played;
  }

  /** Ends the call and analyses it, whether or not anybody is told. */
  async hangUp(events: CallEvent[] = CALL_EVENTS): Promise<void> {
    this.call.hangUp();
    if (events.includes('call_ended')) await this.announce('call_ended').first;
    this.call.analyse();
    if (events.includes('call_analyzed')) await this.announce('call_analyzed').first;
    await Promise.all(this.deliveries.map(({ done }) => done));
  }

  /** Webhooks go out in order, but one that fails holds none of the next back. */
  private announce(event: CallEvent): WebhookDelivery {
    const request = this.signed('calls', this.call.eventBody(event));
    const delivery = this.line.deliverWebhook(request);
    this.deliveries.push(delivery);
    this.played.webhooks.push({ event, request, answers: delivery.answers });
    return delivery;
  }

  private signed(what: string, payload: unknown) {
    const company = this.script.company ?? this.call.company.slug;
    const key = this.script.key ?? this.call.company.retellKey;
    return this.line.sign(`/webhooks/retell/${company}/${what}`, payload, key);
  }
}

/** One invalid value voids the whole answer, so variables that are no texts leave nothing. */
function inboundSettings(answer: Answer): { metadata?: unknown; dynamic_variables?: Record<string, string> } {
  const settings = (answer.body as { call_inbound?: Record<string, unknown> } | null)?.call_inbound ?? {};
  const variables = settings.dynamic_variables ?? {};
  const valid = isSuccess(answer) && Object.values(variables).every((value) => typeof value === 'string');
  return valid ? { metadata: settings.metadata, dynamic_variables: variables as Record<string, string> } : {};
}

/** What the model is shown; for a failure the words of Retell's HTTP client. */
function toolResult(answer: Answer): string {
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  if (isSuccess(answer)) return text;
  if (answer.status === null) return `Axios Error: ${text}`;
  return `Axios Error: error code: ERR_BAD_REQUEST, response status: ${answer.status}, response data: ${text}`;
}

/** The agent says the ready sentence of the answer, and on a tool error never "failed". */
function spoken(answer: Answer): string {
  const say = (answer.body as { say?: unknown } | null)?.say;
  if (isSuccess(answer)) return typeof say === 'string' ? say : 'In Ordnung.';
  return 'Das ist noch nicht bestätigt. Wir melden uns bei Ihnen.';
}

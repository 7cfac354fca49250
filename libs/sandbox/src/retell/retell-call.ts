import { type SandboxClock } from '../sandbox-clock';
import { HEX, type SandboxIds } from '../sandbox-ids';
import { type SandboxCompany } from '../seed/seed';
import { type CallEvent, type CallScript, type FunctionCall } from './call-script';
import { Transcript } from './transcript';

export interface RetellCallObject {
  call_id: string;
  call_type: 'phone_call' | 'web_call';
  agent_id: string;
  call_status: string;
  start_timestamp?: number;
  end_timestamp?: number;
  direction?: string;
  from_number?: string;
  to_number?: string;
  disconnection_reason?: string;
  transcript_with_tool_calls?: { role: string; [property: string]: unknown }[];
  [property: string]: unknown;
}

/** The caller of every script that names none. */
const ERIKA = '+4915112345678';

/** One simulated call and the payloads Retell would send about it. Sends nothing itself. */
export class RetellCall {
  readonly id: string;
  private readonly transcript = new Transcript();
  private readonly startedAt: number;
  private endedAt: number | undefined;
  private analysed = false;
  private metadata: unknown;
  private dynamicVariables: Record<string, string>;
  private readonly tokens: { twilio: string; web: string };
  /** The other party, whoever calls. */
  private readonly customer: string;

  constructor(
    private readonly script: CallScript,
    readonly company: SandboxCompany,
    private readonly ids: SandboxIds,
    clock: SandboxClock,
  ) {
    this.id = `call_${ids.text(27, HEX)}`;
    this.tokens = { twilio: `CA${ids.text(32, HEX)}`, web: `sandbox_access_token_${ids.text(32, HEX)}` };
    this.customer = script.ownNumber ? ids.phoneNumber() : ERIKA;
    this.startedAt = clock.now().getTime();
    this.metadata = script.metadata;
    this.dynamicVariables = script.dynamicVariables ?? {};
  }

  /** What the inbound webhook may set is echoed on everything that follows. */
  adopt(metadata: unknown, dynamicVariables: Record<string, string> = {}): void {
    this.metadata = metadata ?? this.metadata;
    this.dynamicVariables = { ...this.dynamicVariables, ...dynamicVariables };
  }

  greet(): void {
    this.transcript.say('agent', `${this.company.name} (Sandbox), guten Tag. Wie kann ich helfen?`);
    for (const sentence of this.script.says ?? ['Guten Tag, ich möchte gern einen Termin.']) {
      this.transcript.say('user', sentence);
    }
  }

  say(sentence: string): void {
    this.transcript.say('agent', sentence);
  }

  /** The live transcript ends in this very invocation, which is where its id can be read. */
  invoke({ name, args, argsAtRoot }: FunctionCall): { toolCallId: string; body: unknown } {
    const toolCallId = `tool_call_${this.ids.text(6, HEX)}`;
    this.transcript.invoke(toolCallId, name, args);
    return { toolCallId, body: argsAtRoot ? args : { name, call: this.object(), args } };
  }

  resolve(toolCallId: string, successful: boolean, content: string): void {
    this.transcript.result(toolCallId, successful, content);
  }

  inboundBody(): unknown {
    const { from_number, to_number } = this.object();
    return {
      event: 'call_inbound',
      event_timestamp: this.startedAt,
      call_inbound: { call_id: this.id, agent_id: this.company.agentId, agent_version: 1, from_number, to_number },
    };
  }

  eventBody(event: CallEvent): unknown {
    if (event === 'call_started') return { event, call: this.identity() };
    return { event, call: this.object() };
  }

  hangUp(): void {
    this.endedAt ??= this.startedAt + Math.max(1000, Math.round(this.transcript.seconds * 1000));
  }

  analyse(): void {
    this.analysed = true;
  }

  /** The call as get-call answers it now. */
  object(): RetellCallObject {
    return {
      ...this.identity(),
      ...(this.script.transcript === false ? {} : this.transcript.forms()),
      ...(this.endedAt === undefined ? {} : this.ending(this.endedAt)),
      ...(this.analysed && { call_analysis: this.analysis() }),
    };
  }

  private identity(): RetellCallObject {
    return {
      call_id: this.id,
      call_type: this.script.callType ?? 'phone_call',
      agent_id: this.company.agentId,
      agent_version: 1,
      agent_name: this.company.agentName,
      ...(Object.keys(this.dynamicVariables).length > 0 && { retell_llm_dynamic_variables: this.dynamicVariables }),
      ...(this.metadata !== undefined && { metadata: this.metadata }),
      call_status: 'ongoing',
      start_timestamp: this.startedAt,
      data_storage_setting: 'everything',
      opt_in_signed_url: false,
      ...this.line(),
    };
  }

  /** Only phone calls have numbers and a direction; only web calls have an access token, which is a secret. */
  private line(): Record<string, unknown> {
    if (this.script.callType === 'web_call') return { access_token: this.tokens.web };
    const direction = this.script.direction ?? 'inbound';
    const parties = [this.customer, this.company.phoneNumber];
    const [from, to] = direction === 'inbound' ? parties : parties.reverse();
    return {
      from_number: this.script.from ?? from,
      to_number: this.script.to ?? to,
      direction,
      telephony_identifier: { twilio_call_sid: this.tokens.twilio },
    };
  }

  private ending(endedAt: number): Record<string, unknown> {
    const millis = endedAt - this.startedAt;
    const seconds = Math.ceil(millis / 1000);
    const cents = seconds * 0.15;
    return {
      call_status: 'ended',
      end_timestamp: endedAt,
      duration_ms: millis,
      recording_url: `https://recordings.sandbox.example/${this.id}.wav`,
      public_log_url: `https://recordings.sandbox.example/${this.id}.log`,
      disconnection_reason: this.script.disconnectionReason ?? 'user_hangup',
      // In US cents.
      call_cost: {
        combined_cost: cents,
        total_duration_seconds: seconds,
        total_duration_unit_price: 0.15,
        product_costs: [{ product: 'sandbox', unit_price: 0.15, cost: cents }],
      },
    };
  }

  private analysis(): Record<string, unknown> {
    return {
      call_summary: 'Sandbox: ein gespielter Anruf.',
      in_voicemail: false,
      user_sentiment: 'Positive',
      call_successful: true,
      custom_analysis_data: {},
      ...this.script.analysis,
    };
  }
}

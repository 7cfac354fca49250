import { readFunctionCall } from '@callbook/retell';
import { type Answer, identified } from '@callbook/webhook-gateway/use-cases';
import { catalogues, company } from '../calendar/salon';
import type { Clockwork } from '../clockwork/clockwork';
import type { GatewayReplica } from '../gateway/gateway-process';

/** As the functions are set up at Retell. */
const timeoutMs = 12_000;
const retries = 1;

type Args = Readonly<Record<string, unknown>>;

/** A call that Retell carries: it calls the agent's functions over HTTP, and once more when no answer comes. */
export class PhoneCall {
  private invocations = 0;

  constructor(
    readonly id: string,
    private readonly number: string | null,
    private readonly clockwork: Clockwork,
    private readonly replicas: readonly GatewayReplica[],
  ) {}

  /**
   * @param begun hears the id of the function call before it is made
   * @returns undefined when no answer came, however often it was tried
   */
  async use(name: string, args: Args, begun: (functionCallId: string) => void): Promise<Answer | undefined> {
    const body = this.body(name, args);
    begun(identified(catalogues.current().company(company)!, readFunctionCall(body)).functionCallId);
    this.clockwork.story.tell(this.clockwork.nowMs, this.id, name, () => JSON.stringify(args));
    for (let tries = 0; tries <= retries; tries += 1) {
      const answer = await this.inTime(this.clockwork.chance.oneOf(this.replicas).call(body));
      if (answer) return answer;
      await this.clockwork.pass(this.clockwork.chance.between(200, 2_000));
    }
    return undefined;
  }

  private inTime<T>(answer: Promise<T>): Promise<T | undefined> {
    return Promise.race([answer, this.clockwork.pass(timeoutMs).then(() => undefined)]);
  }

  private body(name: string, args: Args): object {
    const toolCallId = `tool_${(this.invocations += 1)}`;
    const invocation = {
      role: 'tool_call_invocation',
      name,
      tool_call_id: toolCallId,
      arguments: JSON.stringify(args),
    };
    return {
      name,
      args,
      call: {
        call_id: this.id,
        agent_id: 'agent_sandbox_lindenhof',
        call_type: 'phone_call',
        direction: 'inbound',
        from_number: this.number ?? 'anonymous',
        to_number: '+493012345670',
        start_timestamp: this.clockwork.nowMs,
        transcript_with_tool_calls: [invocation],
      },
    };
  }
}

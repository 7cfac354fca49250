import { type SandboxClock } from '../sandbox-clock';
import { type SandboxIds } from '../sandbox-ids';
import { type SandboxSeed } from '../seed/seed';
import { type CallScript } from './call-script';
import { type CallPage, type CallQuery, selectCalls } from './list-calls';
import { RetellCall, type RetellCallObject } from './retell-call';

/** Every simulated call since the last reset. Clock and ids are given; nothing here waits or sends. */
export class RetellWorld {
  private readonly calls = new Map<string, RetellCall>();

  constructor(
    readonly seed: SandboxSeed,
    readonly clock: SandboxClock,
    private readonly ids: SandboxIds,
  ) {}

  open(script: CallScript): RetellCall {
    const agentId = script.agentId ?? this.seed.companies[0].agentId;
    const company = this.seed.companies.find((candidate) => candidate.agentId === agentId);
    if (!company) throw new UnknownAgentError(agentId);
    const call = new RetellCall(script, company, this.ids, this.clock);
    this.calls.set(call.id, call);
    return call;
  }

  /** A key sees the calls of its own workspace. */
  find(callId: string, key: string): RetellCallObject | undefined {
    const call = this.calls.get(callId);
    return call?.company.retellKey === key ? call.object() : undefined;
  }

  list(query: CallQuery, key: string): CallPage {
    return selectCalls(this.visible(key), query);
  }

  /** Forgets every call. The ids go on, so that a new call is never taken for an old one. */
  reset(): void {
    this.calls.clear();
  }

  private visible(key: string): RetellCallObject[] {
    return [...this.calls.values()].filter(({ company }) => company.retellKey === key).map((call) => call.object());
  }
}

export class UnknownAgentError extends Error {
  constructor(agentId: string) {
    super(`The sandbox has no agent ${agentId}`);
  }
}

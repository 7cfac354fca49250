import { setTimeout as pause } from 'node:timers/promises';
import type { LiveCall, PlayedCall, RetellSandbox } from '@callbook/sandbox';
import type { Random } from '../random';
import { steadily } from './steadily';
import { type Wish, wishes } from './wishes';

export interface CallMade {
  readonly played: PlayedCall;
  /** Undefined: nobody wanted anything. */
  readonly wish?: Wish;
}

export interface Rates {
  /** Per second. */
  readonly webhooks: number;
  /** Calls in which somebody books. */
  readonly rate: number;
}

/** After "not confirmed yet", or no answer, the agent asks again so often, so many milliseconds later. */
const askAgain = 2;
const askAgainAfterMs = 2_000;
const webhooksOfACall = 3;

/** A steady stream of calls, whatever becomes of them: each keeps its time, as callers do not wait for one another. */
export class Traffic {
  readonly calls: CallMade[] = [];
  private readonly wishes: Generator<Wish, never>;

  constructor(
    private readonly retell: RetellSandbox,
    private readonly rates: Rates,
    random: Random,
  ) {
    this.wishes = wishes(random, new Date());
  }

  /** Begins calls until `over` is aborted, and resolves when the last one has ended. */
  async flow(over: AbortSignal): Promise<void> {
    const { rate, webhooks } = this.rates;
    const others = Math.max(0, webhooks / webhooksOfACall - rate);
    await Promise.all([
      steadily(rate, over, () => this.book(this.wishes.next().value)),
      steadily(others, over, () => this.chat()),
    ]);
  }

  private async book(wish: Wish): Promise<void> {
    const call = this.open({ agentId: wish.slot.agentId, from: wish.from }, wish);
    await call.notify('call_started');
    call.greet();
    for (let tries = 0; tries <= askAgain; tries++) {
      if (tries > 0) await pause(askAgainAfterMs);
      const { answers } = await call.invoke({ name: 'book_appointment', args: argumentsOf(wish), times: wish.times });
      if (answers.some(({ status, body }) => status === 200 && statusIn(body) !== 'pending')) break;
    }
    await call.hangUp();
  }

  private async chat(): Promise<void> {
    const call = this.open({});
    await call.notify('call_started');
    call.greet();
    await call.hangUp();
  }

  private open(script: { agentId?: string; from?: string }, wish?: Wish): LiveCall {
    const call = this.retell.openCall(script);
    this.calls.push({ played: call.played, ...(wish && { wish }) });
    return call;
  }
}

export function argumentsOf({ slot, name, email }: Pick<Wish, 'slot' | 'name' | 'email'>): Record<string, unknown> {
  return {
    service: slot.service,
    start: slot.start,
    attendee_name: name,
    ...(slot.preferredStaff && { preferred_staff: slot.preferredStaff }),
    ...(email && { attendee_email: email }),
  };
}

export function statusIn(body: unknown): string | undefined {
  const status = (body as { status?: unknown } | null)?.status;
  return typeof status === 'string' ? status : undefined;
}

import { setTimeout as pause } from 'node:timers/promises';
import type { LiveCall, PlayedCall, RetellSandbox } from '@callbook/sandbox';
import type { Random } from '../random';
import { type Wish, wishes } from './wishes';

export interface CallMade {
  readonly played: PlayedCall;
  /** Undefined: nobody wanted anything. */
  readonly wish?: Wish;
}

export interface Rates {
  /** Per second. */
  readonly webhooks: number;
  readonly bookings: number;
}

/** After "not confirmed yet", or no answer, the agent asks again so often, so many milliseconds later. */
const askAgain = 2;
const askAgainAfterMs = 2_000;
const webhooksOfACall = 3;

/** A steady stream of calls, whatever becomes of them: each keeps its time, as callers do not wait for one another. */
export class Traffic {
  readonly calls: CallMade[] = [];
  private readonly wishes: Generator<Wish, never>;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly retell: RetellSandbox,
    private readonly rates: Rates,
    random: Random,
  ) {
    this.wishes = wishes(random, new Date());
  }

  /** Begins calls until `until` resolves, and resolves when the last one is over. */
  async flow(until: Promise<unknown>): Promise<void> {
    const { bookings, webhooks } = this.rates;
    const others = Math.max(0, webhooks / webhooksOfACall - bookings);
    const over = new AbortController();
    const streams = [
      this.every(bookings, over.signal, () => this.book(this.wishes.next().value)),
      this.every(others, over.signal, () => this.chat()),
    ];
    await until.finally(() => over.abort());
    await Promise.all(streams);
    await Promise.all(this.underWay);
  }

  private async every(perSecond: number, over: AbortSignal, begin: () => Promise<void>): Promise<void> {
    if (perSecond === 0) return;
    const began = performance.now();
    for (let number = 1; !over.aborted; number++) {
      const call = begin();
      this.underWay.add(call);
      void call.finally(() => this.underWay.delete(call));
      const due = began + (number * 1_000) / perSecond;
      await pause(Math.max(0, due - performance.now()), undefined, { signal: over }).catch(() => undefined);
    }
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

function argumentsOf({ slot, name, email }: Wish): Record<string, unknown> {
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

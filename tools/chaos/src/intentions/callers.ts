import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, LiveCall, RetellSandbox } from '@callbook/sandbox';
import { steadily } from '../traffic/steadily';
import { argumentsOf, statusIn } from '../traffic/traffic';
import type { Intention } from './intentions';

/** What a call came to, as those on the telephone know it. */
export interface CallHeard {
  readonly callId: string;
  readonly intention: Intention;
  /** What was told, a list for each time the agent asked: the same bytes may have been sent twice at once. */
  readonly heard: readonly (readonly string[])[];
  /** For each "booked": whether the linked rows were there at that moment. */
  readonly linkedWhenTold: readonly boolean[];
}

/** Milliseconds. */
const askAgainAfterMs = 2_000;

/** Each intention is a call of its own; the calls begin steadily, whatever becomes of them. */
export class Callers {
  readonly calls: CallHeard[] = [];

  /** @param isLinked asks the database whether a call and its appointment are there and point at each other */
  constructor(
    private readonly retell: RetellSandbox,
    private readonly isLinked: (callId: string) => Promise<boolean>,
  ) {}

  /** Resolves when the last call has ended. */
  async flow(intentions: readonly Intention[], perSecond: number): Promise<void> {
    const waiting = [...intentions];
    const over = new AbortController();
    await steadily(perSecond, over.signal, async () => {
      const intention = waiting.shift();
      if (waiting.length === 0) over.abort();
      if (intention) await this.ring(intention);
    });
  }

  private async ring(intention: Intention): Promise<void> {
    const { slot, from, asksAgain } = intention;
    const call = this.retell.openCall({ agentId: slot.agentId, from });
    const heard: string[][] = [];
    const linkedWhenTold: boolean[] = [];
    this.calls.push({ callId: call.callId, intention, heard, linkedWhenTold });
    await call.notify('call_started');
    call.greet();
    for (let tries = 0; tries < (asksAgain ? 2 : 1); tries++) {
      if (tries > 0) await pause(askAgainAfterMs);
      const told = await this.ask(call, intention);
      heard.push(told);
      for (const status of told) if (status === 'booked') linkedWhenTold.push(await this.isLinked(call.callId));
      if (!told.includes('pending')) break;
    }
    await call.hangUp();
  }

  private async ask(call: LiveCall, intention: Intention): Promise<string[]> {
    const { times } = intention;
    const { answers } = await call.invoke({ name: 'book_appointment', args: argumentsOf(intention), times });
    return answers.map(toldIn);
  }
}

function toldIn({ status, body }: Answer): string {
  return status === 200 ? (statusIn(body) ?? 'unreadable') : `no answer (${status ?? String(body)})`;
}

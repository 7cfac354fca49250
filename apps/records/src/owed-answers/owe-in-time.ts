import { derivedId } from '@callbook/contracts';
import { closeCall } from '../calls/close-call';
import type { Clock } from '../clock/clock';
import type { Records } from '../transaction/records';
import type { CallsDue } from './calls-due';

/**
 * Looks again at calls of which something that was to come has not come for too long: an answer to what was decided, an
 * outcome of what was asked for. As many replicas as like to do it, also at the same time; it makes the rows and
 * events that a message would make.
 */
export class OweInTime {
  constructor(
    private readonly records: Records,
    private readonly due: CallsDue,
    private readonly clock: Clock,
    /** Calls looked at before it is seen anew which are due. */
    private readonly atOnce: number,
    /** Hears of a call that could not be looked at; it stays due. */
    private readonly report: (callId: string, error: unknown) => void,
  ) {}

  /** @returns whether there may be more to do at once */
  async execute(): Promise<boolean> {
    const due = await this.due.by(this.clock.now(), this.atOnce);
    const looks = await Promise.allSettled(due.map((callId) => this.lookAt(callId)));
    const failures = looks.flatMap((look, place) =>
      look.status === 'rejected' ? [[due[place], look.reason] as const] : [],
    );
    for (const [callId, error] of failures) this.report(callId as string, error);
    return failures.length === 0 && due.length === this.atOnce;
  }

  private async lookAt(callId: string): Promise<void> {
    const now = this.clock.now();
    const time = now.toISOString();
    const id = derivedId('owed in time', callId, time);
    await this.records.once({ id, queue: 'clock.owed-answers', reach: { calls: [callId] } }, async (tx) => {
      const call = await tx.calls.reopen(callId);
      const { company, retellCallId } = call;
      const cause = { id, company, time, correlationid: retellCallId, isClock: true };
      await closeCall(tx, call, cause, now);
    });
  }
}

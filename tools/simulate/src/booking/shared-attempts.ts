import { InMemoryAttempts, type InMemoryChains } from '@callbook/booking/use-cases';
import type { Clockwork } from '../clockwork/clockwork';

/** The attempts all replicas of booking share. */
export class SharedAttempts extends InMemoryAttempts {
  constructor(
    protected readonly clockwork: Clockwork,
    chains: InMemoryChains,
  ) {
    super({ now: clockwork.now }, chains);
  }

  /** Epoch milliseconds. */
  get nextDueAt(): number | undefined {
    let next: number | undefined;
    for (const { dueAt } of this.attempts.values()) {
      if (dueAt && (next === undefined || dueAt.getTime() < next)) next = dueAt.getTime();
    }
    return next;
  }
}

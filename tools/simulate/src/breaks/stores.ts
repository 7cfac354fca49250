import { type Attempt, type Attempts, decide, type Decision, type Request } from '@callbook/booking/use-cases';
import { type BookingRequested, derivedId } from '@callbook/contracts';
import { SharedAttempts } from '../booking/shared-attempts';

type Taken = Promise<Attempt | undefined>;
type MoveOf = Parameters<Attempts['move']>[1];

/** Reads the rounds of a call, and decides a moment later by what it read then. */
export class WithoutCallLock extends SharedAttempts {
  private read: readonly Attempt[] = [];

  override async take(request: Request): Taken {
    const rounds = this.ofCall(request);
    await this.clockwork.pass(this.clockwork.chance.between(1, 30));
    this.read = rounds;
    return super.take(request);
  }

  protected override decides(request: Request): Decision {
    return decide(request, this.read);
  }
}

/** Two ways to write a name are two names. */
export class WithoutFolding extends SharedAttempts {
  protected override decides(request: Request, rounds: readonly Attempt[]): Decision {
    const decision = decide(unfolded(request), rounds.map(unfoldedRound));
    const real = (one: Attempt): Attempt => rounds.find(({ id }) => id === one.id) as Attempt;
    switch (decision.kind) {
      case 'join':
      case 'withdraw':
        return { ...decision, attempt: real(decision.attempt) } as Decision;
      case 'ask_back':
        return { ...decision, about: real(decision.about) } as Decision;
      case 'open': {
        const asked = request.type === 'booking.requested.v1' ? request.data : decision.request;
        const [withdraws, replaces] = [decision.withdraws.map(real), decision.replaces.map(real)];
        return { ...decision, request: asked, withdraws, replaces } as Decision;
      }
      default:
        return decision;
    }
  }
}

function unfolded<R extends Pick<Request, 'data'>>(request: R): R {
  const { attendee } = request.data as BookingRequested;
  if (!attendee?.name) return request;
  const name = derivedId('spelling', attendee.name);
  return { ...request, data: { ...request.data, attendee: { ...attendee, name } } };
}

function unfoldedRound(round: Attempt): Attempt {
  return { ...round, request: unfolded({ data: round.request }).data } as Attempt;
}

/** Every function call is a wish of its own. */
export class WithoutRounds extends SharedAttempts {
  protected override decides(request: Request, rounds: readonly Attempt[]): Decision {
    const decision = decide(request, rounds);
    if (decision.kind !== 'join') return decision;
    const { requestKey } = request.data;
    const round = 1 + rounds.filter((other) => other.requestKey === requestKey).length;
    return { kind: 'open', request: request.data, round, withdraws: [], replaces: [] };
  }
}

/** Whoever writes last has the say. */
export class WithoutVersions extends SharedAttempts {
  override async settle(...[attempt, settlement, dueAt]: Parameters<Attempts['settle']>): Promise<void> {
    return super.settle(this.asIfCurrent(attempt), settlement, dueAt);
  }

  override async schedule(attempt: Attempt, dueAt: Date | null): Promise<void> {
    return super.schedule(this.asIfCurrent(attempt), dueAt);
  }

  protected override write<A extends Attempt>(attempt: A, change: object): A {
    return super.write(this.asIfCurrent(attempt), change as never);
  }

  private asIfCurrent<A extends Attempt>(attempt: A): A {
    return { ...attempt, version: this.attempts.get(attempt.id)?.version ?? attempt.version };
  }
}

/** An announced POST is nobody's: neither does it keep others away, nor is it too late for it some time after. */
export class WithoutLease extends SharedAttempts {
  override async move<A extends Attempt>(attempt: A, move: MoveOf, evidence: object): Promise<A> {
    const { leaseUntil: _, ...rest } = move;
    const moved = await super.move(attempt, rest, evidence as never);
    // The lease is what was granted, not what is asked of it.
    return move.leaseUntil ? { ...moved, leaseUntil: move.leaseUntil } : moved;
  }
}

/** Whoever rings twice is two people. */
export class WithoutOtherCalls extends SharedAttempts {
  override async ofOtherCalls(): Promise<never[]> {
    return [];
  }
}

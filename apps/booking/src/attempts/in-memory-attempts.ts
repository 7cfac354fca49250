import type { Event } from '@callbook/contracts';
import type { ChainFact } from '../chains/chain-fact';
import { InMemoryChains } from '../chains/in-memory-chains';
import type { Clock } from '../clock/clock';
import { type Attempt, type BookingAttempt, type ChangeAttempt, isClosed, isOpen } from './attempt';
import { type AttemptChange, isJoinNews, joined, moved, openedAttempt, settled, withdrawn } from './attempt-changes';
import { AttemptMoved, Attempts, BeingUndone, ChainMovedOn, type Evidence, type Move, type Request } from './attempts';
import { decide } from './decide';
import type { Decision } from './decision';
import { decisionEvent } from './decision-event';
import { outcomeEvent } from './outcome-event';
import type { Settlement } from './settlement';
import { stillStands } from './still-stands';

/** Attempts without a database, for simulations: passes the same conformance suite as those in PostgreSQL. */
export class InMemoryAttempts extends Attempts {
  protected readonly attempts = new Map<string, Attempt>();
  private readonly functionCalls = new Map<string, string | null>();

  constructor(
    private readonly clock: Clock,
    /** Kept beside the attempts; both publish to one place. */
    private readonly chains = new InMemoryChains(clock, []),
    /** How long whoever opened a round has before the clock goes on with it. Milliseconds. */
    private readonly beginWithinMs = 75_000,
  ) {
    super();
    chains.follow = (company, fact) => this.follow(company, fact);
  }

  get published(): Event<object>[] {
    return this.chains.published;
  }

  async take(request: Request): Promise<Attempt | undefined> {
    const known = this.functionCalls.get(request.id);
    if (known !== undefined) return openOne(known === null ? undefined : this.attempts.get(known));

    const decision = this.decides(request, this.ofCall(request));
    const attempt = this.carryOut(request, decision);
    this.functionCalls.set(request.id, attempt?.id ?? null);
    const answer = decisionEvent(request, decision, this.clock.now());
    if (answer) this.published.push(answer);
    return openOne(attempt);
  }

  async byId(company: string, attemptId: string): Promise<Attempt | undefined> {
    const attempt = this.attempts.get(attemptId);
    return attempt?.company === company ? attempt : undefined;
  }

  async ofOtherCalls({ company, request }: BookingAttempt): Promise<BookingAttempt[]> {
    return [...this.attempts.values()].filter(
      (other): other is BookingAttempt =>
        other.operation === 'book' &&
        other.company === company &&
        other.request.service.id === request.service.id &&
        Date.parse(other.request.start) === Date.parse(request.start) &&
        other.request.call.retellCallId !== request.call.retellCallId &&
        !isClosed(other),
    );
  }

  async openChanges(company: string, rootUid: string): Promise<ChangeAttempt[]> {
    return [...this.attempts.values()].filter(
      (attempt): attempt is ChangeAttempt =>
        attempt.operation !== 'book' &&
        attempt.company === company &&
        attempt.request.target?.rootUid === rootUid &&
        isOpen(attempt),
    );
  }

  async move<A extends Attempt>(attempt: A, move: Move, _evidence: Evidence): Promise<A> {
    return this.write(attempt, moved(attempt, move, this.clock.now()));
  }

  async schedule(attempt: Attempt, dueAt: Date | null): Promise<void> {
    const now = this.attempts.get(attempt.id);
    if (now?.version !== attempt.version) return;
    if (dueAt === null && isOpen(now)) throw new Error(`nobody would end attempt ${attempt.id}`);
    this.attempts.set(attempt.id, { ...now, dueAt });
  }

  async takeDue({ now, until, limit }: { now: Date; until: Date; limit: number }): Promise<Attempt[]> {
    const due = [...this.attempts.values()]
      .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
      .sort((a, b) => Number(a.dueAt) - Number(b.dueAt))
      .slice(0, limit);
    return due.map((attempt) => {
      const taken = { ...attempt, dueAt: until };
      this.attempts.set(attempt.id, taken);
      return taken;
    });
  }

  async settle(attempt: Attempt, settlement: Settlement, dueAt: Date | null): Promise<void> {
    const functionCallIds = [...this.functionCalls].filter(([, id]) => id === attempt.id).map(([id]) => id);
    const { company } = attempt;
    const reading = 'reading' in settlement ? settlement.reading : undefined;
    if (this.attempts.get(attempt.id)?.version !== attempt.version) throw new AttemptMoved(attempt.id);
    if (reading && settlement.kind === 'changed' && !this.chains.isCurrent(company, reading)) throw new ChainMovedOn();
    if (settlement.kind === 'already_booked') await this.mustStillStand(attempt, settlement.calcomUid);
    const revision = reading ? this.chains.nextRevisionOf(company, reading.fact.rootUid) : 0;
    // Made before the move: an outcome that cannot be told leaves the round as it was.
    const outcome = outcomeEvent(attempt, settlement, { functionCallIds, revision, now: this.clock.now() });
    this.write(attempt, settled(attempt, settlement, dueAt, this.clock.now()));
    if (settlement.kind === 'booked') for (const id of attempt.progress.replaces) this.withdraw(this.attempts.get(id));
    if (reading) this.chains.store(company, reading);
    if (reading && settlement.kind === 'changed') this.follow(company, reading.fact);
    this.published.push(outcome);
  }

  /** @throws ChainMovedOn */
  private async mustStillStand({ company, request }: Attempt, uid: string): Promise<void> {
    const chain = await this.chains.of(company, uid);
    if (chain && !stillStands(chain.fact, request, await this.openChanges(company, chain.rootUid)))
      throw new ChainMovedOn();
  }

  /** What a function call means among the rounds of its call; nothing may come in between. */
  protected decides(request: Request, rounds: readonly Attempt[]): Decision {
    return decide(request, rounds);
  }

  /** @returns the round the function call belongs to from now on */
  private carryOut(request: Request, decision: Decision): Attempt | undefined {
    switch (decision.kind) {
      case 'wait':
        throw new BeingUndone();
      case 'open': {
        for (const other of decision.withdraws) this.withdraw(other);
        const attempt = openedAttempt(request, decision, this.clock.now(), this.beginWithinMs);
        this.attempts.set(attempt.id, attempt);
        return decision.givenUp ? this.withdraw(attempt) : attempt;
      }
      case 'withdraw':
        return this.withdraw(decision.attempt);
      case 'join': {
        const { attempt, wantedAgain } = decision;
        if (isClosed(attempt) || !isJoinNews(attempt, request, wantedAgain)) return attempt;
        return this.write(attempt, joined(attempt, request, wantedAgain));
      }
      case 'ask_back':
      case 'nothing_to_change':
        return undefined;
    }
  }

  private withdraw(attempt: Attempt | undefined): Attempt | undefined {
    const change = attempt && withdrawn(attempt, this.clock.now());
    return change ? this.write(attempt, change) : attempt;
  }

  /** What became of an appointment, for the round that booked it and those that were answered with it. */
  private follow(company: string, { requestId, rootUid, status }: ChainFact): void {
    const ended = status === 'cancelled' || status === 'rejected';
    for (const attempt of this.attempts.values()) {
      const hasBooked =
        attempt.id === requestId && (attempt.state === 'booked' || attempt.state === 'awaiting_confirmation');
      const wasThere =
        attempt.state === 'already_booked' &&
        attempt.company === company &&
        this.chains.rootOf(company, attempt.bookedUid ?? '') === rootUid;
      if (ended && (hasBooked || wasThere) && !attempt.endedAt) {
        this.write(attempt, { endedAt: this.clock.now() });
      }
      if (hasBooked && attempt.state === 'awaiting_confirmation' && status === 'accepted')
        this.write(attempt, { state: 'booked', settledAt: this.clock.now() });
    }
  }

  protected ofCall({ company, data }: Request): Attempt[] {
    return [...this.attempts.values()].filter(
      (attempt) => attempt.company === company && attempt.request.call.retellCallId === data.call.retellCallId,
    );
  }

  protected write<A extends Attempt>(attempt: A, change: AttemptChange): A {
    const stored = this.attempts.get(attempt.id);
    if (stored?.version !== attempt.version) throw new AttemptMoved(attempt.id);
    const written = { ...attempt, ...change, version: attempt.version + 1 } as A;
    this.attempts.set(attempt.id, written);
    return written;
  }
}

const openOne = (attempt: Attempt | undefined): Attempt | undefined =>
  attempt && isOpen(attempt) ? attempt : undefined;

import { type BookingRequested, type Event, requestId } from '@callbook/contracts';
import { nextRevision } from '../chains/chain-revision';
import type { Clock } from '../clock/clock';
import { AttemptMoved, Attempts, type Evidence } from './attempts';
import { type BookingAttempt, isClosed, settledState, type Settlement } from './booking-attempt';
import { outcomeEvent } from './outcome-event';

interface Round {
  attempt: BookingAttempt;
  endedAt: Date | null;
  readonly functionCallIds: string[];
}

/** Attempts without a database, for simulations: passes the same conformance suite as those in PostgreSQL. */
export class InMemoryAttempts extends Attempts {
  readonly published: Event<object>[] = [];
  private readonly rounds: Round[] = [];
  private readonly revisions = new Map<string, number>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async openRound({ id: functionCallId, company, data }: Event<BookingRequested>): Promise<BookingAttempt> {
    const known = this.rounds.find(({ functionCallIds }) => functionCallIds.includes(functionCallId));
    if (known) return known.attempt;

    const latest = this.rounds.findLast(({ attempt }) => attempt.requestKey === data.requestKey);
    if (latest && !isClosed({ state: latest.attempt.state, endedAt: latest.endedAt })) {
      latest.functionCallIds.push(functionCallId);
      return latest.attempt;
    }

    const round = (latest?.attempt.round ?? 0) + 1;
    const attempt: BookingAttempt = {
      id: requestId(data.requestKey, round),
      requestKey: data.requestKey,
      round,
      company,
      state: 'requested',
      version: 1,
      eventTypeId: null,
      lastPostAt: null,
      leaseUntil: null,
      providerText: null,
      bookedUid: null,
      request: data,
    };
    this.rounds.push({ attempt, endedAt: null, functionCallIds: [functionCallId] });
    return attempt;
  }

  async byId(company: string, attemptId: string): Promise<BookingAttempt | undefined> {
    return this.rounds.find(({ attempt }) => attempt.id === attemptId && attempt.company === company)?.attempt;
  }

  async posting(attempt: BookingAttempt, post: { eventTypeId: number; leaseUntil: Date }): Promise<BookingAttempt> {
    return this.move(attempt, { state: 'posting', lastPostAt: this.clock.now(), ...post });
  }

  async notTaken(attempt: BookingAttempt, _evidence: Evidence): Promise<BookingAttempt> {
    return this.move(attempt, { state: 'requested', leaseUntil: null });
  }

  async unclear(
    attempt: BookingAttempt,
    { providerText }: Evidence & { readonly providerText: string },
  ): Promise<BookingAttempt> {
    return this.move(attempt, { state: 'unknown', leaseUntil: null, providerText });
  }

  async settle(attempt: BookingAttempt, settlement: Settlement): Promise<void> {
    const fact = settlement.kind === 'booked' ? settlement.reading.fact : undefined;
    const bookedUid = fact?.calcomUid ?? attempt.bookedUid;
    const { functionCallIds } = this.roundOf(attempt);
    const revision = fact ? this.takeRevision(attempt.company, fact.rootUid) : 0;
    // Made before the move: an outcome that cannot be told leaves the round as it was.
    const context = { functionCallIds: [...functionCallIds], revision, now: this.clock.now() };
    const outcome = outcomeEvent(attempt, settlement, context);
    this.move(attempt, { state: settledState(settlement), leaseUntil: null, bookedUid });
    this.published.push(outcome);
  }

  /** What was booked has ended (cancelled, rejected): the round is closed. */
  end(attempt: BookingAttempt): void {
    this.roundOf(attempt).endedAt = this.clock.now();
  }

  private move(attempt: BookingAttempt, change: Partial<BookingAttempt>): BookingAttempt {
    const round = this.roundOf(attempt);
    if (round.attempt.version !== attempt.version) throw new AttemptMoved(attempt.id);
    round.attempt = { ...attempt, ...change, version: attempt.version + 1 };
    return round.attempt;
  }

  private roundOf({ id }: BookingAttempt): Round {
    const round = this.rounds.find(({ attempt }) => attempt.id === id);
    if (!round) throw new AttemptMoved(id);
    return round;
  }

  private takeRevision(company: string, rootUid: string): number {
    const chain = `${company}/${rootUid}`;
    const last = this.revisions.get(chain);
    const revision = nextRevision(last === undefined ? undefined : { revision: last }, this.clock.now());
    this.revisions.set(chain, revision);
    return revision;
  }
}

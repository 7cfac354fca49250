import type { BookingFact, Event } from '@callbook/contracts';
import { type Attempt, currentPart, type Part, type Progress, withCurrentPart } from '../../src/attempts/attempt';
import type { Attempts, Request } from '../../src/attempts/attempts';
import type { Settlement } from '../../src/attempts/settlement';
import type { Chains } from '../../src/chains/chains';
import type { Clock } from '../../src/clock/clock';
import { sampleFact, slot, ten } from './function-calls';

/** An implementation with nothing in it yet. */
export interface AttemptsUnderTest {
  readonly attempts: Attempts;
  /** Kept beside the attempts. */
  readonly chains: Chains;
  /** Everything published so far, in order. */
  published(): Promise<Event<object>[]>;
}

/** Stands still unless a test moves it. */
export class StandingClock implements Clock {
  constructor(private at = ten.getTime()) {}
  now = (): Date => new Date(this.at);
  pass = (ms: number): void => void (this.at += ms);
}

/** How long whoever opened a round has before the clock goes on with it. Milliseconds. */
export const beginWithinMs = 75_000;

export const part: Part = {
  segment: null,
  eventTypeId: 2001,
  hostSubset: null,
  start: slot,
  posts: 0,
  uid: null,
};

/** Settlements that need no calendar. */
export const refusal: Settlement = { kind: 'refused', reason: 'slot_taken', providerText: 'taken', alternatives: [] };
export const unresolved: Settlement = {
  kind: 'unresolved',
  reason: 'not_found_after_unclear_post',
  providerText: 'timeout',
};
export const stuck: Settlement = { kind: 'unresolved', reason: 'compensation_stuck', providerText: 'no' };

/** What a look showed. @param seconds after ten at which it was asked for; its answer came a second later */
export function reading(difference: Partial<BookingFact> = {}, seconds = 0) {
  const fact = sampleFact(difference);
  const askedAt = new Date(ten.getTime() + seconds * 1_000);
  return { fact, uids: [fact.calcomUid], askedAt, answeredAt: new Date(askedAt.getTime() + 1_000) };
}

/** What a test does with the implementation, in the words of the port. */
export class Desk {
  constructor(
    readonly under: AttemptsUnderTest,
    readonly clock: StandingClock,
  ) {}

  get attempts(): Attempts {
    return this.under.attempts;
  }

  /** Decides, and gives the round to go on with. */
  async open(request: Request): Promise<Attempt> {
    const attempt = await this.attempts.take(request);
    if (!attempt) throw new Error('the function call has no round to go on with');
    return attempt;
  }

  /** The round as it is now. */
  async now({ company, id }: Attempt): Promise<Attempt> {
    const attempt = await this.attempts.byId(company, id);
    if (!attempt) throw new Error(`attempt ${id} is gone`);
    return attempt;
  }

  leaseUntil = (): Date => new Date(this.clock.now().getTime() + 75_000);

  /** Announces a POST, as the first or the next one. */
  post(attempt: Attempt): Promise<Attempt> {
    const planned: Progress =
      attempt.progress.parts.length > 0 ? attempt.progress : { ...attempt.progress, parts: [part] };
    const posts = (currentPart({ progress: planned })?.posts ?? 0) + 1;
    const leaseUntil = this.leaseUntil();
    const progress = withCurrentPart(planned, { posts });
    return this.attempts.move(
      attempt,
      { state: 'posting', posted: true, leaseUntil, dueAt: leaseUntil, progress },
      { posts },
    );
  }

  doubt(posting: Attempt, dueAt = new Date(this.clock.now().getTime() + 2_000)): Promise<Attempt> {
    const progress = { ...posting.progress, doubt: 'unclear', doubted: true } as const;
    const move = { state: 'unknown', dueAt, progress, providerText: 'timeout' } as const;
    return this.attempts.move(posting, move, { providerText: 'timeout' });
  }

  /** Brings a round that was just opened into a state. */
  async bring(attempt: Attempt, state: Attempt['state']): Promise<Attempt> {
    if (state === 'requested') return attempt;
    const posting = await this.post(attempt);
    switch (state) {
      case 'posting':
        return posting;
      case 'unknown':
        return this.doubt(posting);
      case 'compensating':
        return this.attempts.move(
          posting,
          {
            state,
            dueAt: this.clock.now(),
            progress: { ...posting.progress, ending: { reason: 'withdrawn', providerText: null } },
          },
          {},
        );
      case 'booked':
      case 'awaiting_confirmation':
        await this.settleBooked(posting, { status: state === 'booked' ? 'accepted' : 'pending' });
        break;
      case 'already_booked':
        await this.attempts.settle(posting, { kind: 'already_booked', calcomUid: 'foreignUid01' }, null);
        break;
      case 'changed':
        await this.attempts.settle(posting, { kind: 'changed', reading: reading() }, null);
        break;
      case 'refused':
        await this.attempts.settle(posting, refusal, null);
        break;
      case 'unresolved':
        await this.attempts.settle(posting, unresolved, null);
        break;
      case 'compensation_stuck':
        await this.attempts.settle(posting, stuck, null);
        break;
    }
    return this.now(attempt);
  }

  /** Settles with a booking whose request id is the attempt's. */
  async settleBooked(attempt: Attempt, difference: Partial<BookingFact> = {}): Promise<void> {
    const { id: requestId, requestKey } = attempt;
    await this.attempts.settle(
      attempt,
      { kind: 'booked', reading: reading({ requestId, requestKey, ...difference }) },
      null,
    );
  }

  /** The salon cancels what the round has booked. */
  async end(attempt: Attempt): Promise<void> {
    await this.show(attempt, { status: 'cancelled' });
  }

  /** The calendar shows the sample's booking, which the round made, as it is by now. */
  async show(
    { company, id: requestId, requestKey }: Attempt,
    difference: Partial<BookingFact>,
    seconds = 5,
  ): Promise<void> {
    const shown = reading({ requestId, requestKey, providerUpdatedAt: null, ...difference }, seconds);
    await this.under.chains.take(company, shown, requestId);
  }

  /** What was published, in short. */
  async told(): Promise<Told[]> {
    return (await this.under.published()).map(({ type, data }) => ({
      type: type.split('.')[1] ?? '',
      ...(data as object),
    }));
  }
}

export interface Told extends Record<string, unknown> {
  readonly type: string;
}

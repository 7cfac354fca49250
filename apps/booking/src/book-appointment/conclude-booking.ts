import type { CatalogueSource } from '@callbook/catalogue';
import type { Alternative, UnresolvedReason } from '@callbook/contracts';
import type { StepResult } from '../attempts/advance-attempt';
import { type Attempt, bookingWish, currentPart, type Ending, everPosted, withCurrentPart } from '../attempts/attempt';
import type { Attempts } from '../attempts/attempts';
import type { Settlement } from '../attempts/settlement';
import type { CalendarBooking } from '../calendar/calendar';
import type { ReadChain } from '../chains/read-chain';
import type { Clock } from '../clock/clock';
import type { Alternatives } from '../free-slots/alternatives';
import type { BookedParts } from './booked-parts';
import type { BookingSettings } from './booking-settings';
import { isBoundTo, preference } from './plan-booking';

type Result = StepResult;

/** Reasons for which another start would help. */
export const helpedByAnotherStart: ReadonlySet<string> = new Set([
  'slot_taken',
  'preferred_staff_unavailable',
  'too_soon',
  'outside_hours',
]);

/** How an attempt ends, or goes on to its next part, once it is certain what became of a POST. */
export class ConcludeBooking {
  constructor(
    protected readonly attempts: Attempts,
    protected readonly bookedParts: BookedParts,
    private readonly alternatives: Alternatives,
    private readonly catalogue: CatalogueSource,
    protected readonly clock: Clock,
    private readonly settings: BookingSettings,
  ) {}

  /** The answer to the POST was our booking. */
  partBooked(attempt: Attempt, booking: CalendarBooking, readFrom: 'post' | 'get'): Promise<Result> {
    return this.withPart(
      attempt,
      { rootUid: booking.uid, uids: [booking.uid], newest: booking, bookedAt: booking.createdAt },
      readFrom,
    );
  }

  /** A look found our booking. */
  partFound(attempt: Attempt, chain: ReadChain): Promise<Result> {
    return this.withPart(attempt, chain, 'get');
  }

  private async withPart(attempt: Attempt, chain: BookedChain, readFrom: 'post' | 'get'): Promise<Result> {
    const certain = { doubt: null, absentAt: null, ending: null };
    const progress = { ...withCurrentPart(attempt.progress, { uid: chain.newest.uid }), ...certain };
    const booked: Attempt = { ...attempt, progress };
    if (attempt.withdrawnAt) return this.end(booked, { reason: 'withdrawn', providerText: null });
    if (currentPart(booked) === undefined && progress.parts.length === 1) return this.booked(booked, [chain], readFrom);
    const move = { state: 'requested', dueAt: this.clock.now(), progress } as const;
    return { kind: 'moved', attempt: await this.attempts.move(attempt, move, { uid: chain.newest.uid }) };
  }

  /** Every part is booked: of a composite service, all or none. */
  async confirm(attempt: Attempt): Promise<Result> {
    if (attempt.withdrawnAt) return this.end(attempt, { reason: 'withdrawn', providerText: null });
    const chains = await this.bookedParts.read(attempt);
    if (chains === 'ended') return this.end(attempt, { reason: 'not_allowed', providerText: partEnded });
    return this.booked(attempt, chains, 'get');
  }

  /** Everything that was to be booked is. */
  protected async booked(attempt: Attempt, chains: readonly BookedChain[], readFrom: 'post' | 'get'): Promise<Result> {
    const reading = await this.bookedParts.readingOf(attempt, chains, readFrom);
    return this.settle(attempt, { kind: 'booked', reading });
  }

  alreadyBooked(attempt: Attempt, booking: Pick<CalendarBooking, 'uid'>): Promise<Result> {
    return this.settle(attempt, { kind: 'already_booked', calcomUid: booking.uid });
  }

  /** What was booked is there no longer, and it was not us. */
  async endedMeanwhile(attempt: Attempt, found: readonly ReadChain[]): Promise<Result> {
    if (attempt.withdrawnAt) return this.end(attempt, { reason: 'withdrawn', providerText: null });
    if (attempt.state === 'unresolved') return { kind: 'done' };
    if (isPartlyBooked(attempt)) return this.end(attempt, { reason: 'not_allowed', providerText: partEnded });
    const providerText = found[0]?.newest.status ?? null;
    return this.settle(attempt, { kind: 'unresolved', reason: 'booking_ended_meanwhile', providerText });
  }

  giveUp(attempt: Attempt, reason: UnresolvedReason): Promise<Result> {
    // Of a composite service nothing is left half booked: what is there can be undone, and then it is certain.
    if (reason === 'not_found_after_unclear_post' && isPartlyBooked(attempt))
      return this.end(attempt, { reason: 'not_allowed', providerText: attempt.providerText });
    return this.settle(attempt, { kind: 'unresolved', reason, providerText: attempt.providerText });
  }

  /** Ends without a booking: at once when nothing was booked, else when what was booked is cancelled again. */
  async end(attempt: Attempt, ending: Ending): Promise<Result> {
    if (isPartlyBooked(attempt)) {
      const move = {
        state: 'compensating',
        dueAt: this.clock.now(),
        progress: { ...attempt.progress, ending },
      } as const;
      return { kind: 'moved', attempt: await this.attempts.move(attempt, move, { ...ending }) };
    }
    return this.refuse(attempt, ending);
  }

  /** Nothing is booked, for certain. */
  async refuse(attempt: Attempt, { reason: told, providerText }: Ending): Promise<Result> {
    const reason = told === 'slot_taken' && this.wasForThePerson(attempt) ? 'preferred_staff_unavailable' : told;
    const alternatives = await this.alternativesFor(attempt, reason);
    return this.settle(attempt, { kind: 'refused', reason, providerText, alternatives });
  }

  private async alternativesFor(attempt: Attempt, reason: string): Promise<readonly Alternative[]> {
    if (!helpedByAnotherStart.has(reason)) return [];
    const { company } = attempt;
    const request = bookingWish(attempt);
    const staffId = preference(request, company, this.catalogue.current())?.staffId ?? null;
    return this.alternatives.near({ company, serviceId: request.service.id, start: new Date(request.start), staffId });
  }

  /** The person wished for is not free; another might be. */
  private wasForThePerson(attempt: Attempt): boolean {
    const { company, progress } = attempt;
    const request = bookingWish(attempt);
    const catalogue = this.catalogue.current();
    if (!preference(request, company, catalogue)?.staffId) return false;
    const service = catalogue.service(request.service.id);
    return service?.segments.length === 0 && isBoundTo(progress.parts, service);
  }

  /** What ever posted is looked at again, for a booking that came to be after nobody expected it any more. */
  private async settle(attempt: Attempt, settlement: Settlement): Promise<Result> {
    await this.attempts.settle(attempt, settlement, this.firstLookAfter(attempt, settlement));
    return { kind: 'done' };
  }

  private firstLookAfter(attempt: Attempt, settlement: Settlement): Date | null {
    const [first] = this.settings.convergeAfterMs;
    const postedOnce = attempt.progress.parts.every(({ posts }) => posts <= 1);
    const isPlain = settlement.kind === 'booked' && postedOnce;
    if (!everPosted(attempt) || isPlain || first === undefined) return null;
    return new Date((attempt.lastPostAt ?? this.clock.now()).getTime() + first);
  }
}

const partEnded = 'a part was cancelled meanwhile';

function isPartlyBooked({ progress }: Attempt): boolean {
  return progress.parts.some(({ uid }) => uid !== null);
}

/** The chain that a part's booking began; for a booking just made, that booking alone. */
export type BookedChain = Pick<ReadChain, 'rootUid' | 'uids' | 'newest' | 'bookedAt'>;

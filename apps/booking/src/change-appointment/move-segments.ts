import type { CatalogueSource } from '@callbook/catalogue';
import type { StepResult } from '../attempts/advance-attempt';
import type { ChangeAttempt, Ending } from '../attempts/attempt';
import type { Attempts } from '../attempts/attempts';
import type { BookAppointment } from '../book-appointment/book-appointment';
import type { BookedParts } from '../book-appointment/booked-parts';
import { isLive } from '../calendar/is-live';
import type { BookingSettings } from '../book-appointment/booking-settings';
import { type CancelAll, reasonOf } from '../book-appointment/cancel-all';
import { planParts } from '../book-appointment/plan-booking';
import { readingOf } from '../calendar-changes/reading-of';
import type { ChainReading, Chains, KnownChain } from '../chains/chains';
import { isAnyLive, type ReadAppointment } from '../chains/read-appointment';
import type { ReadChain } from '../chains/read-chain';
import type { Clock } from '../clock/clock';
import type { ConcludeChange } from './conclude-change';
import { changedByPeople } from './conclude-new-set';
import { inItsPlace } from './in-its-place';
import { whyNoChange } from './why-no-change';

/**
 * Moves an appointment of several bookings: books all of them at the new time, then cancels the old ones. It stays the same
 * appointment; until the last old booking is cancelled nothing is said, and before the first one is, there is a way back.
 */
export class MoveSegments {
  /** @param bookNewSet books the parts of a move; ends with `ConcludeNewSet` */
  constructor(
    private readonly attempts: Attempts,
    private readonly chains: Chains,
    private readonly bookNewSet: BookAppointment,
    private readonly bookedParts: BookedParts,
    private readonly cancelAll: CancelAll,
    private readonly conclude: ConcludeChange,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
    private readonly settings: BookingSettings,
  ) {}

  /** Plans the new set, or says why there will be none. @param appointment as the calendar has it now */
  async begin(attempt: ChangeAttempt, appointment: ReadAppointment, known: KnownChain): Promise<StepResult> {
    const { company, request } = attempt;
    const now = this.clock.now();
    const refuse = (reason: Ending['reason'], providerText: string | null = null) =>
      this.conclude.refuse(attempt, { reason, providerText });

    if (!isAnyLive(appointment)) return refuse('appointment_ended');
    if (!appointment.parts.every(({ chain }) => isLive(chain.newest))) return refuse('not_allowed', changedByPeople);
    if (attempt.withdrawnAt) return refuse('superseded');
    const catalogue = this.catalogue.current();
    const reading = readingOf(company, appointment, known.fact, catalogue);
    if (Date.parse(reading.fact.start) === Date.parse(request.start)) return this.conclude.changed(attempt, reading);
    const reason = whyNoChange(attempt, appointment, now, this.settings);
    if (reason) return refuse(reason);
    const service = known.fact.service && catalogue.service(known.fact.service.id);
    if (!service?.active) return refuse('unknown_service');
    const plan = planParts(service, new Date(request.start), null, catalogue);
    if ('refused' in plan) return refuse(plan.refused);

    const inPlace = inItsPlace(attempt, service, known.fact);
    const progress = { ...attempt.progress, parts: plan.parts, inPlace };
    const move = { state: 'requested', progress, dueAt: now } as const;
    return { kind: 'moved', attempt: await this.attempts.move(attempt, move, { parts: plan.parts.length }) };
  }

  /** Goes on with a move that was planned. */
  step(attempt: ChangeAttempt): Promise<StepResult> {
    const isAllBooked = attempt.progress.released.length > 0;
    return isAllBooked && attempt.state === 'compensating' ? this.release(attempt) : this.bookNewSet.step(attempt);
  }

  private async release(attempt: ChangeAttempt): Promise<StepResult> {
    const { company, progress, createdAt } = attempt;
    const now = this.clock.now();
    const result = await this.cancelAll.execute(company, progress.released, reasonOf('moved by the caller'));
    if (result.kind !== 'cancelled') {
      const isTooLong = now.getTime() - createdAt.getTime() > this.settings.compensateForMs;
      if (result.kind === 'resisted' && isTooLong) return this.conclude.giveUp(attempt, 'compensation_stuck');
      return { kind: 'later', dueAt: new Date(now.getTime() + result.retryAfterMs) };
    }
    const known = await this.chains.of(company, progress.released[0] ?? '');
    const booked = await this.bookedParts.read(attempt);
    if (!known || booked === 'ended') return this.conclude.giveUp(attempt, 'booking_ended_meanwhile');
    return this.conclude.changed(attempt, this.readingOfNewSet(attempt, booked, known));
  }

  private readingOfNewSet(
    { company, progress }: ChangeAttempt,
    booked: readonly ReadChain[],
    known: KnownChain,
  ): ChainReading {
    const bookedAt = known.fact.providerCreatedAt === null ? null : new Date(known.fact.providerCreatedAt);
    const parts = booked.map((chain, index) => ({
      segment: progress.parts[index]?.segment ?? null,
      chain: { ...chain, rootUid: known.rootUid, bookedAt, known },
    }));
    return readingOf(company, { parts }, known.fact, this.catalogue.current());
  }
}

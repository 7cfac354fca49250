import type { CatalogueSource } from '@callbook/catalogue';
import type { BookingRequested, Event } from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';
import type { Calendar, CalendarBooking, OrderAnswer } from '../calendar/calendar';
import type { Chains } from '../chains/chains';
import { readChain } from '../chains/read-chain';
import type { Clock } from '../clock/clock';
import type { Attempts } from './attempts';
import { type BookingAttempt, isConclusive, nextStep } from './booking-attempt';
import { type BookedChain, type ConfirmAttempt } from './confirm-attempt';
import { planBooking, type PlanSettings } from './plan-booking';

export interface BookAppointmentSettings extends PlanSettings {
  /** How long a POST may take, from its announcement; longer than the HTTP time-out. Milliseconds. */
  readonly leaseMs: number;
  /** How long the HTTP client waits for an answer. Milliseconds. */
  readonly httpTimeoutMs: number;
  /** When "not there" becomes conclusive, counted from the last POST. Milliseconds. */
  readonly conclusiveAfterMs: number;
}

/**
 * Books what was asked for, once. Safe to run again from the start at any point: every step first asks the attempt how
 * far it got, and what may have been booked is looked up before anything else is done.
 */
export class BookAppointment {
  constructor(
    private readonly attempts: Attempts,
    private readonly confirmAttempt: ConfirmAttempt,
    private readonly chains: Chains,
    private readonly calendar: Calendar,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
    private readonly settings: BookAppointmentSettings,
  ) {}

  /**
   * Returns when the round is settled and its outcome stored for publishing.
   * @throws RetryableError when it must be looked at again later
   */
  async execute(event: Event<BookingRequested>): Promise<void> {
    const attempt = await this.attempts.openRound(event);
    switch (nextStep(attempt, this.clock.now())) {
      case 'nothing':
        return;
      case 'wait':
        throw new RetryableError(
          'post_under_way',
          'another delivery has announced the POST and may still be waiting for its answer',
          { retryAfterMs: (attempt.leaseUntil?.getTime() ?? 0) - this.clock.now().getTime() },
        );
      case 'post':
        return this.post(attempt, latest(attempt.request.answerBy, event.data.answerBy));
      case 'look_up':
        return this.lookUp(attempt);
    }
  }

  /** @param answerBy when the last of those who ask stops waiting */
  private async post(attempt: BookingAttempt, answerBy: Date): Promise<void> {
    const plan = planBooking(attempt, answerBy, this.catalogue.current(), this.settings, this.clock.now());
    if (plan.kind === 'refused') {
      return this.attempts.settle(attempt, { kind: 'refused', reason: plan.reason, providerText: null });
    }

    const leaseUntil = new Date(this.clock.now().getTime() + this.settings.leaseMs);
    // Committed before the POST: a crash from here on leaves the question "did it book?", never a silent second booking.
    const posting = await this.attempts.posting(attempt, { eventTypeId: plan.order.eventTypeId, leaseUntil });
    if (!this.coversOnePost(leaseUntil)) {
      await this.attempts.notTaken(posting, { code: 'lease_too_short' });
      throw new RetryableError('lease_too_short', 'too much of the lease had passed before the POST could be sent');
    }
    await this.conclude(posting, await this.calendar.book(plan.order));
  }

  private async conclude(posting: BookingAttempt, answer: OrderAnswer): Promise<void> {
    switch (answer.kind) {
      case 'booked':
        if (answer.booking.metadata.callbook_request_id === posting.id)
          return this.confirmAttempt.execute(posting, chainOfOne(answer.booking), 'post');
        // Success with somebody else's booking: ours may or may not be there as well.
        return this.lookUp(
          await this.attempts.unclear(posting, { providerText: 'the answer was a booking without our request id' }),
        );
      case 'refused':
        return this.attempts.settle(posting, {
          kind: 'refused',
          reason: answer.reason,
          providerText: answer.providerText,
        });
      case 'not_taken':
        await this.attempts.notTaken(posting, { code: answer.code });
        throw new RetryableError(answer.code, answer.message, {
          retryAfterMs: answer.retryAfterMs,
        });
      case 'unclear':
        return this.lookUp(await this.attempts.unclear(posting, { providerText: answer.providerText }));
    }
  }

  private async lookUp(attempt: BookingAttempt): Promise<void> {
    const { id, company, eventTypeId, request, providerText } = attempt;
    if (eventTypeId === null) throw new Error(`attempt ${id} was posted without an event type`);
    const askedAt = this.clock.now();
    const found = await this.calendar.find({ company, requestId: id, eventTypeId, start: new Date(request.start) });
    if (found) return this.confirmMoved(attempt, found);
    if (isConclusive(attempt, askedAt, this.settings.conclusiveAfterMs)) {
      return this.attempts.settle(attempt, {
        kind: 'unresolved',
        reason: 'not_found_after_unclear_post',
        providerText,
      });
    }
    throw new RetryableError('booking_unclear', 'the POST may have booked and no booking shows yet');
  }

  /** The booking may have been moved since: what counts is where it is now. */
  private async confirmMoved(attempt: BookingAttempt, found: CalendarBooking): Promise<void> {
    const sight = { calendar: this.calendar, chains: this.chains };
    const chain = await readChain(sight, attempt.company, found);
    if (!chain.isComplete)
      throw new RetryableError('booking_moving', 'the booking was moved and the new one does not show yet');
    return this.confirmAttempt.execute(attempt, chain, 'get');
  }

  private coversOnePost(leaseUntil: Date): boolean {
    return this.clock.now().getTime() + this.settings.httpTimeoutMs < leaseUntil.getTime();
  }
}

const chainOfOne = (booking: CalendarBooking): BookedChain => ({
  rootUid: booking.uid,
  uids: [booking.uid],
  newest: booking,
  bookedAt: booking.createdAt,
});

function latest(...times: readonly string[]): Date {
  return new Date(Math.max(...times.map((time) => Date.parse(time))));
}

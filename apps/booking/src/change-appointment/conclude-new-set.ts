import type { StepResult } from '../attempts/advance-attempt';
import type { Attempt, Ending } from '../attempts/attempt';
import { isLive } from '../calendar/is-live';
import { ConcludeBooking } from '../book-appointment/conclude-booking';
import { type Calendar, CalendarUnavailable } from '../calendar/calendar';
import type { Chains } from '../chains/chains';
import { isAnyLive, readAppointment, type ReadAppointment } from '../chains/read-appointment';

/**
 * How the booking of a new set ends that is to take the place of an old one. When all of it is booked the old set is
 * released; when it cannot be, what was booked of it is cancelled, and the old set stays.
 */
export class ConcludeNewSet extends ConcludeBooking {
  constructor(
    private readonly calendar: Pick<Calendar, 'get'>,
    private readonly chains: Pick<Chains, 'of'>,
    ...around: ConstructorParameters<typeof ConcludeBooking>
  ) {
    super(...around);
  }

  /** From here on there is no way back, so it is looked once more whether the old set is still there to be replaced. */
  protected override async booked(attempt: Attempt): Promise<StepResult> {
    const old = await this.oldSet(attempt);
    const { providerText } = attempt;
    if (!isAnyLive(old)) return this.end(attempt, { reason: 'appointment_ended', providerText });
    if (!old.parts.every(({ chain }) => isLive(chain.newest)))
      return this.end(attempt, { reason: 'not_allowed', providerText: changedByPeople });
    const released = old.parts.map(({ chain }) => chain.newest.uid);
    const progress = { ...attempt.progress, released };
    const move = { state: 'compensating', progress, dueAt: this.clock.now() } as const;
    return { kind: 'moved', attempt: await this.attempts.move(attempt, move, { released }) };
  }

  /** @throws CalendarUnavailable also while the calendar does not show all of it */
  private async oldSet({ company, operation, request }: Attempt): Promise<ReadAppointment> {
    const uid = operation === 'book' ? undefined : request.target?.calcomUid;
    if (uid === undefined) throw new Error('what is booked here takes the place of nothing');
    const sight = { calendar: this.calendar, chains: this.chains };
    const old = await readAppointment(sight, company, uid, 'bookings');
    if (typeof old !== 'string') return old;
    throw new CalendarUnavailable('calcom_not_shown', `what is moved is ${old}`, { retryAfterMs: 2_000 });
  }

  /** The person holds something else then: it is not what takes the old set's place. */
  override alreadyBooked(attempt: Attempt): Promise<StepResult> {
    return this.end(attempt, { reason: 'slot_taken', providerText: 'answered with a booking that is not ours' });
  }

  override refuse(attempt: Attempt, { reason, providerText }: Ending): Promise<StepResult> {
    return super.refuse(attempt, { reason: reason === 'withdrawn' ? 'superseded' : reason, providerText });
  }
}

/** Why a composite service is left as it is: what holds of some of its bookings does not hold of all. */
export const changedByPeople = 'some of its bookings were changed in the calendar';

import type { CatalogueSource } from '@callbook/catalogue';
import { AdvanceAttempt } from './attempts/advance-attempt';
import type { Attempts } from './attempts/attempts';
import { TakeRequest } from './attempts/take-request';
import { BookAppointment } from './book-appointment/book-appointment';
import { BookedParts } from './book-appointment/booked-parts';
import type { BookingSettings } from './book-appointment/booking-settings';
import { CancelAll } from './book-appointment/cancel-all';
import { Compensate } from './book-appointment/compensate';
import { ConcludeBooking } from './book-appointment/conclude-booking';
import { Converge } from './book-appointment/converge';
import { LookUp } from './book-appointment/look-up';
import { OtherRounds } from './book-appointment/other-rounds';
import { ReleaseBooking } from './book-appointment/release-booking';
import { TakeEvidence } from './book-appointment/take-evidence';
import { LookAtCalendar } from './calendar-changes/look-at-calendar';
import type { Calendar } from './calendar/calendar';
import { CancelAppointment } from './change-appointment/cancel-appointment';
import { ChangeAppointment } from './change-appointment/change-appointment';
import { ConcludeChange } from './change-appointment/conclude-change';
import { ConcludeNewSet } from './change-appointment/conclude-new-set';
import { ConvergeChange } from './change-appointment/converge-change';
import { MoveBooking } from './change-appointment/move-booking';
import { MoveSegments } from './change-appointment/move-segments';
import { PostChange } from './change-appointment/post-change';
import type { Chains } from './chains/chains';
import type { Clock } from './clock/clock';
import type { Alternatives } from './free-slots/alternatives';

/** What the use cases reach the world through. */
export interface Surroundings {
  readonly attempts: Attempts;
  readonly calendar: Calendar;
  readonly chains: Chains;
  readonly alternatives: Alternatives;
  readonly catalogue: CatalogueSource;
  readonly clock: Clock;
  readonly settings: BookingSettings;
}

/** The use cases of booking, put together: the same ones in the service and in the simulation. */
export function bookingUseCases(around: Surroundings) {
  const { attempts, calendar, chains, alternatives, catalogue, clock, settings } = around;
  const bookedParts = new BookedParts(calendar, chains, catalogue);
  const conclude = new ConcludeBooking(attempts, bookedParts, alternatives, catalogue, clock, settings);
  const cancelAll = new CancelAll(calendar);
  const lookUp = new LookUp(attempts, calendar, chains, conclude, alternatives, clock, settings);
  const compensate = new Compensate(calendar, chains, cancelAll, conclude, clock, settings);
  const release = new ReleaseBooking(attempts, calendar, chains, cancelAll, catalogue, clock, settings);
  const converge = new Converge(attempts, calendar, chains, conclude, release, cancelAll, clock, settings);
  const others = new OtherRounds(attempts, chains, clock);
  const bookAppointment = new BookAppointment(
    attempts,
    calendar,
    catalogue,
    others,
    lookUp,
    conclude,
    compensate,
    converge,
    clock,
    settings,
  );
  const changes = changeUseCase(around, { bookedParts, cancelAll, release, others });
  const advance = new AdvanceAttempt(attempts, bookAppointment, changes, clock);
  const takeRequest = new TakeRequest(attempts, advance);
  const takeEvidence = new TakeEvidence(conclude, advance, clock);
  const lookAtCalendar = new LookAtCalendar(calendar, chains, attempts, takeEvidence, catalogue, clock);
  return { advance, takeRequest, lookAtCalendar };
}

interface Shared {
  readonly bookedParts: BookedParts;
  readonly cancelAll: CancelAll;
  readonly release: ReleaseBooking;
  readonly others: OtherRounds;
}

function changeUseCase(around: Surroundings, shared: Shared): ChangeAppointment {
  const { bookedParts, cancelAll } = shared;
  const { attempts, calendar, chains, alternatives, catalogue, clock, settings } = around;
  const conclude = new ConcludeChange(attempts, alternatives, clock, settings);
  const post = new PostChange(attempts, calendar, clock, settings);
  const cancel = new CancelAppointment(attempts, calendar, post, conclude, catalogue, clock, settings);
  const moveBooking = new MoveBooking(calendar, post, conclude, cancelAll, alternatives, catalogue, clock, settings);
  const bookNewSet = newSetUseCase(around, shared);
  const moveSegments = new MoveSegments(
    attempts,
    chains,
    bookNewSet,
    bookedParts,
    cancelAll,
    conclude,
    catalogue,
    clock,
    settings,
  );
  const converge = new ConvergeChange(
    attempts,
    calendar,
    chains,
    bookNewSet,
    cancelAll,
    conclude,
    catalogue,
    clock,
    settings,
  );
  return new ChangeAppointment(
    attempts,
    calendar,
    chains,
    cancel,
    moveBooking,
    moveSegments,
    conclude,
    converge,
    catalogue,
    clock,
    settings,
  );
}

/** The bookings that take the place of others are made by the rules of every booking; only how it ends is their own. */
function newSetUseCase(around: Surroundings, { bookedParts, cancelAll, release, others }: Shared): BookAppointment {
  const { attempts, calendar, chains, alternatives, catalogue, clock, settings } = around;
  const conclude = new ConcludeNewSet(
    calendar,
    chains,
    attempts,
    bookedParts,
    alternatives,
    catalogue,
    clock,
    settings,
  );
  const lookUp = new LookUp(attempts, calendar, chains, conclude, alternatives, clock, settings);
  const compensate = new Compensate(calendar, chains, cancelAll, conclude, clock, settings);
  const converge = new Converge(attempts, calendar, chains, conclude, release, cancelAll, clock, settings);
  return new BookAppointment(
    attempts,
    calendar,
    catalogue,
    others,
    lookUp,
    conclude,
    compensate,
    converge,
    clock,
    settings,
  );
}

// What a simulation needs to give them their surroundings.
export type { Attempt } from './attempts/attempt';
export { Attempts, AttemptMoved, type Evidence, type Move, type Request } from './attempts/attempts';
export { decide } from './attempts/decide';
export type { Decision } from './attempts/decision';
export { InMemoryAttempts } from './attempts/in-memory-attempts';
export type { Settlement } from './attempts/settlement';
export { WorkOffAttempts } from './attempts/work-off-attempts';
export type { BookingSettings } from './book-appointment/booking-settings';
export { CalcomCalendar } from './calendar/calcom-calendar';
export * from './calendar/calendar';
export type { CalcomAccount } from './calendar/company-clients';
export { type Hint, statusesInOrder } from './calendar-changes/hint';
export { type HintFinding, Hints } from './calendar-changes/hints';
export { TakeHint } from './calendar-changes/take-hint';
export { type HintSettings, WorkOffHints } from './calendar-changes/work-off-hints';
export { type ChainReading, Chains, type KnownChain } from './chains/chains';
export { InMemoryChains } from './chains/in-memory-chains';
export { Clock } from './clock/clock';
export { Alternatives } from './free-slots/alternatives';

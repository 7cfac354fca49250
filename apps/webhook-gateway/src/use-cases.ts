import type { CatalogueSource } from '@callbook/catalogue';
import { BookAppointment } from './book-appointment/book-appointment';
import { FindEarlierWish } from './book-appointment/earlier-wish';
import type { OutcomeWaiters } from './booking-outcome/outcome-waiters';
import { RequestAndWait } from './booking-outcome/request-and-wait';
import type { RequestOutcomes } from './booking-outcome/request-outcomes';
import type { Callers } from './callers/callers';
import { FindAppointments } from './callers/find-appointments';
import { CancelAppointment } from './cancel-appointment/cancel-appointment';
import { ChangeAppointment } from './change-appointment/change-appointment';
import { CheckAvailability } from './check-availability/check-availability';
import type { FreeTimes } from './check-availability/free-times';
import { LookUpFreeTimes } from './check-availability/look-up-free-times';
import { CheckCustomer } from './check-customer/check-customer';
import type { Events } from './events';
import { ListAppointments } from './list-appointments/list-appointments';
import { RescheduleAppointment } from './reschedule-appointment/reschedule-appointment';
import { AgentFunctions } from './retell/agent-functions';
import type { Clock } from './time/clock';
import type { Timers } from './time/timers';

/** What the use cases reach the world through. */
export interface Surroundings {
  readonly catalogues: CatalogueSource;
  readonly waiters: OutcomeWaiters;
  readonly events: Events;
  readonly outcomes: RequestOutcomes;
  readonly callers: Callers;
  readonly freeTimes: FreeTimes;
  readonly clock: Clock;
  readonly timers: Timers;
}

export interface Deadlines {
  /** How long a caller may be kept waiting for an answer, in milliseconds. */
  readonly answerDeadlineMs: number;
  /** Between two questions to records about one request, in milliseconds. */
  readonly outcomePollMs: number;
}

/** Looking up who or what is meant may take this share of the caller's patience; asking booking needs the rest. */
const shareOfLookUps = 0.3;

/** The agent's functions, put together: the same ones in the service and in the simulation. */
export function agentFunctionsOf(around: Surroundings, { answerDeadlineMs: deadline, outcomePollMs }: Deadlines) {
  const { catalogues, waiters, events, outcomes, callers, freeTimes, clock, timers } = around;
  const patience = deadline * shareOfLookUps;
  const requests = new RequestAndWait(waiters, events, outcomes, clock, timers, outcomePollMs);
  const earlier = new FindEarlierWish(callers, patience);
  const finder = new FindAppointments(callers, patience);
  const change = new ChangeAppointment(catalogues, finder, outcomes, requests, clock, deadline, patience);
  return new AgentFunctions({
    check_availability: new CheckAvailability(catalogues, new LookUpFreeTimes(freeTimes, clock), clock, deadline),
    book_appointment: new BookAppointment(catalogues, earlier, outcomes, requests, clock, deadline, patience),
    check_customer: new CheckCustomer(callers, patience),
    list_appointments: new ListAppointments(finder, clock),
    reschedule_appointment: new RescheduleAppointment(change, clock),
    cancel_appointment: new CancelAppointment(change, clock),
  });
}

// What a simulation needs to give them their surroundings.
export { functionCallsOf, type Outcome, outcomeOf, type Waiting } from './booking-outcome/outcome';
export { BookingOutcomeConsumer } from './booking-outcome/booking-outcome.consumer';
export { OutcomeWaiters, Waiter } from './booking-outcome/outcome-waiters';
export { RequestOutcomes } from './booking-outcome/request-outcomes';
export { Callers } from './callers/callers';
export { readCalcomWebhook } from './calcom/calcom-webhook';
export { calendarNotified } from './calcom/calendar-notified.mapper';
export { FreeTimes } from './check-availability/free-times';
export { Events, NotStored } from './events';
export { FreshIds } from './ids';
export { AgentFunctions, type GivenAnswer } from './retell/agent-functions';
export { AnswerWitness } from './retell/answer-witness';
export { identified } from './retell/identified-call';
export { Clock } from './time/clock';
export { Timers } from './time/timers';
export type { Answer } from './words/answer';

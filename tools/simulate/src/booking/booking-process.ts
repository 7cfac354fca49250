import {
  type Alternatives,
  type Attempt,
  type Attempts,
  bookingUseCases,
  CalcomCalendar,
  type Calendar,
  type Request,
  TakeHint,
  WorkOffAttempts,
  WorkOffHints,
} from '@callbook/booking/use-cases';
import {
  BookingCancelRequested,
  BookingRequested,
  BookingRescheduleRequested,
  CalendarNotified,
  type Event,
} from '@callbook/contracts';
import type { Broker } from '../broker/broker';
import type { Broken } from '../breaks/broken';
import { accountFor } from '../calendar/account';
import type { CalendarServer } from '../calendar/calendar-server';
import { catalogues } from '../calendar/salon';
import { overTheWire } from '../clockwork/over-the-wire';
import { Poller } from '../clockwork/poller';
import type { SimulatedProcess } from '../clockwork/process';
import type { Weather } from '../weather/weather';
import type { BookingService } from './booking-service';
import { bookingSettings, hintSettings } from './settings';

export interface BookingSurroundings {
  readonly service: BookingService;
  readonly server: CalendarServer;
  readonly broker: Broker;
  readonly weather: Weather;
  readonly broken: Broken;
  /** Hears of errors nobody foresaw. */
  readonly report: (error: unknown) => void;
}

/** A replica of booking: the real use cases over shared stores and the simulated calendar. */
export function bookingProcess(process: SimulatedProcess, around: BookingSurroundings): void {
  const { service, broker } = around;
  let pollers: Poller[] = [];
  process.start({
    begin: () => {
      pollers = begin(process, around);
      for (const poller of pollers) service.pollers.add(poller);
      service.changed();
    },
    end: () => {
      for (const poller of pollers) service.pollers.delete(poller);
      broker.release(process);
    },
  });
}

function begin(process: SimulatedProcess, around: BookingSurroundings): Poller[] {
  const { service, server, broker, weather, broken, report } = around;
  const wire = { process, weather, changed: service.changed };
  const store: Attempts = overTheWire('attempts', service.attempts, wire);
  const attempts = broken.attempts?.(store) ?? store;
  const chains = overTheWire('chains', service.chains, wire);
  const hints = overTheWire('hints', service.hints, wire);
  const clock = process.clockwork;
  const calcom = new CalcomCalendar(() => accountFor(process, server, weather));
  const calendar = broken.calendar?.(calcom) ?? calcom;
  const settings = { ...bookingSettings, ...broken.settings };
  const alternatives = offersOf(calendar);
  const useCases = bookingUseCases({
    attempts,
    calendar,
    chains,
    alternatives,
    catalogue: catalogues,
    clock,
    settings,
  });
  const { advance, takeRequest, lookAtCalendar } = useCases;
  const takeHint = new TakeHint(hints, clock, hintSettings.coalesceMs);
  const workOffAttempts = new WorkOffAttempts(
    attempts,
    advance,
    clock,
    { atOnce: 10, leaseMs: settings.leaseMs },
    (attempt: Attempt, error: unknown) => {
      process.tell(`fails at an attempt`, () => `${attempt.id} ${String((error as Error)?.stack ?? error)}`);
      report(error);
    },
  );
  const workOffHints = new WorkOffHints(hints, lookAtCalendar, clock, hintSettings);

  for (const { consumers } of [BookingRequested, BookingRescheduleRequested, BookingCancelRequested])
    broker.consume(queueIn(consumers), process, (event) => takeRequest.execute(event as Request));
  broker.consume(queueIn(CalendarNotified.consumers), process, (event) =>
    takeHint.execute(event as Event<CalendarNotified>),
  );

  const laterByMs = () => process.clockwork.chance.between(0, 500);
  return [
    new Poller(
      process,
      () => workOffAttempts.execute(),
      () => service.attempts.nextDueAt,
      laterByMs,
    ),
    new Poller(
      process,
      () => workOffHints.execute(),
      () => service.hints.nextDueAt,
      laterByMs,
    ),
  ];
}

/** What else could be had is for the caller's ears only; whether a start is offered decides something. */
function offersOf(calendar: Calendar): Alternatives {
  return {
    near: async () => [],
    isOffered: async ({ company, eventTypeId, hostSubset, start }) => {
      const to = new Date(start.getTime() + 60_000);
      const free = await calendar
        .freeSlots(company, { eventTypeId, hostSubset, from: start, to })
        .catch(() => undefined);
      return free?.starts.some((one) => one.getTime() === start.getTime());
    },
  };
}

function queueIn(consumers: readonly string[]): string {
  return consumers.find((name) => name.startsWith('booking.')) as string;
}

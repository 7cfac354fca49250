import { type SandboxClock } from '../sandbox-clock';
import { SandboxIds } from '../sandbox-ids';
import { sandboxSeed } from '../seed/sandbox-seed';
import { type SandboxSeed } from '../seed/seed';
import { type Author } from './author';
import { type Booking } from './booking';
import { type BookingChange } from './booking-history';
import { type Arrival, CalcomApi, type CalcomApiOptions } from './calcom-api';
import { CalcomWorld } from './calcom-world';
import { conduct, type Outcome } from './conduct';
import { type ApiRequest } from './exchange';
import { ApiFaults } from './faults/api-faults';
import { HeldRequests } from './faults/held-requests';
import { WebhookFaults } from './faults/webhook-faults';
import { People } from './people';
import { type RecordedRequest } from './request-ledger';
import { routeOf, uidIn } from './routes';
import { WebhookDispatch, type WebhookRoute } from './webhook-dispatch';

export interface SimulatedCalcomOptions extends CalcomApiOptions {
  /** Default the sample company. */
  seed?: SandboxSeed;
  clock: SandboxClock;
  /** Same seed and same requests in the same order give the same ids and the same chances. Default 1. */
  randomSeed?: number;
}

/** What the simulation cannot do itself: let time pass, and reach the subscribers. Virtual or real. */
export interface Outside extends WebhookRoute {
  wait(milliseconds: number): Promise<void>;
}

/** A booking with everything that ever happened to it. */
export interface LedgerBooking {
  /** As it stands now. */
  booking: Booking;
  bookedBy: Author;
  /** What asked for it; undefined if a person made it on Cal.com's own pages. */
  request: RecordedRequest | undefined;
  changes: readonly BookingChange[];
}

/** The whole simulated Cal.com without HTTP. Takes clock, chance and the way out from outside; keeps no timers. */
export class SimulatedCalcom {
  readonly world: CalcomWorld;
  readonly api: CalcomApi;
  /** What goes wrong with requests. */
  readonly faults: ApiFaults;
  /** What goes wrong with webhooks. */
  readonly webhookFaults: WebhookFaults;
  /** Customers and staff who use Cal.com's own pages. */
  readonly people: People;
  private readonly dispatch: WebhookDispatch;
  private readonly holds = new HeldRequests();

  constructor(
    options: SimulatedCalcomOptions,
    private readonly outside: Outside,
  ) {
    const { seed = sandboxSeed, clock, randomSeed } = options;
    this.world = new CalcomWorld(seed.calcom, clock, new SandboxIds(randomSeed));
    this.api = new CalcomApi(this.world, options);
    this.faults = new ApiFaults(randomSeed, (effect) => this.holds.release(effect));
    this.webhookFaults = new WebhookFaults(randomSeed);
    this.dispatch = new WebhookDispatch(this.world, this.webhookFaults, outside);
    this.people = new People(this.world, (webhook) => this.dispatch.send(webhook));
  }

  /**
   * A request from its arrival to what its caller gets, as the armed faults will have it. With `late-insert` it goes on
   * after that; a caller who gives up earlier changes nothing.
   */
  request(request: ApiRequest): Promise<Outcome> {
    const { method, path, body } = request;
    const eventTypeId = (body as { eventTypeId?: unknown } | undefined)?.eventTypeId;
    const effects = this.faults.take({ operation: routeOf(method, path)?.name, eventTypeId, bookingUid: uidIn(path) });
    return conduct(this.api, request, effects, {
      wait: (milliseconds) => this.outside.wait(milliseconds),
      held: (effect) => this.holds.wait(effect),
      later: (milliseconds, run) => this.outside.later(milliseconds, run),
      send: (webhook) => this.dispatch.send(webhook),
    });
  }

  /**
   * For a scheduler that decides itself what happens between two moments: nothing runs, no fault hits and no webhook is
   * sent but by its own hand. Each `handling.next()` is one synchronous change of the world.
   */
  open(request: ApiRequest, options?: { lagMs?: number }): Arrival {
    return this.api.receive(request, options);
  }

  /** Every booking since the last reset, in the order they were written. */
  ledger(): LedgerBooking[] {
    const requests = this.api.requests.all();
    return this.world.bookings.map((booking) => {
      const changes = this.world.history.of(booking.uid);
      const bookedBy = changes[0].by;
      return {
        booking,
        bookedBy,
        request: 'request' in bookedBy ? requests[bookedBy.request - 1] : undefined,
        changes,
      };
    });
  }

  /** Forgets bookings, faults, requests, rate limits and webhooks held back; settings stay. */
  reset(): void {
    this.dispatch.reset();
    this.api.reset();
    this.faults.clear();
    this.webhookFaults.clear();
  }
}

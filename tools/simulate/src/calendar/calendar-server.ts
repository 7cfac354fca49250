import { type ApiReply, type ApiRequest, conduct, SimulatedCalcom, type WebhookNotice } from '@callbook/sandbox/world';
import type { Clockwork } from '../clockwork/clockwork';
import { type Offer, offers, type Wish } from '../scenario/wish';
import type { Weather } from '../weather/weather';
import { fateOf } from './fate';
import { salon } from './salon';

export type Outcome = ApiReply | 'disconnected' | 'silent';

/** The simulated Cal.com: never dies, answers when it pleases, and sends webhooks as the weather allows. */
export class CalendarServer {
  readonly calcom: SimulatedCalcom;
  private readonly lies: { readonly requestId: string; readonly eventTypeId: number; readonly startMs: number }[] = [];
  /** Hears of every order that arrives, and of every booking as soon as it stands. */
  watch: Watch = { ordered: () => undefined, stands: () => undefined };

  constructor(
    private readonly clockwork: Clockwork,
    private readonly weather: Weather,
    randomSeed: number,
    private readonly hint: (webhook: WebhookNotice) => void,
  ) {
    const clock = { now: clockwork.now };
    const unlimited = { limit: 1_000_000, windowMs: 60_000, blockMs: 60_000 };
    this.calcom = new SimulatedCalcom(
      { clock, randomSeed, seed: salon, rateLimit: unlimited },
      {
        wait: (ms) => clockwork.pass(ms),
        later: (ms, run) => clockwork.after(ms, () => void run()),
        post: async (webhook) => this.send(webhook),
      },
    );
  }

  /** Whether the network lets anything through. */
  get isReachable(): boolean {
    const { outage } = this.weather;
    const since = this.clockwork.nowMs - salonOpens.getTime();
    return !outage || since < outage.from || since >= outage.to;
  }

  /** Whether it told somebody that a slot is taken which the very order had got, or booked when nobody could expect it any more. */
  liedAbout({ offer, startMs }: Wish): boolean {
    return (offers[offer] as Offer).parts.some((part) =>
      this.lies.some(
        (lie) => part.eventTypeIds.includes(lie.eventTypeId) && lie.startMs === startMs + part.offsetMinutes * 60_000,
      ),
    );
  }

  liedTo(requestId: unknown): boolean {
    return this.lies.some((lie) => lie.requestId === requestId);
  }

  /** From the arrival of a request to what its caller gets; it may go on after that. */
  async request(request: ApiRequest, isSentLate = false): Promise<Outcome> {
    const { fate, isLost, effects } = fateOf(request, this.weather, this.clockwork.chance);
    this.tell(`${request.method} ${request.path}`, () => `${fate ?? ''} ${JSON.stringify(request.body ?? '')}`);
    const isOrder = request.method === 'POST' && request.path === '/v2/bookings';
    if (isOrder) this.watch.ordered(request.body as Order, isSentLate);
    if (isLost) return 'silent';
    if (isOrder && (isSentLate || fate === 'taken_although_created' || fate === 'insert_after_conclusive')) {
      const { eventTypeId, start, metadata } = request.body as Order;
      this.lies.push({ requestId: metadata.callbook_request_id ?? '', eventTypeId, startMs: Date.parse(start) });
    }
    const { clockwork, weather } = this;
    const outcome = await conduct(this.calcom.api, request, effects, {
      wait: (ms) => clockwork.pass(ms),
      later: (ms, run) => clockwork.after(ms, () => void run()),
      send: async (webhook) => {
        this.watch.stands(webhook.payload.uid);
        if (fate === 'late_insert' && weather.happens('late_and_unread'))
          this.calcom.world.hideLastChange(webhook.payload.uid, clockwork.chance.between(2_000, 9_000));
        this.send(webhook);
      },
      held: () => Promise.reject(new Error('the weather holds nothing')),
    });
    this.tell(`answers ${typeof outcome === 'string' ? outcome : outcome.status}`, () =>
      typeof outcome === 'string' ? '' : JSON.stringify(outcome.body).slice(0, 200),
    );
    return outcome;
  }

  /** Sent, but not waited for: it may come before the answer or after it, twice, much later or never. */
  private send(webhook: WebhookNotice): void {
    const { clockwork, weather } = this;
    if (weather.happens('hint_before_row')) {
      const ms = clockwork.chance.between(500, 9_000);
      const { world } = this.calcom;
      if (webhook.triggerEvent === 'BOOKING_CANCELLED') world.hideNextChange(webhook.payload.uid, ms);
      else world.hideLastChange(webhook.payload.uid, ms);
    }
    if (weather.happens('hint_never')) return;
    const delay = weather.happens('hint_before_answer')
      ? 0
      : weather.happens('hint_late')
        ? clockwork.chance.between(5_000, 900_000)
        : weather.hop() + 200;
    this.deliver(webhook, delay);
    if (weather.happens('hint_twice')) this.deliver(webhook, delay + clockwork.chance.between(0, 10_000));
  }

  private deliver(webhook: WebhookNotice, ms: number): void {
    this.clockwork.after(ms, () => {
      this.tell(`webhook ${webhook.triggerEvent}`, () => webhook.payload.uid);
      this.hint(webhook);
    });
  }

  private tell(what: string, detail?: () => string): void {
    this.clockwork.story.tell(this.clockwork.nowMs, 'cal.com', what, detail);
  }
}

/** As much of an order as tells whose it is. */
export interface Order {
  readonly eventTypeId: number;
  /** ISO 8601. */
  readonly start: string;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Watch {
  /** @param isSentLate whoever sent it stood still between its last look at the clock and then */
  ordered(order: Order, isSentLate: boolean): void;
  stands(uid: string): void;
}

/** When every story begins: a Monday morning. */
export const salonOpens = new Date('2026-11-23T08:00:00Z');

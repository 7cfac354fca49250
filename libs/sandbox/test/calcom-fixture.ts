import {
  type CalcomSandbox,
  type CalcomEventType,
  type CalcomSandboxOptions,
  type Fault,
  ManualClock,
  type MomentName,
  type SandboxSeed,
  sandboxSeed,
  startCalcomSandbox,
  type WebhookFault,
} from '../src';

/** Monday morning in Berlin; the salon opens on Tuesday. */
export const MONDAY = '2026-11-23T08:00:00.000Z';
/** Tuesday 10:00 in Berlin. */
export const TUESDAY_TEN = '2026-11-24T09:00:00.000Z';
/** An hour later. */
export const TUESDAY_ELEVEN = '2026-11-24T10:00:00.000Z';
export const KEY = 'cal_sandbox_key';

export interface CallOptions {
  version?: string | null;
  key?: string | null;
  body?: unknown;
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look wherever they like
}

/** A sandbox whose clock stands still at MONDAY, spoken to over HTTP as Cal.com would be. */
export class CalcomFixture {
  readonly clock = new ManualClock(MONDAY);
  sandbox: CalcomSandbox;

  async start(options: Partial<CalcomSandboxOptions> = {}): Promise<void> {
    this.clock.set(MONDAY);
    this.sandbox = await startCalcomSandbox({ port: 0, clock: this.clock, seed: sandboxSeed, ...options });
  }

  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const { version = '2024-08-13', key = KEY, body, signal } = options;
    const response = await fetch(this.sandbox.url + path, {
      method,
      signal,
      headers: {
        ...(version && { 'cal-api-version': version }),
        ...(key && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  async restart(options: Partial<CalcomSandboxOptions>): Promise<void> {
    await this.sandbox.close();
    await this.start(options);
  }

  book(changes: Record<string, unknown> = {}, options: CallOptions = {}): Promise<Answer> {
    return this.call('POST', '/v2/bookings', { body: { ...bookingBody, ...changes }, ...options });
  }

  list(query: string, options: CallOptions = {}): Promise<Answer> {
    return this.call('GET', `/v2/bookings?${query}`, options);
  }

  cancel(uid: string, body: unknown = { cancellationReason: 'Kundin ist krank' }, options: CallOptions = {}) {
    return this.call('POST', `/v2/bookings/${uid}/cancel`, { body, ...options });
  }

  reschedule(uid: string, body: unknown, options: CallOptions = {}) {
    return this.call('POST', `/v2/bookings/${uid}/reschedule`, { body, ...options });
  }

  change(
    uid: string,
    verb: 'confirm' | 'decline' | 'mark-absent' | 'reassign',
    body?: unknown,
    options: CallOptions = {},
  ) {
    return this.call('POST', `/v2/bookings/${uid}/${verb}`, { body, ...options });
  }

  slots(query: string, options: CallOptions = {}) {
    return this.call('GET', `/v2/slots?${query}`, { version: '2024-09-04', ...options });
  }

  reservation(method: string, path: string, body?: unknown, options: CallOptions = {}) {
    return this.call(method, `/v2/slots/reservations${path}`, { version: '2024-09-04', body, ...options });
  }

  get(uid: string) {
    return this.call('GET', `/v2/bookings/${uid}`);
  }

  /** Lets the first of two such requests wait at that moment until the second one is answered. */
  async overtaken(
    on: Fault['on'],
    at: MomentName,
    ask: () => Promise<Answer>,
    second = ask,
  ): Promise<[Answer, Answer]> {
    const seen = this.sandbox.requests.all().length;
    await this.arm({ on, effect: { kind: 'hold', at } });
    const slow = ask();
    while (this.sandbox.requests.all().length === seen) await new Promise((resolve) => setImmediate(resolve));
    const quick = await second();
    await this.call('DELETE', '/sandbox/faults');
    return [await slow, quick];
  }

  /** Over the control API, as another process would. */
  arm(fault: Fault): Promise<void> {
    return this.armAt('/sandbox/faults', fault);
  }

  armWebhook(fault: WebhookFault): Promise<void> {
    return this.armAt('/sandbox/webhook-faults', fault);
  }

  private async armAt(path: string, fault: Fault | WebhookFault): Promise<void> {
    const { status, body } = await this.call('POST', path, { body: fault });
    if (status !== 201) throw new Error(JSON.stringify(body));
  }
}

/** Half an hour with Mehmet on Tuesday at ten. */
export const bookingBody = {
  start: TUESDAY_TEN,
  eventTypeId: 2001,
  attendee: { name: 'Erika Muster', email: 'erika@example.org', timeZone: 'Europe/Berlin', language: 'de' },
  metadata: { callbook_request_id: 'request-1' },
};

export const withAttendee = (changes: Record<string, unknown>) => ({
  attendee: { ...bookingBody.attendee, ...changes },
});

/** The sample with some of its event types changed, by id, and perhaps more of its Cal.com. */
export function seedWith(
  changes: Record<number, Partial<CalcomEventType>>,
  calcom: Partial<SandboxSeed['calcom']> = {},
): SandboxSeed {
  const eventTypes = sandboxSeed.calcom.eventTypes.map((eventType) => ({ ...eventType, ...changes[eventType.id] }));
  return { ...sandboxSeed, calcom: { ...sandboxSeed.calcom, eventTypes, ...calcom } };
}

/** Either Mehmet or Sofia. */
export const EITHER = 2051;
export const MEHMET = 1002;
export const SOFIA = 1003;

export const bookerOf = (name: string) => withAttendee({ name, email: `${name.toLowerCase()}@example.org` });

/** A test that shows one rule of docs/calcom-rules.md; the name is the heading there. */
export const rule = (name: string, test: () => Promise<void>): void => it(name, test);

import {
  answerStatuses,
  BookingCancelRequested,
  BookingRequested,
  BookingRescheduleRequested,
  callRowId,
  type ChangeRequest,
  type Event,
} from '@callbook/contracts';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { FixedCatalogue } from './support/catalogue';
import { found } from './support/found';
import { type TestGateway, testGateway } from './support/gateway';
import { type HostilePayload, hostilePayload } from './support/hostile-payloads';
import { askedBack, cancelled, failed, moved, recorded, unresolved } from './support/outcomes';
import { nextWeek, post } from './support/retell-side';
import type { Reply } from './support/http';

const seed = 20261121;
/** How many are sent at once. */
const together = 250;

const endless = `Anna {{reference}} $t(booked)\n${'x'.repeat(50_000)}`;
const start = DateTime.fromISO(nextWeek, { zone: 'Europe/Berlin' }).toUTC().toISO() as string;
const known = [
  found({ startsAt: start, staffName: endless, serviceName: endless }),
  found({ reference: 'LIND-2222', startsAt: start, attendeeName: 'Lena Weber', bookedInThisCall: true }),
];

/** What one request did. */
interface Seen extends HostilePayload {
  readonly reply: Reply;
  readonly asked: readonly Event<BookingRequested | ChangeRequest>[];
}

describe('hostile and absurd arguments', () => {
  let gateway: TestGateway;
  const counts = { requests: 0, published: 0, refusedEnvelopes: 0, statuses: new Set<string>() };

  beforeAll(async () => {
    gateway = await testGateway({ answerDeadlineMs: 100, rateLimitPerMinute: 1_000_000 });
  });
  afterAll(() => gateway.close());

  it('10,000 are answered with a sentence or a 4xx naming the field, and nothing is asked for that was not said', async () => {
    const payloads = fc.sample(hostilePayload, { seed, numRuns: 10_000 });
    for (let first = 0; first < payloads.length; first += together) {
      for (const seen of await send(payloads.slice(first, first + together))) judge(seen);
    }
    expect(counts.requests).toBe(10_000);
    // The run must have been about something.
    expect(counts.published).toBeGreaterThan(500);
    expect(counts.refusedEnvelopes).toBeGreaterThan(100);
    expect([...counts.statuses].toSorted()).toEqual(answerStatuses.toSorted());
  }, 120_000);

  async function send(payloads: readonly HostilePayload[]): Promise<Seen[]> {
    const { surroundings } = gateway;
    surroundings.reset();
    surroundings.customer = () => ({
      customerId: known[0]!.appointmentId,
      name: endless,
      hasUpcomingAppointments: true,
    });
    surroundings.appointments = ({ number, reference }) =>
      known.filter((one) => number !== null || one.bookedInThisCall || one.reference === reference);
    surroundings.free = ({ from, serviceId }) =>
      serviceId.startsWith('0')
        ? { slots: [], problem: 'none' }
        : { slots: [{ start: from, staffId: null }], problem: Number(from.at(-6)) % 5 === 0 ? 'none' : 'unavailable' };
    surroundings.known = ({ functionCallId }) => {
      const request = surroundings.asked.find(({ id }) => id === functionCallId);
      return request && outcomeOf(request);
    };
    const address = `${gateway.url}/webhooks/retell/salon-lindenhof/functions`;
    const replies = await Promise.all(payloads.map(({ path, body }) => post(`${address}${path}`, body)));
    return payloads.map((payload, index) => {
      const id = callIdOf(payload);
      const asked = surroundings.asked.filter((event) => event.correlationid === id);
      return { ...payload, reply: replies[index] as Reply, asked };
    });
  }

  function judge(seen: Seen): void {
    try {
      judgeAnswer(seen);
      judgeRequests(seen);
      count(seen);
    } catch (error) {
      const { path, body, reply } = seen;
      const told = JSON.stringify({ path, body, reply: reply.text }).slice(0, 3_000);
      throw new Error(`${(error as Error).message}\n${told}`, { cause: error });
    }
  }

  function count({ reply, asked }: Seen): void {
    counts.requests += 1;
    counts.published += asked.length;
    if (reply.status !== 200) counts.refusedEnvelopes += 1;
    else counts.statuses.add(reply.body.status);
  }
});

const callIdOf = ({ body }: HostilePayload): unknown =>
  (body as { call?: { call_id?: unknown } } | null)?.call?.call_id;

/** One outcome or another, always the same for one function call; sometimes none. */
function outcomeOf({ id, type, data }: Event<BookingRequested | ChangeRequest>) {
  const { requestKey } = data;
  const one = Number.parseInt(id.slice(0, 2), 16) % 6;
  const named = { functionCallIds: [id], requestKey };
  if (one === 0) return failed({ ...named, reason: 'slot_taken' });
  if (one === 1) return unresolved(named);
  if (one === 2) return undefined;
  if (type === BookingCancelRequested.type) return cancelled(named);
  if (type === BookingRescheduleRequested.type) return moved(named);
  if (one === 3) return askedBack({ functionCallId: id, requestKey });
  const callId = callRowId('salon-lindenhof', data.call.retellCallId);
  const ofThisCall = Number.parseInt(id.slice(2, 4), 16) % 2 === 0;
  const change = {
    staffName: endless,
    ...(ofThisCall && { callId }),
    ...(one === 4 && { status: 'pending' as const }),
  };
  return recorded({ ...named, ...change });
}

function judgeAnswer({ reply }: Seen): void {
  if (reply.status === 200) {
    expect(answerStatuses).toContain(reply.body.status);
    expect(reply.body.say).toMatch(/\p{Letter}.*[.?]$/su);
    expect(reply.text.length).toBeLessThan(4_000);
    expect(reply.text).not.toMatch(/Secret|\bx{61}/);
  } else {
    expect([400, 404]).toContain(reply.status); // 404: an agent that is nobody’s
    expect(reply.body).toMatchObject({ error: expect.any(String), field: expect.any(String) });
  }
}

const eventOf: Readonly<Record<string, string>> = {
  book_appointment: BookingRequested.type,
  reschedule_appointment: BookingRescheduleRequested.type,
  cancel_appointment: BookingCancelRequested.type,
};

/** Never a request nobody made: another operation, another service, another time than was said. */
function judgeRequests({ path, body, asked, reply }: Seen): void {
  const given = body as { name: string; args: Record<string, unknown> };
  if (path !== '' || reply.status !== 200 || !(given.name in eventOf)) expect(asked).toEqual([]);
  for (const { type, data } of asked) {
    expect(type).toBe(eventOf[given.name]);
    const texts = [given.args.start, given.args.date, given.args.new_start].flat().map(String);
    if ('service' in data) {
      const said = String([given.args.service].flat()[0]);
      expect(data.service.id).toBe(new FixedCatalogue().current().findService('salon-lindenhof', said)?.id);
      expect(momentsIn(String([given.args.start].flat()[0]))).toContain(data.start);
    } else {
      const ofTheRecord = data.target ? known.map(({ startsAt }) => startsAt) : [];
      const said =
        type === BookingCancelRequested.type
          ? [...ofTheRecord, ...texts.flatMap(momentsIn)]
          : momentsIn(String([given.args.new_start].flat()[0]));
      expect(said).toContain(data.start);
      if (type === BookingCancelRequested.type) expect(data.reason).toMatch(/\S/);
    }
  }
}

/** The moments a text can mean: as a time in Berlin, or with the offset in it. */
function momentsIn(text: string): (string | null)[] {
  const [, date, time, offset = ''] =
    /(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(?::[\d.,]+)? ?([Zz]|[+-]\d{2}:?\d{2})?/.exec(text) ?? [];
  if (!date) return [];
  const moment = DateTime.fromISO(`${date}T${time}${offset.toUpperCase()}`, { zone: 'Europe/Berlin' });
  return [moment.toUTC().toISO()];
}

import {
  AppointmentRecorded,
  type BookingRequested,
  type BookingFailed,
  CallFunctionAnswered,
  callRowId,
  type Event,
  sampleOf,
} from '@callbook/contracts';
import { eventually } from '@callbook/testing';
import { DateTime } from 'luxon';
import type { Outcome } from '../src/booking-outcome/outcome';
import { NotStored } from '../src/events';
import { found } from './support/found';
import { askedBack, failed, recorded } from './support/outcomes';
import { type TestGateway, testGateway } from './support/gateway';
import { aCall, bookAppointment, nextWeek, post } from './support/retell-side';
import type { Reply } from './support/http';

describe('book_appointment', () => {
  let gateway: TestGateway;
  let functions: string;

  beforeAll(async () => {
    gateway = await testGateway();
    functions = `${gateway.url}/webhooks/retell/salon-lindenhof/functions`;
  });
  afterAll(() => gateway.close());
  beforeEach(() => gateway.surroundings.reset());

  const ask = (args: object = {}, call: object = aCall()): Promise<Reply> =>
    post(functions, bookAppointment(args, call));
  const answered = () =>
    eventually('the answer to be witnessed', () => gateway.surroundings.ofType(CallFunctionAnswered)[0]?.data);

  it('publishes what is asked for, with the identity of the signed call only', async () => {
    gateway.surroundings.known = () => theAppointment();
    const call = aCall();
    await ask({ attendee_phone: '0151 98765432', preferred_staff: 'Mehmet', call_id: 'call_001' }, call);
    const [request] = gateway.surroundings.requests;
    expect(request).toMatchObject({
      type: 'booking.requested.v1',
      company: 'salon-lindenhof',
      correlationid: call.call_id,
      data: {
        call: { retellCallId: call.call_id, customerNumber: '+4915112345678' },
        service: { key: 'herrenhaarschnitt' },
        start: DateTime.fromISO(nextWeek, { zone: 'Europe/Berlin' }).toUTC().toISO(),
        attendee: { name: 'Jonas Weber', email: 'jonas.weber@kunde.example', phone: '+4915198765432' },
        preferredStaff: 'Mehmet',
        language: 'de',
        timeZone: 'Europe/Berlin',
      },
    });
  });

  it('says "booked" once records has it', async () => {
    gateway.surroundings.known = () => theAppointment();
    const reply = await ask();
    expect(reply).toMatchObject({
      status: 200,
      body: { ok: true, status: 'booked', staff: 'Mehmet Kaya', reference: 'LIND-4M7K', alternatives: [] },
    });
    expect(reply.body.say).toMatch(/^Der Termin ist gebucht: Herrenhaarschnitt bei Mehmet Kaya am /);
    expect(reply.body.start_local).toMatch(/^\d{4}-\d{2}-\d{2}T10:00:00\+0[12]:00$/);
  });

  it('says "refused" with its reason', async () => {
    gateway.surroundings.known = () => theFailure({ reason: 'missing_contact', alternatives: [] });
    expect((await ask({ attendee_email: 'None' })).body).toMatchObject({ ok: false, status: 'refused' });
  });

  it('says "booked" of an appointment that booked under a name given later', async () => {
    gateway.surroundings.known = () => {
      const { id, data } = theRequest();
      const callId = callRowId('salon-lindenhof', data.call.retellCallId);
      return recorded({ requestKey: null, functionCallIds: [id], callId });
    };
    expect((await ask({ attendee_name: 'None' })).body).toMatchObject({ status: 'booked' });
    expect(theRequest().data.attendee.name).toBeNull();
  });

  it('asks "instead, or as well?" when booking does', async () => {
    gateway.surroundings.known = () => {
      const { id, data } = theRequest();
      return askedBack({ functionCallId: id, requestKey: data.requestKey });
    };
    const reply = await ask();
    expect(reply.body).toMatchObject({ ok: false, status: 'ask_back' });
    expect(reply.body.say).toMatch(/statt dieser Anfrage.*oder möchten Sie beide\?$/);
  });

  it.each<[unknown, object]>([
    [undefined, { insteadOf: null, asWell: false }],
    ['statt', { insteadOf: 'earlier', asWell: false }],
    ['as_well', { insteadOf: null, asWell: true }],
    [nextWeek, { insteadOf: DateTime.fromISO(nextWeek, { zone: 'Europe/Berlin' }).toUTC().toISO(), asWell: false }],
  ])('hands on what instead_of %j means', async (instead_of, meant) => {
    gateway.surroundings.known = () => theAppointment();
    await ask({ instead_of });
    expect(theRequest().data).toMatchObject(meant);
  });

  it('takes the reference of an appointment of this call for what is to be replaced', async () => {
    gateway.surroundings.known = ({ requestKey }) =>
      requestKey === theRequest()?.data.requestKey ? theAppointment() : undefined;
    gateway.surroundings.appointments = ({ reference }) =>
      reference === 'LIND-4M7K' ? [found({ bookedInThisCall: true })] : [];
    await ask({ instead_of: 'LIND 4M7K' });
    expect(theRequest().data.insteadOf).toBe('2026-11-26T09:00:00.000Z');
  });

  it.each<[string, () => ReturnType<typeof found>[] | undefined, string]>([
    ['of another call', () => [found()], 'ask_back'],
    ['that nobody knows', () => [], 'ask_back'],
    ['that cannot be looked up', () => undefined, 'refused'],
  ])('asks nobody to replace an appointment %s', async (_, appointments, status) => {
    gateway.surroundings.appointments = appointments;
    expect((await ask({ instead_of: 'LIND-4M7K' })).body).toMatchObject({ ok: false, status });
    expect(gateway.surroundings.asked).toEqual([]);
  });

  it('says the same again, although what was replaced is gone', async () => {
    const call = aCall();
    gateway.surroundings.appointments = () => [found({ bookedInThisCall: true })];
    gateway.surroundings.known = () => (theRequest() ? theAppointment() : undefined);
    const first = await ask({ instead_of: 'LIND-4M7K' }, call);
    gateway.surroundings.appointments = () => [];
    const again = await ask({ instead_of: 'LIND-4M7K' }, call);
    expect(first.body.status).toBe('booked');
    expect(again.text).toBe(first.text);
  });

  it('names who performs the service when nobody has the wished name', async () => {
    const reply = await ask({ preferred_staff: 'Günther' });
    expect(reply.body).toMatchObject({ status: 'ask_back' });
    expect(reply.body.say).toContain('Zur Auswahl: Mehmet Kaya.');
    expect(gateway.surroundings.asked).toEqual([]);
  });

  it('says "not confirmed yet" at the deadline', async () => {
    const reply = await ask();
    expect(reply).toMatchObject({ status: 200, body: { ok: false, status: 'pending', reference: null } });
    expect(reply.body.say).toContain('aufgenommen, aber noch nicht bestätigt');
  });

  it('says "not confirmed yet", and to try again, when neither the broker nor the disk takes it', async () => {
    gateway.surroundings.accept = () => Promise.reject(new NotStored('no broker, no disk'));
    const reply = await ask();
    expect(reply).toMatchObject({ status: 200, body: { ok: false, status: 'pending' } });
    expect(reply.body.say).toMatch(/nicht weitergeben.*noch nicht bestätigt.*noch einmal/);
  });

  it('answers fifty identical calls alike, from one event id', async () => {
    gateway.surroundings.known = () => theAppointment();
    const call = aCall();
    const replies = await Promise.all(Array.from({ length: 50 }, () => ask({}, call)));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies[0]?.body.status).toBe('booked');
    expect(new Set(gateway.surroundings.requests.map(({ id }) => id)).size).toBe(1);
  });

  it('tells two invocations apart by their tool call id, and calls them one request', async () => {
    gateway.surroundings.known = () => theAppointment();
    const call = aCall();
    for (const id of ['tool_1', 'tool_2']) {
      const { args } = bookAppointment();
      const invocation = { role: 'tool_call_invocation', tool_call_id: id, name: 'book_appointment' };
      const transcript_with_tool_calls = [{ ...invocation, arguments: JSON.stringify(args) }];
      await ask({}, { ...call, transcript_with_tool_calls });
    }
    const { requests } = gateway.surroundings;
    expect(new Set(requests.map(({ id }) => id)).size).toBe(2);
    expect(new Set(requests.map(({ data }) => data.requestKey)).size).toBe(1);
  });

  it('takes other spellings of one wish for one request', async () => {
    gateway.surroundings.known = () => theAppointment();
    const call = aCall();
    await ask({ attendee_name: 'Jürgen Groß' }, call);
    await ask({ attendee_name: 'JUERGEN  GROSS', start: nextWeek.slice(0, 16), service: 'herrenhaarschnitt' }, call);
    await ask({ attendee_name: 'Jürgen Groß', execution_message: 'Einen Moment.' }, call);
    const { requests } = gateway.surroundings;
    expect(new Set(requests.map(({ data }) => data.requestKey)).size).toBe(1);
    expect(requests[2]?.id).toBe(requests[0]?.id);
  });

  it.each<[string, object, RegExp]>([
    ['a missing service', { service: 'None' }, /Zur Auswahl stehen Färben und Herrenhaarschnitt\.$/],
    ['an unknown service', { service: 'Zahnreinigung' }, /nicht bekannt.*Färben und Herrenhaarschnitt/],
    ['a missing start', { start: '{{start}}' }, /Heute ist \p{Letter}+, der \d+\. \p{Letter}+ \d{4}/u],
    ['an unparsable start', { start: '04.10.2023' }, /nicht verstanden.*Heute ist/],
    ['a date without year', { start: '11-26 10:00' }, /fehlt das Jahr.*Heute ist/],
    ['a date without time', { start: nextWeek.slice(0, 10) }, /fehlt die Uhrzeit/],
    ['a past start', { start: '2023-10-04T10:00:00' }, /in der Vergangenheit.*Heute ist/],
    ['a start years ahead', { start: '2207-10-04T10:00:00' }, /mehr als zwölf Monate.*Heute ist/],
    ['a broken e-mail address', { attendee_email: 'jonas punkt weber' }, /buchstabieren/],
  ])('answers %s with a sentence, asks nobody, and says so to whoever wants to know', async (_, args, say) => {
    const call = aCall();
    const reply = await ask(args, call);
    expect(reply).toMatchObject({ status: 200, body: { ok: false, status: 'invalid', start_local: null } });
    expect(reply.body.say).toMatch(say);
    expect(await answered()).toMatchObject({
      call: { retellCallId: call.call_id },
      requestKey: null,
      status: 'invalid',
      say: reply.body.say,
      delivered: true,
    });
    expect(gateway.surroundings.requests).toEqual([]);
  });

  it('answers in the language of the company', async () => {
    const address = `${gateway.url}/webhooks/retell/praxis-am-markt/functions`;
    const body = bookAppointment({ service: 'Zahnreinigung' }, aCall({ agent_id: 'agent_praxis' }));
    expect((await post(address, body)).body.say).toBe(
      'I do not know that service. You can choose from First consultation.',
    );
  });

  it('says that it cannot do what it does not know', async () => {
    const reply = await post(functions, { ...bookAppointment(), name: 'send_flowers' });
    expect(reply).toMatchObject({ status: 200, body: { status: 'invalid', say: 'Das kann ich leider nicht.' } });
  });

  it('cannot book from arguments alone, which carry no call', async () => {
    const reply = await post(`${functions}/book_appointment`, bookAppointment().args);
    expect(reply).toMatchObject({ status: 200, body: { status: 'invalid' } });
    expect(reply.body.say).toContain('args_at_root: false');
    const other = await post(`${functions}/send_flowers`, {});
    expect(other).toMatchObject({ status: 200, body: { status: 'invalid', say: 'Das kann ich leider nicht.' } });
    expect(gateway.surroundings.published).toEqual([]);
  });

  it('witnesses what was said and that it arrived', async () => {
    gateway.surroundings.known = () => theAppointment();
    const reply = await ask();
    const [request] = gateway.surroundings.requests;
    expect(await answered()).toMatchObject({
      functionCallId: request?.id,
      requestKey: request?.data.requestKey,
      functionName: 'book_appointment',
      status: 'booked',
      say: reply.body.say,
      delivered: true,
    });
  });

  it('stops waiting for a caller who is gone, and witnesses that nobody heard', async () => {
    const leaving = new AbortController();
    const reply = post(functions, bookAppointment(), { signal: leaving.signal });
    await eventually('the request to be published', () => gateway.surroundings.requests[0]);
    leaving.abort();
    await expect(reply).rejects.toThrow();
    expect(await answered()).toMatchObject({ status: 'pending', delivered: false });
  });

  it('answers all the same when the witness cannot be published', async () => {
    gateway.surroundings.known = () => theAppointment();
    let refused = 0;
    gateway.surroundings.accept = ({ type }) =>
      type === CallFunctionAnswered.type ? Promise.reject(new Error(`down ${(refused += 1)}`)) : Promise.resolve();
    expect((await ask()).body.status).toBe('booked');
    await eventually('the witness to have been tried', () => refused === 1);
  });

  function theRequest(): Event<BookingRequested> {
    return gateway.surroundings.requests.at(-1) as Event<BookingRequested>;
  }

  /** What records would tell of the request just made. */
  function theAppointment(): Outcome {
    const { id, data } = theRequest();
    const { staffName } = sampleOf(AppointmentRecorded);
    const callId = callRowId('salon-lindenhof', data.call.retellCallId);
    const { requestKey, start: startsAt } = data;
    return recorded({ requestKey, functionCallIds: [id], callId, startsAt, staffName });
  }

  function theFailure(change: Partial<BookingFailed>): Outcome {
    const { id, data } = theRequest();
    return failed({ requestKey: data.requestKey, functionCallIds: [id], ...change });
  }
});

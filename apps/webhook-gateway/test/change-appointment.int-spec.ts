import {
  BookingCancelRequested,
  BookingRescheduleRequested,
  CallFunctionAnswered,
  changeKey,
  type FoundAppointment,
} from '@callbook/contracts';
import { eventually } from '@callbook/testing';
import { DateTime } from 'luxon';
import { found } from './support/found';
import { type TestGateway, testGateway } from './support/gateway';
import type { Reply } from './support/http';
import { cancelled, failed, moved } from './support/outcomes';
import { aCall, calling, invokedAs, nextWeek, post } from './support/retell-side';

const berlin = { zone: 'Europe/Berlin' };
const atTen = DateTime.fromISO(nextWeek, berlin).toUTC().toISO() as string;
const atEleven = `${nextWeek.slice(0, 10)}T11:00`;
const elevenUtc = DateTime.fromISO(atEleven, berlin).toUTC().toISO() as string;
const theirs = (change: Partial<FoundAppointment> = {}) => found({ startsAt: atTen, ...change });
const withheld = () => aCall({ from_number: 'anonymous' });

describe('changing an appointment', () => {
  let gateway: TestGateway;
  let functions: string;

  beforeAll(async () => {
    gateway = await testGateway({ answerDeadlineMs: 400 });
    functions = `${gateway.url}/webhooks/retell/salon-lindenhof/functions`;
  });
  afterAll(() => gateway.close());
  beforeEach(() => gateway.surroundings.reset());

  const reschedule = (args: object = {}, call: object = aCall()): Promise<Reply> =>
    post(functions, calling('reschedule_appointment', { new_start: atEleven, attendee_name: 'Weber', ...args }, call));
  const cancel = (args: object = {}, call: object = aCall()): Promise<Reply> =>
    post(functions, calling('cancel_appointment', { attendee_name: 'Weber', ...args }, call));
  const moves = () => gateway.surroundings.ofType(BookingRescheduleRequested);
  const cancellations = () => gateway.surroundings.ofType(BookingCancelRequested);

  /** What records tells once something was asked for. */
  const outcome = (
    make: (functionCallIds: string[]) => ReturnType<typeof moved | typeof cancelled | typeof failed>,
  ) => {
    gateway.surroundings.known = ({ functionCallId }) => {
      const asked = gateway.surroundings.asked.find(({ id }) => id === functionCallId);
      return asked && make([functionCallId]);
    };
  };
  const itMoves = () => outcome((functionCallIds) => moved({ functionCallIds, startsAt: elevenUtc }));
  const itCancels = () => outcome((functionCallIds) => cancelled({ functionCallIds, startsAt: atTen }));

  it('asks booking to move it, under a key of meaning, and says "moved"', async () => {
    gateway.surroundings.appointments = () => [theirs()];
    itMoves();
    const call = aCall();
    const reply = await reschedule({}, call);
    expect(reply).toMatchObject({ status: 200, body: { ok: true, status: 'moved', reference: 'LIND-4M7K' } });
    expect(moves()[0]).toMatchObject({
      company: 'salon-lindenhof',
      correlationid: call.call_id,
      data: {
        requestKey: changeKey({
          company: 'salon-lindenhof',
          retellCallId: call.call_id,
          operation: 'reschedule',
          calcomUid: 'calcomUidSecret0001',
          start: new Date(elevenUtc),
        }),
        target: { rootUid: 'rootUidSecret0001', calcomUid: 'calcomUidSecret0001', start: atTen },
        start: elevenUtc,
        reason: null,
        timeZone: 'Europe/Berlin',
        language: 'de',
      },
    });
    expect(reply.text).not.toContain('Secret');
  });

  it('asks booking to cancel it, always with a reason, and says "cancelled"', async () => {
    gateway.surroundings.appointments = () => [theirs()];
    itCancels();
    expect((await cancel({ reason: 'Bin krank.' })).body).toMatchObject({ ok: true, status: 'cancelled' });
    expect((await cancel({ reason: 'None' })).body).toMatchObject({ ok: true, status: 'cancelled' });
    expect(cancellations().map(({ data }) => [data.start, data.reason])).toEqual([
      [atTen, 'Bin krank.'],
      [atTen, 'Vom Anrufer telefonisch abgesagt.'],
    ]);
  });

  it('says that it stays when it could not be moved, and what else is free', async () => {
    gateway.surroundings.appointments = () => [theirs()];
    outcome((functionCallIds) =>
      failed({
        functionCallIds,
        operation: 'reschedule',
        reason: 'slot_taken',
        alternatives: [{ start: atTen, staffId: null }],
      }),
    );
    const { body } = await reschedule();
    expect(body).toMatchObject({ ok: false, status: 'refused', alternatives: [expect.stringMatching(/T10:00:00/)] });
    expect(body.say).toMatch(/nicht mehr frei\. Der bisherige Termin bleibt bestehen\. Frei wäre /);
  });

  it.each([reschedule, cancel])('says "not confirmed yet" at the deadline', async (change) => {
    gateway.surroundings.appointments = () => [theirs()];
    const { body } = await change();
    expect(body).toMatchObject({ ok: false, status: 'pending' });
    expect(body.say).toContain('noch nicht bestätigt');
  });

  it('says the same to a repeated function call, although nothing is where it was', async () => {
    for (const [change, settle] of [[reschedule, itMoves] as const, [cancel, itCancels] as const]) {
      const call = aCall();
      gateway.surroundings.appointments = () => [theirs()];
      settle();
      const first = await change({ start: nextWeek }, call);
      gateway.surroundings.appointments = () => [];
      const again = await change({ start: nextWeek }, call);
      expect(first.body.ok).toBe(true);
      expect(again.text).toBe(first.text);
    }
    expect(gateway.surroundings.asked).toHaveLength(2);
  });

  it('takes a move that was asked for again with the old time for the same', async () => {
    gateway.surroundings.appointments = () => [theirs({ startsAt: elevenUtc })];
    itMoves();
    const body = calling('reschedule_appointment', { start: nextWeek, new_start: atEleven });
    expect((await post(functions, invokedAs('tool_2', body))).body).toMatchObject({ status: 'moved' });
  });

  it('asks which one is meant where several fit', async () => {
    gateway.surroundings.appointments = () => [theirs(), theirs({ reference: 'LIND-2222', startsAt: elevenUtc })];
    const { body } = await cancel();
    expect(body).toMatchObject({ status: 'ask_back' });
    expect(body.say).toMatch(/^Welcher Termin ist gemeint: .*10:00 Uhr oder .*11:00 Uhr\?$/);
    expect(gateway.surroundings.asked).toEqual([]);
  });

  it.each([reschedule, cancel])('needs a second fact beside the number', async (change) => {
    gateway.surroundings.appointments = () => [theirs()];
    const asked = await change({ attendee_name: 'None' });
    expect(asked.body).toMatchObject({ ok: false, status: 'ask_back' });
    gateway.surroundings.appointments = () => [];
    expect((await change({ attendee_name: 'None' })).text).toBe(asked.text);
    expect(gateway.surroundings.asked).toEqual([]);
  });

  it('needs none for what this call has booked', async () => {
    gateway.surroundings.appointments = () => [theirs({ bookedInThisCall: true })];
    itCancels();
    expect((await cancel({ attendee_name: 'None' }, withheld())).body.status).toBe('cancelled');
  });

  it('asks a withheld number for reference and name', async () => {
    gateway.surroundings.appointments = ({ reference }) => (reference === 'LIND-4M7K' ? [theirs()] : []);
    expect((await cancel({}, withheld())).body.say).toContain('Terminnummer und den Namen');
    itCancels();
    expect((await cancel({ reference: 'lind 4m7k' }, withheld())).body.status).toBe('cancelled');
  });

  it('finds nothing with another name, and asks nobody', async () => {
    gateway.surroundings.appointments = () => [theirs()];
    const { body } = await reschedule({ attendee_name: 'Klein' });
    expect(body).toMatchObject({ ok: false, status: 'none' });
    expect(gateway.surroundings.asked).toEqual([]);
  });

  describe('a wish of this call that is not recorded yet', () => {
    it('is cancelled by its start', async () => {
      outcome((functionCallIds) => failed({ functionCallIds, start: atTen, reason: 'withdrawn', alternatives: [] }));
      const { body } = await cancel({ attendee_name: 'None', start: nextWeek });
      expect(cancellations()[0]?.data).toMatchObject({ target: null, start: atTen });
      expect(body).toMatchObject({ ok: true, status: 'cancelled' });
      expect(body.say).toContain('Es ist nichts gebucht.');
    });

    it.each([
      [aCall(), 'refused', /finde ich keinen Termin/],
      [withheld(), 'ask_back', /Terminnummer und den Namen/],
    ])('is asked for when booking knows of none', async (call, status, say) => {
      outcome((functionCallIds) => failed({ functionCallIds, operation: 'cancel', reason: 'appointment_unknown' }));
      const first = await cancel({ start: nextWeek }, call);
      expect(first.body.status).toBe(status);
      expect(first.body.say).toMatch(say);
      expect((await cancel({ start: nextWeek }, call)).text).toBe(first.text);
    });
  });

  it.each<[object, RegExp]>([
    [{ new_start: 'None' }, /Für welchen Tag.*Heute ist/],
    [{ new_start: '11-26 10:00' }, /fehlt das Jahr/],
    [{ new_start: '2023-11-26T10:00' }, /in der Vergangenheit/],
    [{ start: '2023-11-26T10:00' }, /in der Vergangenheit/],
    [{ start: 'Donnerstag um zehn' }, /fehlt das Jahr.*Heute ist/],
  ])('asks back for %j', async (args, say) => {
    gateway.surroundings.appointments = () => [theirs()];
    const { body } = await reschedule(args);
    expect(body).toMatchObject({ ok: false, status: 'invalid' });
    expect(body.say).toMatch(say);
    expect(gateway.surroundings.asked).toEqual([]);
  });

  it('does nothing when records does not answer', async () => {
    gateway.surroundings.appointments = () => undefined;
    for (const change of [reschedule, cancel]) {
      expect((await change()).body).toMatchObject({ ok: false, status: 'refused' });
    }
    expect(gateway.surroundings.asked).toEqual([]);
  });

  it('witnesses what was said about which request', async () => {
    gateway.surroundings.appointments = () => [theirs()];
    itMoves();
    const { body } = await reschedule();
    const witness = await eventually('the witness', () => gateway.surroundings.ofType(CallFunctionAnswered)[0]?.data);
    expect(witness).toMatchObject({
      functionName: 'reschedule_appointment',
      functionCallId: moves()[0]?.id,
      requestKey: moves()[0]?.data.requestKey,
      status: 'moved',
      say: body.say,
    });
  });
});

describe('list_appointments', () => {
  let gateway: TestGateway;
  beforeAll(async () => void (gateway = await testGateway()));
  afterAll(() => gateway.close());
  beforeEach(() => gateway.surroundings.reset());

  const list = (args: object, call: object = aCall()): Promise<Reply> =>
    post(`${gateway.url}/webhooks/retell/salon-lindenhof/functions`, calling('list_appointments', args, call));

  it('tells them to who knows the name, and no uid', async () => {
    gateway.surroundings.appointments = () => [
      found(),
      found({ reference: 'LIND-2222', status: 'pending', staffName: null, startsAt: '2026-11-27T09:00:00.000Z' }),
    ];
    const reply = await list({ attendee_name: 'Jonas Weber' });
    expect(reply.body).toMatchObject({
      ok: true,
      status: 'found',
      start_local: '2026-11-26T10:00:00+01:00',
      reference: 'LIND-4M7K',
      say: 'Ich habe 2 Termine gefunden: Herrenhaarschnitt bei Mehmet Kaya am Donnerstag, 26. November, um 10:00 Uhr, Terminnummer LIND-4M7K und Herrenhaarschnitt am Freitag, 27. November, um 10:00 Uhr, Terminnummer LIND-2222, noch nicht bestätigt.',
      appointments: [{ reference: 'LIND-4M7K', staff: 'Mehmet Kaya' }, { reference: 'LIND-2222' }],
    });
    expect(reply.text).not.toContain('Secret');
  });

  it('tells the first five of many', async () => {
    gateway.surroundings.appointments = () =>
      Array.from({ length: 7 }, (_, index) => found({ reference: `LIND-222${index + 2}` }));
    const { body } = await list({ attendee_name: 'Weber' });
    expect(body.appointments).toHaveLength(5);
    expect(body.say).toMatch(/^Ich habe 7 Termine gefunden: .* Dazu kommen noch 2 weitere\.$/);
  });

  it('tells nothing on the strength of a number alone, not even whether there is something', async () => {
    gateway.surroundings.appointments = () => [found()];
    const reply = await list({});
    expect(reply.body).toMatchObject({ ok: false, status: 'ask_back', start_local: null, reference: null });
    gateway.surroundings.appointments = () => [];
    expect((await list({})).text).toBe(reply.text);
    expect((await list({ attendee_name: 'Jonas' })).body.status).toBe('none');
  });

  it('says that it cannot look when records does not answer', async () => {
    gateway.surroundings.appointments = () => undefined;
    expect((await list({ attendee_name: 'Weber' })).body).toMatchObject({ ok: false, status: 'refused' });
  });
});

describe('check_customer', () => {
  let gateway: TestGateway;
  beforeAll(async () => void (gateway = await testGateway()));
  afterAll(() => gateway.close());
  beforeEach(() => gateway.surroundings.reset());

  const check = (args: object = {}, call: object = aCall()): Promise<Reply> =>
    post(`${gateway.url}/webhooks/retell/salon-lindenhof/functions`, calling('check_customer', args, call));
  const customer = { customerId: found().appointmentId, name: 'Jonas Weber', hasUpcomingAppointments: true };

  it('tells a first name and no more, whatever is said', async () => {
    gateway.surroundings.customer = () => customer;
    const reply = await check({ attendee_name: 'Weber', phone: '+4915100000000' });
    expect(reply.body).toMatchObject({
      ok: true,
      status: 'found',
      say: 'Die Nummer ist mir bekannt, der Vorname ist Jonas.',
    });
    gateway.surroundings.customer = () => ({ ...customer, hasUpcomingAppointments: false });
    expect((await check()).text).toBe(reply.text);
  });

  it('asks by the signed number only', async () => {
    const numbers: string[] = [];
    gateway.surroundings.customer = ({ number }) => {
      numbers.push(number);
      return customer;
    };
    await check({ phone: '+4915100000000', from_number: '+4915100000000' });
    await check({ phone: '+4915100000000' }, withheld());
    expect(numbers).toEqual(['+4915112345678']);
  });

  it.each<[string, object | null | undefined, string, RegExp]>([
    ['nobody has', null, 'none', /nicht bekannt/],
    ['somebody has whose first name is not known', { ...customer, name: 'Weber' }, 'found', /Auf welchen Namen/],
    ['could not be looked up', undefined, 'refused', /gerade nicht nachsehen/],
  ])('says so of a number that %s', async (_, known, status, say) => {
    gateway.surroundings.customer = () => known as typeof customer;
    const { body } = await check();
    expect(body.status).toBe(status);
    expect(body.say).toMatch(say);
    expect(body.say).not.toContain('Weber');
  });

  it('knows nobody behind a withheld number', async () => {
    gateway.surroundings.customer = () => customer;
    expect((await check({}, withheld())).body).toMatchObject({ status: 'none' });
  });
});

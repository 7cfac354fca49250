import { CallFunctionAnswered } from '@callbook/contracts';
import { eventually } from '@callbook/testing';
import { FixedCatalogue } from './support/catalogue';
import { type TestGateway, testGateway } from './support/gateway';
import type { Reply } from './support/http';
import { aCall, calling, nextWeek, post } from './support/retell-side';

const staffId = new FixedCatalogue().current().findStaff('salon-lindenhof', 'Mehmet')?.id ?? null;

describe('check_availability', () => {
  let gateway: TestGateway;
  let functions: string;

  beforeAll(async () => {
    gateway = await testGateway();
    functions = `${gateway.url}/webhooks/retell/salon-lindenhof/functions`;
  });
  afterAll(() => gateway.close());
  beforeEach(() => gateway.surroundings.reset());

  const ask = (args: object): Promise<Reply> => post(functions, calling('check_availability', args));
  const day = nextWeek.slice(0, 10);

  it('offers what is free, with whom, and asks nobody to book', async () => {
    gateway.surroundings.free = ({ from }) => ({ slots: [{ start: from, staffId }], problem: 'none' });
    const reply = await ask({ service: 'Herrenhaarschnitt', date: day });
    expect(reply).toMatchObject({ status: 200, body: { ok: true, status: 'found', staff: 'Mehmet Kaya' } });
    expect(reply.body.say).toMatch(/gibt es einen freien Termin: am .* bei Mehmet Kaya\.$/);
    expect(reply.body.alternatives).toEqual([reply.body.start_local]);
    expect(gateway.surroundings.asked).toEqual([]);
  });

  it('asks for the wished person and the wished time', async () => {
    let asked: object = {};
    gateway.surroundings.free = (question) => ({ slots: [], problem: (asked = question) ? 'none' : 'none' });
    await ask({ service: 'Herrenhaarschnitt', start: nextWeek, preferred_staff: 'Herr Kaya' });
    expect(asked).toMatchObject({ company: 'salon-lindenhof', staffId, limit: 3 });
    expect(asked).toHaveProperty('near', expect.stringMatching(new RegExp(`^${day}T0[89]:00:00.000Z$`)));
  });

  it('answers for each of several services', async () => {
    const faerben = new FixedCatalogue().current().findService('salon-lindenhof', 'Färben')?.id;
    gateway.surroundings.free = ({ serviceId, from }) =>
      serviceId === faerben
        ? { slots: [], problem: 'unavailable' }
        : { slots: [{ start: from, staffId: null }], problem: 'none' };
    const reply = await ask({ service: ['Färben', 'Herrenhaarschnitt'], date: day });
    expect(reply.body).toMatchObject({
      ok: true,
      status: 'found',
      services: [
        { service: 'Färben', status: 'refused', alternatives: [] },
        { service: 'Herrenhaarschnitt', status: 'found' },
      ],
    });
    expect(reply.body.say).toMatch(
      /^Was für Färben frei ist, kann ich gerade nicht nachsehen\. .*Für Herrenhaarschnitt gibt/,
    );
  });

  it('says nothing about what is free when that could not be looked up', async () => {
    gateway.surroundings.free = () => ({ slots: [], problem: 'unavailable' });
    const reply = await ask({ service: 'Herrenhaarschnitt', date: day });
    expect(reply).toMatchObject({ status: 200, body: { ok: false, status: 'refused', alternatives: [] } });
    expect(reply.body.say).not.toMatch(/nichts frei|gibt es/);
  });

  it.each<[object, string, RegExp]>([
    [{}, 'invalid', /Welche Leistung/],
    [{ service: 'Herrenhaarschnitt', date: 'morgen' }, 'invalid', /fehlt das Jahr.*Heute ist/],
    [{ service: 'Herrenhaarschnitt', date: '2023-10-04' }, 'invalid', /in der Vergangenheit.*Heute ist/],
    [{ service: 'Herrenhaarschnitt', part_of_day: 'irgendwann' }, 'invalid', /vormittags, nachmittags oder abends/],
    [{ service: 'Herrenhaarschnitt', preferred_staff: 'Günther' }, 'ask_back', /Zur Auswahl: Mehmet Kaya/],
  ])('asks back for %j and looks nothing up', async (args, status, say) => {
    gateway.surroundings.free = () => {
      throw new Error('looked up');
    };
    const { body } = await ask(args);
    expect(body).toMatchObject({ ok: false, status });
    expect(body.say).toMatch(say);
  });

  it('answers arguments at root too, in the language of the company', async () => {
    gateway.surroundings.free = () => ({ slots: [], problem: 'none' });
    const address = `${gateway.url}/webhooks/retell/praxis-am-markt/functions/check_availability`;
    const reply = await post(address, { service: 'First consultation', date: day, execution_message: 'One moment.' });
    expect(reply).toMatchObject({ status: 200, body: { status: 'none' } });
    expect(reply.body.say).toMatch(/^For First consultation, nothing is free on /);
    expect(gateway.surroundings.published).toEqual([]);
  });

  it('is witnessed like every function', async () => {
    const call = aCall();
    const reply = await post(functions, calling('check_availability', { service: 'Färben' }, call));
    const witness = await eventually('the answer to be witnessed', () => {
      return gateway.surroundings.ofType(CallFunctionAnswered)[0]?.data;
    });
    expect(witness).toMatchObject({
      call: { retellCallId: call.call_id },
      functionName: 'check_availability',
      requestKey: null,
      status: 'none',
      say: reply.body.say,
      delivered: true,
    });
  });
});

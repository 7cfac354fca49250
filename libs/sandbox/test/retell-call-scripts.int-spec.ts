import { CALL_SCRIPT_NAMES, callScripts, type CallWish, type RetellSandbox, startRetellSandbox } from '../src';
import { FakeGateway } from './fake-gateway';

let gateway: FakeGateway;
let retell: RetellSandbox;

beforeEach(async () => {
  gateway = await new FakeGateway().start();
  retell = await startRetellSandbox({ port: 0, gatewayUrl: gateway.url });
});
afterEach(async () => {
  await retell.close();
  await gateway.stop();
});

const wish: CallWish = {
  service: 'Herrenhaarschnitt',
  start: '2026-11-24T10:00',
  newStart: '2026-11-24T11:00',
  name: 'Erika Muster',
};
const calls = () => gateway.received.filter(({ body }) => body.name).map(({ body }) => [body.name, body.args]);

const play = async (name: string, body: unknown) =>
  fetch(`${retell.url}/sandbox/scripts/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

it('use all six functions between them', async () => {
  for (const name of CALL_SCRIPT_NAMES) expect((await play(name, wish)).status).toBe(201);
  expect(new Set(calls().map(([name]) => name))).toEqual(
    new Set([
      'check_availability',
      'book_appointment',
      'check_customer',
      'list_appointments',
      'reschedule_appointment',
      'cancel_appointment',
    ]),
  );
});

it('can change their mind in the call they booked in', async () => {
  await retell.playCall(callScripts['change-of-mind']({ ...wish, staff: 'Mehmet' }));
  const booked = calls().filter(([name]) => name === 'book_appointment');
  expect(booked.map(([, args]) => args)).toMatchObject([
    { start: '2026-11-24T10:00', preferred_staff: 'Mehmet' },
    { start: '2026-11-24T11:00', instead_of: '2026-11-24T10:00', attendee_name: 'Erika Muster' },
  ]);
  expect(booked[0][1]).not.toHaveProperty('instead_of');
});

it('name a second fact beside the number when they ask for an appointment', async () => {
  await retell.playCall(callScripts.cancel(wish));
  const [, cancelled] = calls().find(([name]) => name === 'cancel_appointment') ?? [];
  expect(cancelled).toMatchObject({ attendee_name: 'Erika Muster', start: '2026-11-24T10:00' });
});

it('hide the number from the inbound webhook and from every payload, if they are to', async () => {
  await retell.playCall(callScripts.reschedule({ ...wish, withheld: true }));
  const [inbound, ...others] = gateway.received;
  expect(inbound.path).toBe('/webhooks/retell/salon-lindenhof/inbound');
  expect(inbound.body).toMatchObject({ event: 'call_inbound', call_inbound: { from_number: 'anonymous' } });
  expect(new Set(others.map(({ body }) => body.call.from_number))).toEqual(new Set(['anonymous']));
});

it('refuse a wish without service, start or name', async () => {
  const answer = await play('book', { service: 'Herrenhaarschnitt' });
  expect([answer.status, await answer.json()]).toEqual([400, { sandbox: true, problem: 'a wish needs start, name' }]);
});

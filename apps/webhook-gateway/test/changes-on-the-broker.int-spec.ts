import { derivedId } from '@callbook/contracts';
import { declareTopology } from '@callbook/messaging';
import { sharedStack, testPrefix } from '@callbook/testing';
import { PlayedChanges, startChanges } from './support/change-peers';
import { found } from './support/found';
import { gatewayOn } from './support/gateway';
import type { Reply } from './support/http';
import { aCall, bookAppointment, calling, nextWeek, post } from './support/retell-side';

const atEleven = `${nextWeek.slice(0, 10)}T11:00`;

describe('the six functions on a real broker', () => {
  const corner = testPrefix();
  const broker = { url: sharedStack().rabbitmqUrl, prefix: corner.prefix };
  let peer: { close(): Promise<unknown> } | undefined;
  let gateway: { url: string; close(): Promise<unknown> };
  let played: PlayedChanges;

  beforeAll(async () => {
    await declareTopology(broker.url, { prefix: broker.prefix });
    played = new PlayedChanges();
    peer = await startChanges(broker, played);
    gateway = await gatewayOn(broker, { answerDeadlineMs: 8_000 });
  });
  beforeEach(() => Object.assign(played, new PlayedChanges(), { appointments: [found()] }));
  afterAll(async () => {
    await gateway.close();
    await peer?.close();
    await corner.close();
  });

  const ask = (name: string, args: object, call: object = aCall()): Promise<Reply> =>
    post(`${gateway.url}/webhooks/retell/salon-lindenhof/functions`, calling(name, args, call));

  it.each([true, false])('a move and a cancellation are answered, told by an event or not: %s', async (announces) => {
    played.announces = announces;
    const moved = await ask('reschedule_appointment', { attendee_name: 'Weber', new_start: atEleven });
    expect(moved.body).toMatchObject({ ok: true, status: 'moved', start_local: expect.stringMatching(/T11:00/) });
    const cancelled = await ask('cancel_appointment', { attendee_name: 'Weber' });
    expect(cancelled.body).toMatchObject({ ok: true, status: 'cancelled' });
  });

  it('the same cancellation twenty times in parallel, and once more later, gets one answer', async () => {
    const call = aCall();
    const args = { attendee_name: 'Weber', reason: 'Bin krank.' };
    const replies = await Promise.all(Array.from({ length: 20 }, () => ask('cancel_appointment', args, call)));
    played.appointments = [];
    const later = await ask('cancel_appointment', args, call);
    expect([...new Set([...replies, later].map(({ text }) => text))]).toEqual([later.text]);
    expect(later.body.status).toBe('cancelled');
    expect(played.outcomes.size).toBe(1);
  });

  it('a question back reaches the caller', async () => {
    const { call, args } = bookAppointment();
    expect((await ask('book_appointment', args, call)).body).toMatchObject({ status: 'ask_back' });
  });

  it('what is asked of records and booking is answered', async () => {
    played.customer = { customerId: derivedId('test', 'jonas'), name: 'Jonas Weber', hasUpcomingAppointments: true };
    played.slots = [{ start: new Date(`${nextWeek}Z`).toISOString(), staffId: null }];
    expect((await ask('check_customer', {})).body).toMatchObject({ status: 'found' });
    expect((await ask('list_appointments', { attendee_name: 'Weber' })).body).toMatchObject({ reference: 'LIND-4M7K' });
    expect((await ask('check_availability', { service: 'Färben' })).body).toMatchObject({ status: 'found' });
  });

  it('nobody there to ask is told as that, and is no error', async () => {
    await peer?.close();
    peer = undefined;
    const replies = [
      await ask('check_customer', {}),
      await ask('list_appointments', { attendee_name: 'Weber' }),
      await ask('cancel_appointment', { attendee_name: 'Weber' }),
      await ask('check_availability', { service: 'Färben' }),
    ];
    for (const reply of replies) expect(reply).toMatchObject({ status: 200, body: { ok: false, status: 'refused' } });
    const ringing = { agent_id: 'agent_salon', from_number: '+4915112345678' };
    const inbound = `${gateway.url}/webhooks/retell/salon-lindenhof/inbound`;
    const greeting = await post(inbound, { event: 'call_inbound', call_inbound: ringing });
    expect(greeting.body.call_inbound.dynamic_variables).toMatchObject({ caller_first_name: '' });
  });
});

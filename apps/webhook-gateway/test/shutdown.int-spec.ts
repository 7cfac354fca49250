import { connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { CallFunctionAnswered } from '@callbook/contracts';
import { eventually } from '@callbook/testing';
import { testGateway } from './support/gateway';
import { bookAppointment, post } from './support/retell-side';

describe('shutting down', () => {
  it('finishes what runs, its witness too, and does not wait for connections that say nothing', async () => {
    const gateway = await testGateway({ answerDeadlineMs: 500 });
    gateway.surroundings.accept = ({ type }) => pause(type === CallFunctionAnswered.type ? 100 : 0); // a slow broker
    const silent = connect({ port: Number(new URL(gateway.url).port), host: '127.0.0.1' });
    await once(silent, 'connect');
    const reply = post(`${gateway.url}/webhooks/retell/salon-lindenhof/functions`, bookAppointment());
    await eventually('the request to be published', () => gateway.surroundings.requests[0]);

    await gateway.close();

    expect((await reply).body.status).toBe('pending');
    expect(gateway.surroundings.ofType(CallFunctionAnswered)[0]?.data).toMatchObject({ delivered: true });
    silent.destroy();
  });
});

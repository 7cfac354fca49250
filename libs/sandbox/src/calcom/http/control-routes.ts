import { type FastifyInstance } from 'fastify';
import { indexPage } from '../../index-page';
import { type CalcomWorld } from '../calcom-world';
import { parseFault } from '../fault-input';
import { type FaultBoard } from '../faults';
import { bookingOutput } from '../output/booking.output';
import { type RequestLedger } from '../request-ledger';

interface Parts {
  world: CalcomWorld;
  faults: FaultBoard;
  requests: RequestLedger;
  reset(): void;
}

/** The sandbox's own address space beside Cal.com's: nothing here exists at the real service. */
export function controlRoutes(server: FastifyInstance, { world, faults, requests, reset }: Parts): void {
  server.get('/', async (_request, reply) => reply.type('text/html').send(page));
  server.get('/health/live', async () => ({ status: 'ok', sandbox: 'calcom' }));
  server.get('/health/ready', async () => ({ status: 'ok', sandbox: 'calcom' }));

  server.post('/sandbox/reset', async () => {
    reset();
    return { sandbox: true, reset: true };
  });

  /** The truth a test compares with: every booking, and every POST with what its caller was told. */
  server.get('/sandbox/bookings', async () => {
    const posts = requests.of('create-booking');
    return {
      sandbox: true,
      bookings: world.bookings.map((booking) => bookingOutput(booking, world)),
      posts: { count: posts.length, requests: posts },
    };
  });
  server.get('/sandbox/requests', async () => ({ sandbox: true, requests: requests.all() }));

  server.get('/sandbox/faults', async () => ({ sandbox: true, faults: faults.list() }));
  server.post('/sandbox/faults', async (request, reply) => {
    const fault = parseFault(request.body);
    if ('problem' in fault) return reply.code(400).send({ sandbox: true, problem: fault.problem });
    return reply.code(201).send({ sandbox: true, ...faults.arm(fault) });
  });
  server.delete('/sandbox/faults', async () => {
    faults.clear();
    return { sandbox: true, faults: [] };
  });
  server.delete<{ Params: { id: string } }>('/sandbox/faults/:id', async (request, reply) => {
    const found = faults.disarm(Number(request.params.id));
    return reply.code(found ? 200 : 404).send({ sandbox: true, disarmed: found });
  });
}

const page = indexPage('Cal.com', [
  'GET /sandbox/bookings',
  'GET /sandbox/requests',
  'GET, POST, DELETE /sandbox/faults',
  'POST /sandbox/reset',
]);

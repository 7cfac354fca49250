import { type FastifyInstance } from 'fastify';
import { indexPage } from '../../index-page';
import { type CalcomWorld } from '../calcom-world';
import { bookingOutput } from '../output/booking.output';
import { parseRateLimit, type RateLimit } from '../rate-limit';
import { type RequestLedger } from '../request-ledger';

interface Parts {
  world: CalcomWorld;
  rateLimit: RateLimit;
  requests: RequestLedger;
  reset(): void;
}

/** The sandbox's own address space beside Cal.com's: nothing here exists at the real service. */
export function controlRoutes(server: FastifyInstance, { world, rateLimit, requests, reset }: Parts): void {
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

  server.get('/sandbox/rate-limit', async () => ({ sandbox: true, ...rateLimit.settings }));
  /** Also lifts every block. */
  server.put('/sandbox/rate-limit', async (request, reply) => {
    const settings = parseRateLimit(request.body);
    if ('problem' in settings) return reply.code(400).send({ sandbox: true, problem: settings.problem });
    rateLimit.configure(settings);
    return { sandbox: true, ...settings };
  });
}

const page = indexPage('Cal.com', [
  'GET /sandbox/bookings',
  'GET /sandbox/requests',
  'GET, POST, DELETE /sandbox/faults',
  'GET, POST, DELETE /sandbox/webhook-faults',
  'GET, PUT /sandbox/webhooks',
  'GET, PUT /sandbox/rate-limit',
  'POST /sandbox/web/bookings',
  'POST /sandbox/web/bookings/UID/(cancel|reschedule|reassign|confirm|decline)',
  'POST /sandbox/reset',
]);

import { type FastifyInstance } from 'fastify';
import { indexPage } from '../../index-page';
import { bookingOutput } from '../output/booking.output';
import { parseRateLimit } from '../rate-limit';
import { parseReadSettings } from '../read-settings';
import { type SimulatedCalcom } from '../simulated-calcom';
import { settingRoutes } from './setting-routes';

/** The sandbox's own address space beside Cal.com's: nothing here exists at the real service. */
export function controlRoutes(server: FastifyInstance, calcom: SimulatedCalcom, reset: () => void): void {
  const { api, world } = calcom;
  server.get('/', async (_request, reply) => reply.type('text/html').send(page));
  server.get('/health/live', async () => ({ status: 'ok', sandbox: 'calcom' }));
  server.get('/health/ready', async () => ({ status: 'ok', sandbox: 'calcom' }));

  server.post('/sandbox/reset', async () => {
    reset();
    return { sandbox: true, reset: true };
  });

  /** The truth a test compares with: every booking, and every POST with what its caller was told. */
  server.get('/sandbox/bookings', async () => {
    const posts = api.requests.of('create-booking');
    return {
      sandbox: true,
      bookings: world.bookings.map((booking) => bookingOutput(booking, world)),
      posts: { count: posts.length, requests: posts },
    };
  });
  server.get('/sandbox/requests', async () => ({ sandbox: true, requests: api.requests.all() }));
  /** Every booking with what happened to it, when and by whom. */
  server.get('/sandbox/ledger', async () => ({
    sandbox: true,
    bookings: calcom.ledger().map(({ booking, bookedBy, request, changes }) => ({
      ...bookingOutput(booking, world),
      bookedBy,
      request,
      changes: changes.map(({ number, at, what, by, booking: { status } }) => ({
        number,
        at: new Date(at).toISOString(),
        what,
        by,
        status,
      })),
    })),
  }));

  /** Setting it also lifts every block. */
  settingRoutes(server, '/sandbox/rate-limit', parseRateLimit, {
    get: () => api.rateLimit.settings,
    set: (settings) => api.rateLimit.configure(settings),
  });
  settingRoutes(server, '/sandbox/reads', parseReadSettings, {
    get: () => api.reads,
    set: (settings) => void (api.reads = settings),
  });
}

const page = indexPage('Cal.com', [
  'GET /sandbox/bookings',
  'GET /sandbox/ledger',
  'GET /sandbox/requests',
  'GET, POST, DELETE /sandbox/faults',
  'GET, POST, DELETE /sandbox/webhook-faults',
  'GET, PUT /sandbox/webhooks',
  'GET, PUT /sandbox/rate-limit',
  'GET, PUT /sandbox/reads',
  'POST /sandbox/web/bookings',
  'POST /sandbox/web/bookings/UID/(cancel|reschedule|reassign|confirm|decline)',
  'POST /sandbox/reset',
]);

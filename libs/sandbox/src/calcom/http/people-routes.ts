import { type FastifyInstance } from 'fastify';
import { type Booking } from '../booking';
import { CalcomError } from '../calcom-error';
import { type CalcomWorld } from '../calcom-world';
import { checkFields, type Field, type Fields, isObject, issueText } from '../input/issues';
import * as rules from '../input/rules';
import { parseAbsences } from '../operations/mark-absent';
import { bookingOutput } from '../output/booking.output';
import { type People, type WebBooking } from '../people';
import { invalidRequest } from '../refusals';

const required = (...of: Field['rules']): Field => ({ rules: of });
const optional = (...of: Field['rules']): Field => ({ optional: true, rules: of });

const contact = {
  name: required(rules.text),
  email: optional(rules.email),
  phoneNumber: optional(rules.phoneNumber),
  timeZone: optional(rules.timeZone),
  language: optional(rules.language),
};

interface Act {
  fields: Record<string, Field>;
  run(uid: string, body: Fields): Promise<Booking>;
}

/** Cal.com's own pages, as far as a test needs them: what a customer or the salon does there with one POST each. */
export function peopleRoutes(server: FastifyInstance, people: People, world: CalcomWorld): void {
  const acts: Record<string, Act> = {
    cancel: {
      fields: { reason: optional(rules.text), by: optional(rules.email) },
      run: (uid, body) => people.cancel(uid, body),
    },
    reschedule: {
      fields: { start: required(rules.isoDate), reason: optional(rules.text), by: optional(rules.email) },
      run: (uid, body) => people.reschedule(uid, body as { start: string }),
    },
    reassign: {
      fields: { hostId: required(rules.integer) },
      run: (uid, { hostId }) => people.reassign(uid, hostId as number),
    },
    'mark-absent': {
      fields: { host: optional(rules.flag), attendees: optional(rules.list(isObject, 'objects')) },
      run: (uid, body) => people.markAbsent(uid, parseAbsences(body)),
    },
    confirm: { fields: {}, run: (uid) => people.confirm(uid) },
    decline: {
      fields: { reason: optional(rules.text) },
      run: (uid, { reason }) => people.decline(uid, reason as string | undefined),
    },
  };

  const act = async (run: () => Promise<Booking>) => {
    try {
      return { status: 200, body: { sandbox: true, booking: bookingOutput(await run(), world) } };
    } catch (error) {
      if (!(error instanceof CalcomError)) throw error;
      return { status: error.status, body: { sandbox: true, problem: error.message } };
    }
  };

  server.post('/sandbox/web/bookings', async (request, reply) => {
    const { status, body } = await act(async () => {
      const wish = checked(request.body, {
        eventTypeId: required(rules.integer),
        start: required(rules.isoDate),
        attendee: required(rules.object),
      });
      checked(wish.attendee, contact);
      return people.book(wish as unknown as WebBooking);
    });
    return reply.code(status === 200 ? 201 : status).send(body);
  });
  for (const [name, { fields, run }] of Object.entries(acts)) {
    server.post<{ Params: { uid: string } }>(`/sandbox/web/bookings/:uid/${name}`, async (request, reply) => {
      const { status, body } = await act(async () => run(request.params.uid, checked(request.body ?? {}, fields)));
      return reply.code(status).send(body);
    });
  }
}

function checked(body: unknown, fields: Record<string, Field>): Fields {
  const given = isObject(body) ? body : {};
  const issues = checkFields(given, fields);
  if (issues.length > 0) throw invalidRequest(issueText(issues));
  return given;
}

import type { Catalogue } from '@callbook/catalogue';
import { BookingCreated, createEvent, derivedId, type Event, requestId, sampleOf } from '@callbook/contracts';
import type { SandboxRandom } from '@callbook/sandbox';

const company = 'salon-lindenhof';
const firstNames = ['Jonas', 'Anna', 'Mehmet', 'Sofia', 'Paul', 'Lena', 'Emil', 'Ida'];
const lastNames = ['Weber', 'Lang', 'Öztürk', 'Brandt', 'Groß', 'Keller', 'Maier', 'Vogt'];

/** Bookings of a first call each, by callers nobody knows yet: for each of them call and appointment have to be made. */
export function* bookings(random: SandboxRandom, catalogue: Catalogue): Generator<Event<BookingCreated>, never> {
  const service = catalogue.findService(company, 'herrenhaarschnitt');
  if (!service) throw new Error('the sample catalogue has no herrenhaarschnitt');
  const below = (count: number) => Math.floor(random.next() * count);
  const run = derivedId('bench', below(2 ** 31));
  const anyOf = (names: readonly string[]) => String(names[below(names.length)]);
  for (let turn = 1; ; turn += 1) {
    const key = derivedId('request', run, turn);
    const number = `+4930${String(10_000_000 + turn)}`;
    const name = `${anyOf(firstNames)} ${anyOf(lastNames)}`;
    const start = new Date(Date.UTC(2026, 11, 1, 8) + below(20_000) * 30 * 60_000);
    const uid = derivedId('uid', run, turn);
    const sample = sampleOf(BookingCreated);
    const attendee = { name, email: null, phone: number };
    const fact: BookingCreated = {
      ...sample,
      call: { ...sample.call!, retellCallId: `call_${uid}`, fromNumber: number, customerNumber: number },
      requestKey: key,
      requestId: requestId(key, 1),
      functionCallIds: [derivedId('function call', run, turn)],
      rootUid: uid,
      calcomUid: uid,
      calcomBookingId: turn,
      service: { id: service.id, key: service.key },
      preferredStaff: null,
      attendeeAsSaid: { ...sample.attendeeAsSaid, ...attendee },
      start: start.toISOString(),
      end: new Date(start.getTime() + 30 * 60_000).toISOString(),
    };
    yield createEvent(BookingCreated, fact, {
      id: derivedId('message', run, turn),
      company,
      time: new Date(), // of a booking long ago records would ask who has told the caller
      correlationId: `call_${uid}`,
    });
  }
}

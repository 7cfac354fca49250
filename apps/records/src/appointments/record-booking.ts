import type { Catalogue, CatalogueSource } from '@callbook/catalogue';
import { type BookingFact, type Event } from '@callbook/contracts';
import type { Call } from '../calls/call';
import { closeCall } from '../calls/close-call';
import { withCustomer } from '../calls/open-call';
import type { Cell } from '../cells/cell';
import type { Clock } from '../clock/clock';
import { type CustomerReference, toldCustomerOf } from '../customers/customer';
import { openCustomer } from '../customers/open-customer';
import { refuseImpossible } from '../facts/refuse-impossible';
import { followUp } from '../transaction/follow-up';
import { reachOf } from '../transaction/reach';
import type { Message, Records, RecordsTransaction } from '../transaction/records';
import type { Appointment } from './appointment';
import { announcementsOf } from './appointment-news';
import { appointmentOf, bookedAtOf, serviceOf, uidsOf } from './appointment-of';
import { keepAnswers } from './keep-answers';
import { openCalls } from './open-calls';
import { phasesOf } from './phases';
import { isNewer, revised } from './revision';

type Booking = Event<BookingFact>;

/**
 * Writes whatever happens to a chain of bookings: booked, confirmed, moved, given to another person, not turned up for,
 * cancelled, turned down, by phone or not. It stays one appointment. Calls, customer, appointment, phases, uids, both links, the outcomes of the requests for booking and
 * change, and the events that tell of it commit together or not at all. Facts may come in any order; old news and
 * repetitions change nothing, but the function calls they name are answered all the same.
 */
export class RecordBooking {
  constructor(
    private readonly records: Records,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
  ) {}

  async execute(booking: Booking, message: Message): Promise<void> {
    refuseImpossible(booking, this.catalogue.current());
    const reach = reachOf(booking, this.catalogue.current());
    await this.records.once({ ...message, reach }, async (tx) => {
      const catalogue = this.catalogue.current();
      const { asking, changing, all } = await openCalls(tx, booking, catalogue);
      const customer = await openCustomer(tx, booking, {
        knownId: asking && toldCustomerOf(asking),
        bookedAt: bookedAtOf(booking),
        country: catalogue.company(booking.company)?.country,
      });
      const { before, appointment } = await writeAppointment(tx, booking, { asking, customer, catalogue });
      const hasChanged = appointment !== before;
      const told = await keepAnswers(tx, booking, { appointment, hasChanged, asking, changing, catalogue });
      if (before || told.changed) await tx.mentions.follow(appointment.id, booking.id);

      const now = this.clock.now();
      for (const call of all) {
        const isCustomers = call === asking && customer.value !== null;
        await closeCall(tx, isCustomers ? withCustomer(call, customer.value) : call, booking, now);
      }
      for (const { type, state } of announcementsOf(before, appointment, told)) {
        await tx.publish(followUp(type, state, booking, now));
      }
    });
  }
}

async function writeAppointment(
  tx: RecordsTransaction,
  booking: Booking,
  { asking, customer, catalogue }: { asking: Call | null; customer: Cell<CustomerReference>; catalogue: Catalogue },
): Promise<{ before: Appointment | null; appointment: Appointment }> {
  const told = appointmentOf(booking, { callId: asking?.id ?? null, customer, catalogue });
  const { row, isNew } = await tx.appointments.open(told);
  const appointment = isNew ? row : revised(row, told);
  if (appointment !== row) await tx.appointments.save(appointment);
  if (isNew || isNewer(told, row)) {
    const phases = phasesOf(booking.data, serviceOf(booking, catalogue));
    await tx.appointments.setPhases(appointment, phases, new Date(booking.time));
  }
  await tx.appointments.addUids(appointment, uidsOf(booking.data));
  return { before: isNew ? null : row, appointment };
}

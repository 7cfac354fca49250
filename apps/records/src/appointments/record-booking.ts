import type { Catalogue, CatalogueSource } from '@callbook/catalogue';
import {
  AppointmentRecorded,
  appointmentRowId,
  type BookingFact,
  callRowId,
  createEvent,
  derivedId,
  type Event,
} from '@callbook/contracts';
import { withBookings } from '../calls/bookings-of-call';
import type { Call } from '../calls/call';
import { openCall, withCustomer } from '../calls/open-call';
import type { Cell } from '../cells/cell';
import type { Clock } from '../clock/clock';
import { openCustomer } from '../customers/open-customer';
import { recordRecorded } from '../outcomes/record-recorded';
import type { Message, Records, RecordsTransaction } from '../transaction/records';
import type { Appointment } from './appointment';
import { appointmentOf, bookedAtOf, serviceOf, uidsOf } from './appointment-of';
import { appointmentRecorded } from './appointment-recorded';
import { phasesOf } from './phases';
import { isNewer, revised } from './revision';

type Booking = Event<BookingFact>;

/**
 * Makes a booking one appointment: call, customer, appointment, phases, both links, the outcome of the request and
 * `appointment.recorded` commit together or not at all. Old news and repetitions change nothing, but the function calls
 * they name are answered all the same.
 */
export class RecordBooking {
  constructor(
    private readonly records: Records,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
  ) {}

  async execute(booking: Booking, message: Message): Promise<void> {
    await this.records.once(message, async (tx) => {
      const catalogue = this.catalogue.current();
      const { asking, other } = await openCalls(tx, booking, catalogue);
      const customer = await openCustomer(tx, booking, {
        knownId: asking?.customerId ?? null,
        bookedAt: bookedAtOf(booking),
        country: catalogue.company(booking.company)?.country,
      });
      const { appointment, isNews } = await writeAppointment(tx, booking, { asking, customer, catalogue });
      if (appointment.callId && ![asking?.id, other?.id].includes(appointment.callId)) {
        throw new Error(`appointment ${appointment.id} was linked to call ${appointment.callId} meanwhile: try again`);
      }
      const recorded = appointmentRecorded(appointment, booking.data, catalogue);
      const answer = await recordRecorded(tx, booking, { recorded, callId: asking?.id ?? null, isNews });
      if (asking) await saveCall(tx, customer.value ? withCustomer(asking, customer.value) : asking, booking);
      if (other) await saveCall(tx, other, booking);
      if (answer) await tx.publish(this.recordedEvent(answer, booking));
    });
  }

  private recordedEvent(answer: AppointmentRecorded, booking: Booking): Event<AppointmentRecorded> {
    return createEvent(AppointmentRecorded, answer, {
      id: derivedId('appointment.recorded', booking.id),
      company: booking.company,
      time: this.clock.now(),
      correlationId: booking.correlationid,
      causationId: booking.id,
      traceparent: booking.traceparent,
    });
  }
}

/** The call that asked for the booking, and the call that the appointment already names when that is another one. */
async function openCalls(tx: RecordsTransaction, booking: Booking, catalogue: Catalogue) {
  const { company, data: fact } = booking;
  const owner = await tx.appointments.callOf(appointmentRowId(company, fact.rootUid));
  const isOther = owner !== null && owner !== (fact.call && callRowId(company, fact.call.retellCallId));
  const other = isOther ? await tx.calls.reopen(owner) : null;
  const asking = fact.call ? await openCall(tx, booking, fact.call, catalogue) : null;
  return { asking, other };
}

async function writeAppointment(
  tx: RecordsTransaction,
  booking: Booking,
  { asking, customer, catalogue }: { asking: Call | null; customer: Cell<string>; catalogue: Catalogue },
): Promise<{ appointment: Appointment; isNews: boolean }> {
  const told = appointmentOf(booking, { callId: asking?.id ?? null, customer, catalogue });
  const { row, isNew } = await tx.appointments.open(told);
  const appointment = isNew ? row : revised(row, told);
  const isNews = isNew || isNewer(told, row);
  if (appointment !== row) await tx.appointments.save(appointment);
  if (isNews) await tx.appointments.setPhases(appointment, phasesOf(booking.data, serviceOf(booking, catalogue)));
  await tx.appointments.addUids(appointment, uidsOf(booking.data));
  return { appointment, isNews };
}

async function saveCall(tx: RecordsTransaction, call: Call, booking: Booking): Promise<void> {
  await tx.calls.save(withBookings(call, await tx.calls.bookingsOf(call.id), new Date(booking.time)));
}

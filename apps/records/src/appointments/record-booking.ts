import type { Catalogue, CatalogueSource } from '@callbook/catalogue';
import {
  AppointmentRecorded,
  appointmentRowId,
  type AppointmentState,
  type BookingFact,
  callRowId,
  createEvent,
  derivedId,
  type Event,
  type EventClass,
} from '@callbook/contracts';
import { withBookings } from '../calls/bookings-of-call';
import type { Call } from '../calls/call';
import { openCall, withCustomer } from '../calls/open-call';
import type { Cell } from '../cells/cell';
import type { Clock } from '../clock/clock';
import { openCustomer } from '../customers/open-customer';
import { recordRecorded } from '../outcomes/record-recorded';
import type { Message, Records, RecordsTransaction } from '../transaction/records';
import { type Appointment, hasEnded } from './appointment';
import { newsOf } from './appointment-news';
import { appointmentOf, bookedAtOf, serviceOf, uidsOf } from './appointment-of';
import { stateOf } from './appointment-state';
import { phasesOf } from './phases';
import { isNewer, revised } from './revision';

type Booking = Event<BookingFact>;

/**
 * Writes whatever happens to a chain of bookings: booked, confirmed, moved, cancelled, turned down, by phone or not. It stays
 * one appointment. Call, customer, appointment, phases, uids, both links, the outcome of the request and the events that tell
 * of it commit together or not at all. Facts may come in any order; old news and repetitions change nothing, but the
 * function calls they name are answered all the same.
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
        knownId: (asking ?? other)?.customerId ?? null,
        bookedAt: bookedAtOf(booking),
        country: catalogue.company(booking.company)?.country,
      });
      const { before, appointment } = await writeAppointment(tx, booking, { asking, customer, catalogue });
      const news = newsOf(before, appointment);
      const { state, isAnswer } = await recordRecorded(tx, booking, {
        state: stateOf(appointment, booking.data, catalogue),
        callId: asking?.id ?? null,
        hasChanged: appointment !== before,
      });
      if (asking) await saveCall(tx, customer.value ? withCustomer(asking, customer.value) : asking, booking);
      if (other) await saveCall(tx, other, booking);
      if (news) await tx.publish(this.event(news, state, booking));
      if (isAnswer && news !== AppointmentRecorded && !hasEnded(appointment)) {
        await tx.publish(this.event(AppointmentRecorded, state, booking));
      }
    });
  }

  private event(
    type: EventClass<AppointmentState>,
    state: AppointmentState,
    booking: Booking,
  ): Event<AppointmentState> {
    return createEvent(type, state, {
      id: derivedId(type.type, booking.id),
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
  const appointmentId = appointmentRowId(company, fact.rootUid);
  await tx.appointments.oneFactAtATime(appointmentId); // or the call it names could become another one meanwhile
  const owner = await tx.appointments.callOf(appointmentId);
  const isOther = owner !== null && owner !== (fact.call && callRowId(company, fact.call.retellCallId));
  const other = isOther ? await tx.calls.reopen(owner) : null;
  const asking = fact.call ? await openCall(tx, booking, fact.call, catalogue) : null;
  return { asking, other };
}

async function writeAppointment(
  tx: RecordsTransaction,
  booking: Booking,
  { asking, customer, catalogue }: { asking: Call | null; customer: Cell<string>; catalogue: Catalogue },
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

async function saveCall(tx: RecordsTransaction, call: Call, booking: Booking): Promise<void> {
  await tx.calls.save(withBookings(call, await tx.calls.bookingsOf(call.id), new Date(booking.time)));
}

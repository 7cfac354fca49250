import type { Catalogue, CatalogueSource } from '@callbook/catalogue';
import {
  AppointmentRecorded,
  appointmentRowId,
  type BookingFact,
  type CallIdentity,
  createEvent,
  derivedId,
  type Event,
} from '@callbook/contracts';
import { withBookings } from '../calls/bookings-of-call';
import type { Call } from '../calls/call';
import { openCall, withCustomer } from '../calls/open-call';
import { type Cell, filled } from '../cells/cell';
import type { Clock } from '../clock/clock';
import { attendeeOf, withAttendee } from '../customers/attendee';
import { attendeeKey, bookingCallerKey } from '../customers/customer-key';
import { settled } from '../outcomes/outcome';
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
      const calls = await this.openCalls(tx, booking, catalogue);
      ...
    });
  }
}

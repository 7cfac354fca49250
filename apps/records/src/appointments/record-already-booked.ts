import type { CatalogueSource } from '@callbook/catalogue';
import { AppointmentRecorded, type BookingAlreadyBooked, type Event } from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';
import type { Call } from '../calls/call';
import { closeCall } from '../calls/close-call';
import { openCall } from '../calls/open-call';
import type { Clock } from '../clock/clock';
import { refuseImpossible } from '../facts/refuse-impossible';
import { keepAppointment } from '../outcomes/keep-outcome';
import { followUp } from '../transaction/follow-up';
import { callsOf } from '../links/link-decision';
import { reachOf } from '../transaction/reach';
import type { Message, Records } from '../transaction/records';
import { hasEnded } from './appointment';
import { stateOf } from './appointment-state';
import { claimed } from './revision';

/**
 * Answers a caller who asks for an appointment that is there already. One that no call booked becomes this call's; one of
 * another call stays that call's, and this call is mentioned with it. An appointment that is not recorded yet is waited for.
 */
export class RecordAlreadyBooked {
  constructor(
    private readonly records: Records,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
  ) {}

  async execute(event: Event<BookingAlreadyBooked>, message: Message): Promise<void> {
    const { company, data } = event;
    refuseImpossible(event, this.catalogue.current());
    const reach = reachOf(event, this.catalogue.current());
    await this.records.once({ ...message, reach }, async (tx) => {
      const catalogue = this.catalogue.current();
      const appointmentId = await tx.appointments.withUid(company, data.calcomUid);
      // The uid stays out of the text: whoever has it can cancel the booking.
      if (!appointmentId)
        throw new RetryableError(
          'appointment_not_recorded',
          `request ${data.requestId}: no appointment has that uid yet`,
        );
      await tx.appointments.oneFactAtATime(appointmentId);
      const ownerIds = callsOf(await tx.appointments.reopen(appointmentId));
      const asked = await openCall(tx, event, data.call, catalogue);
      const owners: Call[] = [];
      for (const id of ownerIds) if (id !== asked.id) owners.push(await tx.calls.reopen(id));

      const stored = await tx.appointments.reopen(appointmentId);
      const decidedAt = new Date(event.time);
      const claim = claimed(stored, asked.id, decidedAt);
      const appointment = claim === stored ? stored : { ...claim, recordedByMessage: event.id };
      if (appointment !== stored) await tx.appointments.save(appointment);

      const state = stateOf(appointment, data, catalogue);
      const { operation, requestId, requestKey, round, functionCallIds } = data;
      if (appointment !== stored) await tx.outcomes.follow(state);
      const request = {
        company,
        operation,
        requestId,
        requestKey,
        round,
        functionCallIds,
        callId: asked.id,
        decidedAt,
      };
      const answer = await keepAppointment(tx, request, state);
      await tx.mentions.follow(appointmentId, event.id);

      const now = this.clock.now();
      for (const call of [asked, ...owners]) await closeCall(tx, call, event, now);
      if (answer.isAnswer && !hasEnded(appointment)) {
        await tx.publish(followUp(AppointmentRecorded, answer.state, event, now));
      }
    });
  }
}

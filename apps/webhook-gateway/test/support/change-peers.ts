import {
  AppointmentCancelled,
  AppointmentChanged,
  type AppointmentState,
  AppointmentsOfCaller,
  type AppointmentsReply,
  Availability,
  type AvailabilityReply,
  BookingAskedBack,
  BookingCancelRequested,
  BookingRequested,
  BookingRescheduleRequested,
  type ChangeRequest,
  createEvent,
  CustomerOfNumber,
  type CustomerReply,
  derivedId,
  type Event,
  type EventClass,
  type FoundAppointment,
  type KnownCustomer,
  RequestOutcome,
  type RequestOutcomeReply,
  sampleOf,
} from '@callbook/contracts';
import { AnswerQuery, Consume, EventPublisher } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { type Broker, startPeer } from './peers';

/** What booking and records do in a spec about changes. */
export class PlayedChanges {
  appointments: FoundAppointment[] = [];
  customer: KnownCustomer | null = null;
  slots: AvailabilityReply['slots'] = [];
  /** Whether an outcome is told as an event; records knows it all the same. */
  announces = true;
  readonly outcomes = new Map<string, RequestOutcomeReply>();
}

/** Booking and records in one, as far as the gateway can see them. */
@Controller()
class ChangesPeer {
  constructor(
    private readonly played: PlayedChanges,
    private readonly publisher: EventPublisher,
  ) {}

  @Consume(BookingCancelRequested, { queue: 'booking.booking-cancel-requested' })
  async cancel(request: Event<BookingCancelRequested>): Promise<void> {
    await this.changed(AppointmentCancelled, request, { status: 'cancelled' });
  }

  @Consume(BookingRescheduleRequested, { queue: 'booking.booking-reschedule-requested' })
  async move(request: Event<BookingRescheduleRequested>): Promise<void> {
    await this.changed(AppointmentChanged, request, { startsAt: request.data.start });
  }

  @Consume(BookingRequested, { queue: 'booking.booking-requested' })
  async askBack({ id, company, correlationid, data }: Event<BookingRequested>): Promise<void> {
    const { requestKey, call } = data;
    const question = { ...sampleOf(BookingAskedBack), functionCallId: id, requestKey, call };
    this.played.outcomes.set(id, { outcome: 'asked_back', question });
    await this.announce(BookingAskedBack, question, { id, company, correlationId: correlationid });
  }

  @AnswerQuery(RequestOutcome)
  async outcome({ functionCallId }: RequestOutcome): Promise<RequestOutcomeReply> {
    return this.played.outcomes.get(functionCallId) ?? { outcome: 'none' };
  }

  @AnswerQuery(AppointmentsOfCaller)
  async found({ number }: AppointmentsOfCaller): Promise<AppointmentsReply> {
    return { appointments: number === null ? [] : this.played.appointments };
  }

  @AnswerQuery(CustomerOfNumber)
  async whose(): Promise<CustomerReply> {
    return { customer: this.played.customer };
  }

  @AnswerQuery(Availability)
  async free(): Promise<AvailabilityReply> {
    return { slots: this.played.slots, problem: 'none', lookedUpAt: new Date().toISOString() };
  }

  /** As records tells of a change: under the request of the booking, naming the function call of the change. */
  private async changed(
    type: EventClass<AppointmentState>,
    { id, company, correlationid: correlationId }: Event<ChangeRequest>,
    change: Partial<AppointmentState>,
  ): Promise<void> {
    const appointment = { ...sampleOf(AppointmentChanged), functionCallIds: [id], ...change };
    this.played.outcomes.set(id, { outcome: 'changed', appointment });
    await this.announce(type, appointment, { id, company, correlationId });
  }

  private async announce<T extends object>(
    type: EventClass<T>,
    data: T,
    { id, ...context }: { id: string; company: string; correlationId: string },
  ): Promise<void> {
    if (!this.played.announces) return;
    const envelope = { ...context, id: derivedId('test', type.type, id), time: new Date() };
    await this.publisher.publish(createEvent(type, data, envelope));
  }
}

export const startChanges = (broker: Broker, played: PlayedChanges) =>
  startPeer(broker, {
    app: 'booking',
    contracts: [
      BookingRequested,
      BookingCancelRequested,
      BookingRescheduleRequested,
      AppointmentChanged,
      AppointmentCancelled,
      BookingAskedBack,
    ],
    peer: ChangesPeer,
    played,
  });

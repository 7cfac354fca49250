import {
  AppointmentRecorded,
  BookingRequested,
  CalendarNotified,
  CallStarted,
  callRowId,
  createEvent,
  derivedId,
  type Event,
  type EventClass,
  RequestOutcome,
  type RequestOutcomeReply,
  sampleOf,
} from '@callbook/contracts';
import { AnswerQuery, Consume, EventPublisher, MessagingModule, rabbitMqStrategy } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { startHere } from '@callbook/testing';
import { Controller, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

/** What the apps behind the broker do in a spec. */
export class PlayedBooking {
  readonly received: Event<BookingRequested>[] = [];
  /** Whether the outcome is announced as an event; records knows it all the same. */
  announces = true;
  /** Whether requests are worked on at all. */
  works = true;
  private readonly recorded = new Map<string, AppointmentRecorded>();

  /** One appointment per request, as the real ones make it. */
  appointmentFor({ id, company, data }: Event<BookingRequested>): AppointmentRecorded | undefined {
    if (!this.works || this.recorded.has(data.requestKey)) return undefined;
    const appointment: AppointmentRecorded = {
      ...sampleOf(AppointmentRecorded),
      callId: callRowId(company, data.call.retellCallId),
      requestKey: data.requestKey,
      functionCallIds: [id],
      startsAt: data.start,
    };
    this.recorded.set(data.requestKey, appointment);
    return appointment;
  }

  outcomeOf({ requestKey }: RequestOutcome): RequestOutcomeReply {
    const appointment = this.recorded.get(requestKey);
    return appointment ? { outcome: 'recorded', appointment } : { outcome: 'none' };
  }
}

/** Booking and records in one, as far as the gateway can see them. */
@Controller()
class BookingPeer {
  constructor(
    private readonly played: PlayedBooking,
    private readonly publisher: EventPublisher,
  ) {}

  @Consume(BookingRequested, { queue: 'booking.booking-requested' })
  async handle(request: Event<BookingRequested>): Promise<void> {
    this.played.received.push(request);
    const appointment = this.played.appointmentFor(request);
    if (!appointment || !this.played.announces) return;
    const { company, correlationid: correlationId } = request;
    const id = derivedId('test', 'recorded', request.data.requestKey);
    await this.publisher.publish(
      createEvent(AppointmentRecorded, appointment, { id, company, time: new Date(), correlationId }),
    );
  }

  @AnswerQuery(RequestOutcome)
  async answer(question: RequestOutcome): Promise<RequestOutcomeReply> {
    return this.played.outcomeOf(question);
  }
}

/** Keeps the calls that started. */
export class StartedCalls {
  readonly received: Event<CallStarted>[] = [];
}

@Controller()
class RecordsPeer {
  constructor(private readonly calls: StartedCalls) {}

  @Consume(CallStarted, { queue: 'records.call-started' })
  async handle(event: Event<CallStarted>): Promise<void> {
    this.calls.received.push(event);
  }
}

/** Keeps the hints from Cal.com. */
export class KeptHints {
  readonly received: Event<CalendarNotified>[] = [];
}

@Controller()
class HintsPeer {
  constructor(private readonly hints: KeptHints) {}

  @Consume(CalendarNotified, { queue: 'booking.calendar-notified' })
  async handle(event: Event<CalendarNotified>): Promise<void> {
    this.hints.received.push(event);
  }
}

export interface Broker {
  readonly url: string;
  readonly prefix: string;
}

export const startBooking = (broker: Broker, played: PlayedBooking) =>
  startPeer(broker, { app: 'booking', contracts: [BookingRequested, AppointmentRecorded], peer: BookingPeer, played });

export const startRecords = (broker: Broker, played: StartedCalls) =>
  startPeer(broker, { app: 'records', contracts: [CallStarted], peer: RecordsPeer, played });

export const startHints = (broker: Broker, played: KeptHints) =>
  startPeer(broker, { app: 'booking', contracts: [CalendarNotified], peer: HintsPeer, played });

interface Peer {
  readonly app: string;
  readonly contracts: readonly EventClass[];
  readonly peer: Type;
  readonly played: object;
}

export async function startPeer(
  broker: Broker,
  { app: name, contracts, peer, played }: Peer,
): Promise<{ close(): Promise<void> }> {
  @Module({
    imports: [
      ObservabilityModule.forRoot({ app: name, logLevel: 'silent' }),
      MessagingModule.forRoot({ ...broker, app: name, contracts }),
    ],
    controllers: [peer],
    providers: [{ provide: played.constructor, useValue: played }],
  })
  class PeerModule {}
  const app = await NestFactory.create(PeerModule, new FastifyAdapter(), { logger: false, abortOnError: false });
  return startHere(app, rabbitMqStrategy);
}

import {
  BookingAlreadyBooked,
  BookingAskedBack,
  BookingAwaitingConfirmation,
  BookingCancelled,
  BookingCreated,
  BookingFailed,
  BookingRejected,
  BookingRequestJoined,
  BookingRescheduled,
  BookingUnresolved,
  CallFunctionAnswered,
  type Event,
} from '@callbook/contracts';
import {
  JoinRequest,
  type Message,
  RecordAlreadyBooked,
  RecordBooking,
  RecordFunctionAnswer,
  Records,
  type RecordsTransaction,
  RecordUnbooked,
} from '@callbook/records/use-cases';
import type { Broker } from '../broker/broker';
import { catalogues } from '../calendar/salon';
import type { SimulatedProcess } from '../clockwork/process';
import type { Weather } from '../weather/weather';
import type { InMemoryRecords } from './in-memory-records';

/** A process of records: the real use cases over the record in memory. */
export function recordsProcess(
  process: SimulatedProcess,
  around: { readonly broker: Broker; readonly records: InMemoryRecords; readonly weather: Weather },
): void {
  const { broker, weather } = around;
  process.start({
    begin: () => {
      const records = new RecordsOverTheWire(process, around.records, weather);
      const { clockwork: clock } = process;
      const booking = new RecordBooking(records, catalogues, clock);
      const unbooked = new RecordUnbooked(records, catalogues, clock);
      const alreadyBooked = new RecordAlreadyBooked(records, catalogues, clock);
      const joined = new JoinRequest(records, catalogues, clock);
      const answered = new RecordFunctionAnswer(records, catalogues, clock);
      const useCases = [
        [BookingCreated, booking],
        [BookingAwaitingConfirmation, booking],
        [BookingRescheduled, booking],
        [BookingCancelled, booking],
        [BookingRejected, booking],
        [BookingFailed, unbooked],
        [BookingUnresolved, unbooked],
        [BookingAskedBack, unbooked],
        [BookingAlreadyBooked, alreadyBooked],
        [BookingRequestJoined, joined],
        [CallFunctionAnswered, answered],
      ] as const;
      for (const [{ consumers }, useCase] of useCases) {
        const queue = consumers.find((name) => name.startsWith('records.')) as string;
        const { execute } = useCase as { execute(event: Event<object>, message: Message): Promise<void> };
        broker.consume(queue, process, (event) => execute.call(useCase, event, { id: event.id, queue }));
      }
    },
    end: () => broker.release(process),
  });
}

/** A transaction happens as a whole when it reaches the database, or not at all. */
class RecordsOverTheWire extends Records {
  constructor(
    private readonly process: SimulatedProcess,
    private readonly records: InMemoryRecords,
    private readonly weather: Weather,
  ) {
    super();
  }

  once(message: Message, work: (tx: RecordsTransaction) => Promise<void>): Promise<void> {
    const { process, records, weather } = this;
    const commit = () => records.once(message, work);
    return process.reach(`a transaction of ${message.queue}`, commit, [weather.hop(), weather.hop()]);
  }
}

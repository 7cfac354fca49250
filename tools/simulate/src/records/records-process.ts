import {
  BookingAbsenceMarked,
  BookingAlreadyBooked,
  BookingAskedBack,
  BookingAwaitingConfirmation,
  BookingCancelled,
  BookingCreated,
  BookingFailed,
  BookingReassigned,
  BookingRejected,
  BookingRequestJoined,
  BookingRescheduled,
  BookingUnresolved,
  CallFunctionAnswered,
  type Event,
} from '@callbook/contracts';
import {
  CallsDue,
  JoinRequest,
  type Message,
  OweInTime,
  RecordAlreadyBooked,
  RecordBooking,
  RecordFunctionAnswer,
  Records,
  type RecordsTransaction,
  RecordUnbooked,
} from '@callbook/records/use-cases';
import type { Broken } from '../breaks/broken';
import type { Broker } from '../broker/broker';
import { catalogues } from '../calendar/salon';
import { Poller } from '../clockwork/poller';
import type { SimulatedProcess } from '../clockwork/process';
import type { Weather } from '../weather/weather';
import type { InMemoryRecords } from './in-memory-records';

/** A process of records: the real use cases over the record in memory. */
export function recordsProcess(
  process: SimulatedProcess,
  around: {
    readonly broker: Broker;
    readonly records: InMemoryRecords;
    readonly weather: Weather;
    readonly broken: Broken;
    /** Hears of errors nobody foresaw. */
    readonly report: (error: unknown) => void;
  },
): void {
  const { broker, weather, broken, report } = around;
  process.start({
    begin: () => {
      const { clockwork: clock } = process;
      const due = new DueOverTheWire(process, around.records, weather);
      const looks = new Poller(
        process,
        () => oweInTime.execute(),
        () => (broken.isTimeless ? undefined : around.records.nextDueAt),
        () => lookLaterByMs,
      );
      const records = new RecordsOverTheWire(process, around.records, weather, () => looks.wake());
      const oweInTime = new OweInTime(records, due, clock, 10, (callId, error) => {
        process.tell('fails to look again', () => `${callId} ${String((error as Error)?.stack ?? error)}`);
        report(error);
      });
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
        [BookingReassigned, booking],
        [BookingAbsenceMarked, booking],
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
      looks.wake();
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
    private readonly changed: () => void,
  ) {
    super();
  }

  once(message: Message, work: (tx: RecordsTransaction) => Promise<void>): Promise<void> {
    const { process, records, weather, changed } = this;
    const commit = () => records.once(message, work).finally(changed);
    return process.reach(`a transaction of ${message.queue}`, commit, [weather.hop(), weather.hop()]);
  }
}

class DueOverTheWire extends CallsDue {
  constructor(
    private readonly process: SimulatedProcess,
    private readonly records: InMemoryRecords,
    private readonly weather: Weather,
  ) {
    super();
  }

  by(now: Date, atMost: number): Promise<readonly string[]> {
    const { process, records, weather } = this;
    return process.reach('calls due', () => records.due(now, atMost), [weather.hop(), weather.hop()]);
  }
}

/** At most: as often as the service looks. */
const lookLaterByMs = 10_000;

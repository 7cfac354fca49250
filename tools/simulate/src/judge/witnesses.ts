import {
  AppointmentCancelled,
  AppointmentChanged,
  AppointmentRecorded,
  type AppointmentState,
  BookingCancelRequested,
  BookingFailed,
  BookingRequested,
  BookingRequestJoined,
  BookingRescheduleRequested,
  BookingUnresolved,
  CallFunctionAnswered,
  type Event,
} from '@callbook/contracts';
import type { Asked, AskedFor } from '../scenario/asked';
import type { Wish } from '../scenario/wish';

const telling = ['booked', 'already_booked', 'requested', 'refused', 'moved', 'cancelled'];
const deciding: readonly string[] = [
  AppointmentRecorded,
  AppointmentChanged,
  AppointmentCancelled,
  BookingFailed,
  BookingUnresolved,
].map(({ type }) => type);

const asking: readonly string[] = [BookingRequested, BookingRescheduleRequested, BookingCancelRequested].map(
  ({ type }) => type,
);

/** An outcome that was published. */
interface Decision {
  readonly functionCallIds: readonly string[];
  /** Not so when the wish was taken back, or another one took its place. */
  readonly isWaitedFor: boolean;
}

/** What answers and events tell of what the caller heard. */
export class Witnesses {
  /** Function calls to which an answer was given, whether it arrived or not. */
  private readonly answered = new Set<string>();
  /** Function calls of which an event says that their answer told an outcome. */
  private readonly told = new Set<string>();
  /** Function calls of which any event tells. */
  private readonly known = new Set<string>();
  /** By request, the one decided last at the end. */
  private readonly decisions = new Map<string, Decision>();
  /** By request: function calls that came when it had its outcome, which is theirs too. */
  private readonly joined = new Map<string, string[]>();

  constructor(private readonly asked: AskedFor) {}

  hear({ id, type, data }: Event<object>): void {
    if (asking.includes(type)) this.known.add(id);
    else if (type === CallFunctionAnswered.type) {
      const { functionCallId, status, delivered } = data as CallFunctionAnswered;
      this.known.add(functionCallId);
      if (delivered && telling.includes(status)) this.told.add(functionCallId);
    } else if (type === BookingRequestJoined.type) {
      const { requestId, functionCallId } = data as BookingRequestJoined;
      this.joined.set(requestId, [...(this.joined.get(requestId) ?? []), functionCallId]);
    } else if (deciding.includes(type)) this.hearDecision(data as AppointmentState & Partial<BookingFailed>);
  }

  given(functionCallId: string): void {
    this.answered.add(functionCallId);
  }

  /** An outcome is known to have been told. */
  wasTold(wish: Wish): boolean {
    return [...this.told].some((id) => isAbout(wish, this.asked.of(id)));
  }

  /** Some event has told of a function call about it. Without one it is known to nobody but whoever made it, and to the caller. */
  isKnownOf(wish: Wish): boolean {
    return [...this.known].some((id) => isAbout(wish, this.asked.of(id)));
  }

  /** What became of it was published. */
  isDecided(wish: Wish): boolean {
    return [...this.decisions.values()].some(
      ({ functionCallIds, isWaitedFor }) =>
        isWaitedFor && functionCallIds.some((id) => isAbout(wish, this.asked.of(id))),
    );
  }

  /**
   * Requests with an outcome and without an answer to any of their function calls, where nothing else was decided about what
   * they asked for that was asked for later, or decided later.
   */
  unanswered(): { readonly requestId: string; readonly asked: Asked }[] {
    const all = [...this.decisions].map(([requestId, { functionCallIds, isWaitedFor }]) => ({
      requestId,
      functionCallIds: [...functionCallIds, ...(this.joined.get(requestId) ?? [])],
      isWaitedFor,
    }));
    return all.flatMap(({ requestId, functionCallIds, isWaitedFor }, place) => {
      const [asked] = functionCallIds.flatMap((id) => this.asked.of(id) ?? []);
      if (!asked || !isWaitedFor || functionCallIds.some((id) => this.answered.has(id))) return [];
      const places = this.placesOf(asked);
      const isAboutTheSame = (id: string): boolean => places.some((wish) => isAbout(wish, this.asked.of(id)));
      const isSaidSince = (id: string): boolean => (this.asked.of(id)?.atMs ?? 0) > asked.atMs;
      const isLast = !all.some(
        (other, otherPlace) =>
          other.requestId !== requestId &&
          other.functionCallIds.some((id) => isAboutTheSame(id) && (otherPlace > place || isSaidSince(id))),
      );
      return isLast ? [{ requestId, asked }] : [];
    });
  }

  /** Where the appointment was, or was to be, and where moves have put it since. */
  private placesOf({ wish, instead }: Asked): readonly Wish[] {
    const places = new Set(instead ? [wish, instead] : [wish]);
    const moves = [...this.decisions.values()].flatMap(({ functionCallIds }) =>
      functionCallIds.flatMap((id) => this.asked.of(id) ?? []).filter(({ operation }) => operation === 'reschedule'),
    );
    for (const move of moves) if (move.instead && places.has(move.instead)) places.add(move.wish);
    return [...places];
  }

  private hearDecision({ requestId, functionCallIds, reason }: AppointmentState & Partial<BookingFailed>): void {
    if (!requestId) return;
    const known = this.decisions.get(requestId);
    this.decisions.delete(requestId);
    this.decisions.set(requestId, {
      functionCallIds: [...new Set([...(known?.functionCallIds ?? []), ...functionCallIds])],
      isWaitedFor: reason !== 'withdrawn' && reason !== 'superseded',
    });
  }
}

function isAbout(wish: Wish, asked: Asked | undefined): boolean {
  return asked?.wish === wish || asked?.instead === wish;
}

import {
  AppointmentCancelled,
  AppointmentChanged,
  AppointmentRecorded,
  type AppointmentState,
  BookingFailed,
  BookingRequestJoined,
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
  /** By request, the one decided last at the end. */
  private readonly decisions = new Map<string, Decision>();
  /** By request: function calls that came when it had its outcome, which is theirs too. */
  private readonly joined = new Map<string, string[]>();

  constructor(private readonly asked: AskedFor) {}

  hear({ type, data }: Event<object>): void {
    if (type === CallFunctionAnswered.type) {
      const { functionCallId, status, delivered } = data as CallFunctionAnswered;
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

  /** What became of it was published. */
  isDecided(wish: Wish): boolean {
    return [...this.decisions.values()].some(
      ({ functionCallIds, isWaitedFor }) =>
        isWaitedFor && functionCallIds.some((id) => isAbout(wish, this.asked.of(id))),
    );
  }

  /** Requests with an outcome, the last about what they asked for, and without an answer to any of their function calls. */
  unanswered(): { readonly requestId: string; readonly asked: Asked }[] {
    const all = [...this.decisions].map(([requestId, { functionCallIds, isWaitedFor }]) => ({
      requestId,
      functionCallIds: [...functionCallIds, ...(this.joined.get(requestId) ?? [])],
      isWaitedFor,
    }));
    return all.flatMap(({ requestId, functionCallIds, isWaitedFor }, place) => {
      const [asked] = functionCallIds.flatMap((id) => this.asked.of(id) ?? []);
      if (!asked || !isWaitedFor || functionCallIds.some((id) => this.answered.has(id))) return [];
      const isAboutTheSame = (id: string): boolean => {
        const { wish, instead } = this.asked.of(id) ?? {};
        return [wish, instead].some((one) => one && isAbout(one, asked));
      };
      const isLast = !all.slice(place + 1).some((later) => later.functionCallIds.some(isAboutTheSame));
      return isLast ? [{ requestId, asked }] : [];
    });
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

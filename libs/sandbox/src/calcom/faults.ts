import { type ApiReply, type MomentName } from './exchange';
import { type OperationName } from './routes';

/** What goes wrong. All but `hosts` happen at one moment of the handling. */
export type FaultEffect =
  /** Time passes; then the request goes on. Milliseconds. */
  | { kind: 'delay'; at: MomentName; ms: number }
  /** This answer instead of the true one; without a body the one Cal.com has for the status. */
  | { kind: 'answer'; at: MomentName; status: number; headers?: Record<string, string>; body?: unknown }
  /** The connection is cut without an answer. */
  | { kind: 'disconnect'; at: MomentName }
  /** No answer, and the connection stays open until the caller gives up. */
  | { kind: 'silence'; at: MomentName }
  /** The answer lacks usable hosts: no property, an empty list, or the word "unknown" in every field. */
  | { kind: 'hosts'; as: 'absent' | 'empty' | 'unknown' };

/** Which requests a fault is for; what is left out matches everything. */
export interface FaultMatch {
  operation?: OperationName;
  /** POST bodies only. */
  eventTypeId?: number;
  bookingUid?: string;
}

export interface Fault {
  on: FaultMatch;
  effect: FaultEffect;
  /** How many requests it hits; null until it is disarmed. Default 1. */
  times?: number | null;
}

export interface ArmedFault extends Required<Fault> {
  id: number;
  hits: number;
}

/** The facts of a request that a fault can be armed for. */
export interface FaultTarget {
  operation: OperationName | undefined;
  eventTypeId: unknown;
  bookingUid: string | undefined;
}

/** The armed faults. One request takes every fault that matches it, in the order of arming. */
export class FaultBoard {
  private armed: ArmedFault[] = [];
  private lastId = 0;

  arm({ on, effect, times = 1 }: Fault): ArmedFault {
    const fault = { id: ++this.lastId, on, effect, times, hits: 0 };
    this.armed.push(fault);
    return fault;
  }

  /** Also the spent ones, so that a test can see that its fault happened. */
  list(): readonly ArmedFault[] {
    return this.armed;
  }

  disarm(id: number): boolean {
    const before = this.armed.length;
    this.armed = this.armed.filter((fault) => fault.id !== id);
    return this.armed.length < before;
  }

  clear(): void {
    this.armed = [];
  }

  take(target: FaultTarget): FaultEffect[] {
    const taken = this.armed.filter((fault) => !isSpent(fault) && isFor(fault.on, target));
    for (const fault of taken) fault.hits += 1;
    return taken.map((fault) => fault.effect);
  }
}

const isSpent = ({ times, hits }: ArmedFault): boolean => times !== null && hits >= times;

const isFor = (on: FaultMatch, target: FaultTarget): boolean =>
  (on.operation === undefined || on.operation === target.operation) &&
  (on.eventTypeId === undefined || on.eventTypeId === target.eventTypeId) &&
  (on.bookingUid === undefined || on.bookingUid === target.bookingUid);

/** The answer as the `hosts` faults leave it. */
export function withHostFaults(reply: ApiReply, effects: FaultEffect[]): ApiReply {
  const fault = effects.find((effect) => effect.kind === 'hosts');
  const data = (reply.body as { data?: unknown } | undefined)?.data;
  if (!fault || !data) return reply;
  const edited = Array.isArray(data) ? data.map((item) => withHosts(item, fault.as)) : withHosts(data, fault.as);
  return { ...reply, body: { ...(reply.body as object), data: edited } };
}

function withHosts(booking: unknown, as: 'absent' | 'empty' | 'unknown'): unknown {
  const { hosts, ...rest } = booking as Record<string, unknown>;
  if (hosts === undefined || as === 'absent') return rest;
  return { ...rest, hosts: as === 'empty' ? [] : [unknownHost] };
}

/** What Cal.com answers for a booking without a user row; even the id is this word. */
const unknownHost = {
  id: 'unknown',
  name: 'unknown',
  email: 'unknown',
  displayEmail: 'unknown',
  username: 'unknown',
};

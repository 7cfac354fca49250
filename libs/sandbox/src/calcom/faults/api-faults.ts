import { type ApiReply, type MomentName } from '../exchange';
import { type OperationName } from '../routes';
import { type ArmableFault, type Armed, FaultBoard } from './fault-board';

/** What goes wrong with a request. Those with `at` happen at that moment of the handling. Milliseconds. */
export type FaultEffect =
  /** Time passes; then the request goes on. */
  | { kind: 'delay'; at: MomentName; ms: number }
  /** The request waits until the fault is disarmed; for tests that want to be sure of an order. */
  | { kind: 'hold'; at: MomentName }
  /** This answer instead of the true one, which may be a lie; without a body the one Cal.com has for the status. */
  | { kind: 'answer'; at: MomentName; status: number; headers?: Record<string, string>; body?: unknown }
  /** The connection is cut without an answer. */
  | { kind: 'disconnect'; at: MomentName }
  /** No answer, and the connection stays open until the caller gives up. */
  | { kind: 'silence'; at: MomentName }
  /**
   * Every check is passed, the caller is cut off or hears nothing more, and only so much later the row is written and the
   * webhooks are sent.
   */
  | { kind: 'late-insert'; ms: number; /** Default `silent`. */ caller?: 'silent' | 'disconnected' }
  /**
   * This request reads a replica that lags: what it looks at is as old as that, and what it wrote itself cannot be read
   * back, which is a 500.
   */
  | { kind: 'lag'; ms: number }
  /** The answer lacks usable hosts: no property, an empty list, or the word "unknown" in every field. */
  | { kind: 'hosts'; as: 'absent' | 'empty' | 'unknown' };

/** Which requests a fault is for; what is left out matches everything. */
export interface FaultMatch {
  operation?: OperationName;
  /** POST bodies only. */
  eventTypeId?: number;
  bookingUid?: string;
}

export type Fault = ArmableFault<FaultMatch, FaultEffect>;
export type ArmedFault = Armed<FaultMatch, FaultEffect>;
export class ApiFaults extends FaultBoard<FaultMatch, FaultEffect> {}

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

import type { Catalogue } from '@callbook/catalogue';
import { appointmentRowId, type BookingFact, callRowId, type Event } from '@callbook/contracts';
import type { Call } from '../calls/call';
import { openCall } from '../calls/open-call';
import { callsOf } from '../links/link-decision';
import type { RecordsTransaction } from '../transaction/records';

/** The calls a fact about an appointment has to do with, opened; one call may be several of them, and is one object then. */
export interface OpenedCalls {
  /** Asked for the booking. */
  readonly asking: Call | null;
  /** Asked for the change that led to this fact. */
  readonly changing: Call | null;
  /** Each of these once, and the call that the appointment names, or would name if nobody had decided about its link. */
  readonly all: readonly Call[];
}

/** Opens them in an order that keeps what is read here true: nobody else writes about this appointment meanwhile. */
export async function openCalls(
  tx: RecordsTransaction,
  booking: Event<BookingFact>,
  catalogue: Catalogue,
): Promise<OpenedCalls> {
  const { company, data: fact } = booking;
  const appointmentId = appointmentRowId(company, fact.rootUid);
  await tx.appointments.oneFactAtATime(appointmentId); // or the call it names could become another one meanwhile
  const known = await tx.appointments.find(appointmentId);
  const named = [fact.call, fact.changedBy?.call ?? null];
  const [askerId, changerId] = named.map((call) => call && callRowId(company, call.retellCallId));

  const opened = new Map<string | null | undefined, Call>();
  for (const id of known ? callsOf(known) : []) {
    if (id !== askerId && id !== changerId) opened.set(id, await tx.calls.reopen(id));
  }
  for (const identity of named) {
    if (!identity || opened.has(callRowId(company, identity.retellCallId))) continue;
    const call = await openCall(tx, booking, identity, catalogue);
    opened.set(call.id, call);
  }
  const [asking, changing] = [askerId, changerId].map((id) => opened.get(id) ?? null);
  return { asking: asking ?? null, changing: changing ?? null, all: [...opened.values()] };
}

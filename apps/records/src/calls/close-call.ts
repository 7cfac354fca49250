import type { Event } from '@callbook/contracts';
import { keepOwedAnswers } from '../owed-answers/keep-owed-answers';
import type { RecordsTransaction } from '../transaction/records';
import { withBookings } from './bookings-of-call';
import type { Call } from './call';

/** Saves an opened call with all that follows from its appointments, outcomes and answers, and keeps what its caller is owed. */
export async function closeCall(tx: RecordsTransaction, call: Call, cause: Event<object>, now: Date): Promise<void> {
  await tx.calls.save(withBookings(call, await tx.calls.bookingsOf(call.id), new Date(cause.time)));
  await keepOwedAnswers(tx, call, cause, now);
}

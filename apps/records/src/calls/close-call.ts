import type { Event } from '@callbook/contracts';
import { keepOwedAnswers } from '../owed-answers/keep-owed-answers';
import type { Cause } from '../transaction/follow-up';
import type { RecordsTransaction } from '../transaction/records';
import { withBookings } from './bookings-of-call';
import type { Call } from './call';

/** Saves an opened call with all that follows from its appointments, outcomes and answers, and keeps what its caller is owed. */
export async function closeCall(
  tx: RecordsTransaction,
  call: Call,
  cause: Cause & Pick<Event<object>, 'time'>,
  now: Date,
): Promise<void> {
  const closed = withBookings(call, await tx.calls.bookingsOf(call.id), new Date(cause.time));
  const owedDueAt = await keepOwedAnswers(tx, closed, { cause, now });
  await tx.calls.save({ ...closed, owedDueAt });
}

import { type Author } from '../author';
import { type CalcomWorld } from '../calcom-world';
import { notBegunYet } from '../refusals';
import { bookingNoShowUpdated } from '../webhooks';
import { type Change } from './change';

export interface Absences {
  /** Left out: stays as it is. */
  host?: boolean;
  attendees?: { email: string; absent: boolean }[];
}

/**
 * Marks who did not come, or takes a mark back; status and uid stay. A webhook tells of attendees, none of the host. The row
 * of the booking changes only with its host: attendees have rows of their own, so its time stamp stays for them.
 */
export function* markAbsent(world: CalcomWorld, uid: string, absences: Absences, author: Author): Change {
  const booking = world.find(uid);
  if (booking.start > world.now) throw notBegunYet();
  const { host, attendees = [] } = absences;
  const told = attendees.find(({ email }) => email === booking.attendee.email);
  world.change(booking, 'marked-absent', author, {
    ...(host !== undefined && { hostAbsent: host }),
    ...(told && { attendee: { ...booking.attendee, absent: told.absent } }),
    updatedAt: host === undefined ? booking.updatedAt : world.now,
  });
  const webhooks = attendees.length > 0 ? [bookingNoShowUpdated(booking, attendees, world)] : [];
  yield { at: 'written', bookingUid: uid, webhooks };
  return booking;
}

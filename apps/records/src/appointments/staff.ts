import type { Catalogue } from '@callbook/catalogue';
import type { BookingFact } from '@callbook/contracts';
import { type Cell, empty, filled } from '../cells/cell';

export type StaffDirectory = Pick<Catalogue, 'staffOfCalcomUser' | 'staffOfEmail'>;

/** Who serves, as Cal.com assigned: by the user id at that time, then by e-mail address. Never whom the caller wished for. */
export function staffOf(
  company: string,
  { host, hostMissingReason }: Pick<BookingFact, 'host' | 'hostMissingReason'>,
  bookedAt: Date,
  directory: StaffDirectory,
): Cell<string> {
  if (!host) return empty(hostMissingReason ?? 'no_host');
  const byUser = directory.staffOfCalcomUser(company, host.id, bookedAt);
  if (byUser) return filled(byUser.id);
  const [byEmail, ...more] = host.email ? directory.staffOfEmail(company, host.email) : [];
  if (more.length > 0) return empty('ambiguous_email');
  return byEmail ? filled(byEmail.id) : empty('host_unknown');
}

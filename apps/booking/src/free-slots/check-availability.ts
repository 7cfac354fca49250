import type { CatalogueSource } from '@callbook/catalogue';
import type { Availability, AvailabilityReply } from '@callbook/contracts';
import { CalendarUnavailable } from '../calendar/calendar';
import type { Clock } from '../clock/clock';
import type { AskedSlots } from './asked-slots';
import { searchSlots } from './search-slots';

/** Nobody asks for more by phone, and the calendar takes its time over long ranges. */
const longestRangeMs = 31 * 24 * 60 * 60_000;

/** Tells a caller who waits what is free, or, in time, that this cannot be told. */
export class CheckAvailability {
  constructor(
    private readonly asked: AskedSlots,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
  ) {}

  async execute(query: Availability): Promise<AvailabilityReply> {
    const now = this.clock.now();
    const without = (problem: AvailabilityReply['problem']) => ({ slots: [], problem, lookedUpAt: now.toISOString() });
    const catalogue = this.catalogue.current();
    const service = catalogue.service(query.serviceId);
    if (!service?.active || service.company !== query.company) return without('unknown_service');

    const from = new Date(Math.max(new Date(query.from).getTime(), now.getTime()));
    const to = new Date(Math.min(new Date(query.to).getTime(), from.getTime() + longestRangeMs));
    if (to <= from) return without('none');

    const near = query.near === null ? null : new Date(query.near);
    const search = { service, staffId: query.staffId, from, to, near, limit: query.limit, takesPart: false };
    const found = await searchSlots(this.asked, search, catalogue).catch(unlessUnavailable);
    if (found === 'unavailable') return without('unavailable');
    if (!found) return without('unknown_service');
    return { slots: found.slots, problem: 'none', lookedUpAt: found.askedAt.toISOString() };
  }
}

function unlessUnavailable(error: unknown): 'unavailable' {
  if (error instanceof CalendarUnavailable) return 'unavailable';
  throw error;
}

import type { Catalogue, CatalogueSource } from '@callbook/catalogue';
import type { Alternative } from '@callbook/contracts';
import type { Clock } from '../clock/clock';
import { Alternatives, type Wish } from './alternatives';
import type { AskedSlots } from './asked-slots';
import { isFreeThroughout } from './free-starts';
import { searchSlots } from './search-slots';

const DAY = 24 * 60 * 60_000;
/** How far from the wish is looked. */
const daysBefore = 3;
const daysAfter = 7;
const limit = 3;

/** Looks for what could be had instead, as long as somebody waits for it. */
export class FindAlternatives extends Alternatives {
  /** @param report why there are none */
  constructor(
    private readonly asked: AskedSlots,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
    private readonly report: (error: unknown) => void,
  ) {
    super();
  }

  async near({ company, serviceId, start, staffId }: Wish): Promise<Alternative[]> {
    const found = await this.tried(async () => {
      const catalogue = this.catalogue.current();
      const service = catalogue.service(serviceId);
      if (!service?.active || service.company !== company) return undefined;
      const now = this.clock.now().getTime();
      const from = new Date(Math.max(now, start.getTime() - daysBefore * DAY));
      const to = new Date(Math.max(now, start.getTime()) + daysAfter * DAY);
      const wanted = { service, staffId, from, to, near: start, otherThan: start, limit, takesPart: true };
      return searchSlots(this.asked, wanted, catalogue);
    });
    return found?.slots ?? [];
  }

  isOffered({ company, eventTypeId, hostSubset, start }: Parameters<Alternatives['isOffered']>[0]) {
    return this.tried(async () => {
      const minutes = minutesOfSegment(this.catalogue.current(), company, eventTypeId);
      const to = new Date(start.getTime() + (minutes ?? 1) * 60_000);
      const { starts } = await this.asked.ask({ company, eventTypeId, hostSubset, from: start, to });
      return minutes === undefined
        ? starts.some((free) => free.getTime() === start.getTime())
        : isFreeThroughout(starts, start, minutes);
    });
  }

  private async tried<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      return await look();
    } catch (error) {
      this.report(error);
      return undefined;
    }
  }
}

/** A part of a composite service begins when the one before ends, which need not be a start that is offered by itself. */
function minutesOfSegment(catalogue: Catalogue, company: string, eventTypeId: number): number | undefined {
  const segments = catalogue.services(company).flatMap((service) => service.segments);
  return segments.find(({ calcomEventTypeId }) => calcomEventTypeId === eventTypeId)?.minutes;
}

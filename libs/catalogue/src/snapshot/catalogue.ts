import type { Money } from '../file/price';
import type { CatalogueRows } from '../rows/catalogue-rows';
import { buildCompanies } from './build-companies';
import { buildServices } from './build-services';
import { buildStaff } from './build-staff';
import { CatalogueHistory } from './catalogue-history';
import type { Branch, Company, Service, Staff } from './model';
import { serviceAsSaid, staffAsSaid } from './spoken-names';

/**
 * The catalogue at one version: immutable, in memory, without I/O. Companies, and what is found by words, are those of
 * now; what is found by id is also what has left the catalogue, for the sake of bookings made before.
 */
export class Catalogue {
  /** Of the import it comes from; 0 when nothing was imported yet. */
  readonly version: number;
  private readonly bySlug: ReadonlyMap<string, Company>;
  private readonly byAgent: ReadonlyMap<string, Company>;
  private readonly servicesById: ReadonlyMap<string, Service>;
  private readonly staffById: ReadonlyMap<string, Staff>;
  private readonly history: CatalogueHistory;

  constructor(rows: CatalogueRows) {
    this.version = rows.version;
    const companies = buildCompanies(rows);
    this.bySlug = new Map(companies.map((company) => [company.slug, company]));
    this.byAgent = new Map(companies.flatMap((company) => company.agents.map((agent) => [agent, company])));
    this.servicesById = new Map(buildServices(rows).map((service) => [service.id, service]));
    this.staffById = new Map(buildStaff(rows).map((person) => [person.id, person]));
    this.history = new CatalogueHistory(rows);
  }

  companies(): Company[] {
    return [...this.bySlug.values()];
  }

  company(slug: string): Company | undefined {
    return this.bySlug.get(slug);
  }

  /** @param agentId Retell's */
  companyOfAgent(agentId: string): Company | undefined {
    return this.byAgent.get(agentId);
  }

  /** @param number E.164 */
  branchOfNumber(slug: string, number: string): Branch | undefined {
    return this.company(slug)?.branches.find(({ phoneNumbers }) => phoneNumbers.includes(number));
  }

  /** The services of now. */
  services(slug: string): Service[] {
    return [...this.servicesById.values()].filter(({ company, active }) => company === slug && active);
  }

  service(id: string): Service | undefined {
    return this.servicesById.get(id);
  }

  /** By key, name or alias, whatever the spelling; undefined when none or more than one could be meant. */
  findService(slug: string, asSaid: string): Service | undefined {
    return serviceAsSaid(this.services(slug), asSaid);
  }

  /** The service that an event type, a person's own included, stood for. Segments of composite services give undefined. */
  serviceOfEventType(slug: string, eventTypeId: number, at: Date): Service | undefined {
    const id = this.history.serviceIdOfEventType(this.bySlug.get(slug)?.id ?? '', eventTypeId, at);
    return id === undefined ? undefined : this.servicesById.get(id);
  }

  /** The people of now. */
  staffOf(slug: string): Staff[] {
    return [...this.staffById.values()].filter(({ company, active }) => company === slug && active);
  }

  staff(id: string): Staff | undefined {
    return this.staffById.get(id);
  }

  /** By name, part of it or alias; undefined when nobody or more than one could be meant. */
  findStaff(slug: string, asSaid: string): Staff | undefined {
    return staffAsSaid(this.staffOf(slug), asSaid);
  }

  /**
   * Whose Cal.com user id it was; of somebody who has left, the last one who had it.
   * @param at default: now
   */
  staffOfCalcomUser(slug: string, userId: number, at?: Date): Staff | undefined {
    const id = this.history.staffIdOfCalcomUser(this.bySlug.get(slug)?.id ?? '', userId, at);
    return id === undefined ? undefined : this.staffById.get(id);
  }

  /** Everybody with that e-mail, without case: those of now, or, if there are none, those who have left. */
  staffOfEmail(slug: string, email: string): Staff[] {
    const same = [...this.staffById.values()].filter(
      (person) => person.company === slug && person.email.toLowerCase() === email.trim().toLowerCase(),
    );
    const current = same.filter(({ active }) => active);
    return current.length > 0 ? current : same;
  }

  /** The person's own event type for the service if there is one, else the service's; null for a composite service. */
  eventTypeFor(service: Service, staffId: string | null): number | null {
    const own = service.performers.find((performer) => performer.staffId === staffId);
    return own?.calcomEventTypeId ?? service.calcomEventTypeId;
  }

  /** The person's own price, else the service's, as it was at that moment; null when there was none. */
  priceOf(serviceId: string, staffId: string | null, at: Date): Money | null {
    return this.history.priceOf(serviceId, staffId, at);
  }
}

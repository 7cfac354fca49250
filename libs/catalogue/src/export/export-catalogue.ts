import type { DataSource } from 'typeorm';
import { stringify } from 'yaml';
import { weekdays } from '../file/opening-hours';
import { formatPrice } from '../file/price';
import { loadRows } from '../rows/load-rows';
import { Catalogue } from '../snapshot/catalogue';
import type { Branch, Company, Service, Staff } from '../snapshot/model';

/** The catalogue of now as YAML; importing it again changes nothing. Comments of the file it came from are not kept. */
export async function exportCatalogue(dataSource: DataSource): Promise<string> {
  return catalogueAsYaml(new Catalogue(await loadRows(dataSource)));
}

/** The text of a catalogue file that says what the snapshot says. */
export function catalogueAsYaml(catalogue: Catalogue): string {
  const companies = catalogue.companies().map((company) => [company.slug, companyEntry(catalogue, company)]);
  return stringify({ companies: Object.fromEntries(companies) }, { lineWidth: 120, aliasDuplicateObjects: false });
}

function companyEntry(catalogue: Catalogue, company: Company): object {
  return {
    name: company.name,
    timeZone: company.timeZone,
    language: company.language,
    country: company.country,
    contactRule: company.contactRule,
    referencePrefix: company.referencePrefix,
    retention: company.retention,
    retell: { agents: company.agents, webhookKeys: company.retellWebhookKeys },
    calcom: { apiKey: company.calcomApiKey, webhookSecrets: company.calcomWebhookSecrets },
    branches: keyed(company.branches, branchEntry),
    staff: keyed(catalogue.staffOf(company.slug), staffEntry),
    services: keyed(catalogue.services(company.slug), (service) => serviceEntry(catalogue, service)),
  };
}

function branchEntry({ name, address, phoneNumbers, openingHours }: Branch): object {
  const days = weekdays.map((name, index) => {
    const spans = openingHours.filter(({ weekday }) => weekday === index + 1);
    const texts = spans.map(({ opens, closes }) => `${opens}-${closes}`);
    return [name, texts.length > 1 ? texts : texts[0]] as const;
  });
  return withoutEmpty({ name, address, phoneNumbers, openingHours: withoutEmpty(Object.fromEntries(days)) });
}

function staffEntry({ name, email, calcomUserId, aliases }: Staff): object {
  return withoutEmpty({ name, email, calcomUserId, aliases });
}

function serviceEntry(catalogue: Catalogue, service: Service): object {
  const composite = service.segments.length > 0;
  return withoutEmpty({
    name: service.name,
    aliases: service.aliases,
    price: service.price && formatPrice(service.price),
    minutes: composite ? null : service.minutes,
    calcomEventType: service.calcomEventTypeId,
    hostSubsets: service.hostSubsets || null,
    requiresConfirmation: service.requiresConfirmation || null,
    staff: composite ? null : performersEntry(catalogue, service),
    segments: service.segments.map(({ key, minutes, calcomEventTypeId, staffId }) =>
      withoutEmpty({
        key,
        minutes,
        calcomEventType: calcomEventTypeId,
        staff: staffId === null ? null : keyOfStaff(catalogue, staffId),
      }),
    ),
  });
}

function performersEntry(catalogue: Catalogue, { performers }: Service): object {
  return Object.fromEntries(
    performers.map(({ staffId, calcomEventTypeId, price }) => [
      keyOfStaff(catalogue, staffId),
      withoutEmpty({ calcomEventType: calcomEventTypeId, price: price && formatPrice(price) }),
    ]),
  );
}

function keyOfStaff(catalogue: Catalogue, staffId: string): string {
  return catalogue.staff(staffId)?.key ?? staffId;
}

function keyed<T extends { key: string }>(things: readonly T[], entry: (thing: T) => object): object {
  return Object.fromEntries(things.map((thing) => [thing.key, entry(thing)]));
}

/** Leaves out what the file need not say. */
function withoutEmpty(fields: Record<string, unknown>): object {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) =>
        value !== null && value !== undefined && !(typeof value === 'object' && Object.keys(value).length === 0),
    ),
  );
}

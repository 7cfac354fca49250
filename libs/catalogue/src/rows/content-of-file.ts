import { derivedId } from '@callbook/contracts';
import type { BranchEntry, CatalogueFile, CompanyEntry, ServiceEntry } from '../file/catalogue-file';
import { internationalNumber } from '../file/file-decorators';
import { parseDay, weekdays } from '../file/opening-hours';
import { parsePrice } from '../file/price';
import type { CatalogueContent, TableColumns, TableName } from './catalogue-rows';

/** Ids follow from slugs and keys, so an import into an empty database gives the same ids again. */
export const catalogueId = {
  company: (slug: string) => derivedId('company', slug),
  branch: (slug: string, key: string) => derivedId('branch', slug, key),
  service: (slug: string, key: string) => derivedId('service', slug, key),
  staff: (slug: string, key: string) => derivedId('staff', slug, key),
};

/** The rows that a checked file stands for. */
export function contentOfFile({ companies }: CatalogueFile): CatalogueContent {
  const parts = [...companies].map(([slug, company]) => companyContent(slug, company));
  const all = <T extends TableName>(table: T) => parts.flatMap((part) => part[table]) as TableColumns[T][];
  return {
    companies: all('companies'),
    branches: all('branches'),
    phone_numbers: all('phone_numbers'),
    agents: all('agents'),
    opening_hours: all('opening_hours'),
    services: all('services'),
    staff: all('staff'),
    staff_accounts: all('staff_accounts'),
    service_terms: all('service_terms'),
    segments: all('segments'),
    service_staff: all('service_staff'),
  };
}

function companyContent(slug: string, company: CompanyEntry): CatalogueContent {
  const company_id = catalogueId.company(slug);
  const branches = [...company.branches].map(([key, branch]) => ({ id: catalogueId.branch(slug, key), key, branch }));
  const staff = [...company.staff].map(([key, person]) => ({ id: catalogueId.staff(slug, key), key, person }));
  const services = [...company.services].map(([key, service]) => ({
    id: catalogueId.service(slug, key),
    key,
    service,
  }));

  return {
    companies: [
      {
        id: company_id,
        slug,
        name: company.name,
        time_zone: company.timeZone,
        language: company.language,
        country: company.country,
        contact_rule: company.contactRule,
        reference_prefix: company.referencePrefix,
        transcripts_days: company.retention.transcriptsDays,
        recordings_days: company.retention.recordingsDays,
        summaries_days: company.retention.summariesDays,
        retell_webhook_keys: company.retell.webhookKeys,
        calcom_api_key: company.calcom.apiKey,
        calcom_webhook_secrets: company.calcom.webhookSecrets,
      },
    ],
    branches: branches.map(({ id, key, branch }) => ({
      id,
      company_id,
      key,
      name: branch.name,
      address: branch.address ?? null,
    })),
    phone_numbers: branches.flatMap(({ id, branch }) => phoneNumbers(id, branch)),
    agents: company.retell.agents.map((agent) => ({
      id: derivedId('agent', agent),
      company_id,
      retell_agent_id: agent,
    })),
    opening_hours: branches.flatMap(({ id, branch }) => openingHours(id, branch)),
    services: services.map(({ id, key, service }) => ({
      id,
      company_id,
      key,
      name_de: service.name.de,
      name_en: service.name.en,
      aliases: service.aliases,
    })),
    staff: staff.map(({ id, key, person }) => ({
      id,
      company_id,
      key,
      name: person.name,
      aliases: person.aliases,
    })),
    staff_accounts: staff.map(({ id, person }) => ({
      staff_id: id,
      email: person.email,
      calcom_user_id: person.calcomUserId ?? null,
    })),
    service_terms: services.map(({ id, service }) => ({
      service_id: id,
      calcom_event_type_id: service.calcomEventType ?? null,
      host_subsets: service.hostSubsets,
      requires_confirmation: service.requiresConfirmation,
      minutes: service.minutes ?? service.segments.reduce((sum, { minutes }) => sum + minutes, 0),
      ...priceColumns(service.price),
    })),
    segments: services.flatMap(({ id, service }) => segments(slug, id, service)),
    service_staff: services.flatMap(({ id, service }) =>
      [...service.staff].map(([key, own]) => ({
        service_id: id,
        staff_id: catalogueId.staff(slug, key),
        calcom_event_type_id: own.calcomEventType ?? null,
        ...priceColumns(own.price),
      })),
    ),
  };
}

function segments(slug: string, service_id: string, service: ServiceEntry): TableColumns['segments'][] {
  let offset = 0;
  return service.segments.map((segment, index) => {
    const offset_minutes = offset;
    offset += segment.minutes;
    return {
      service_id,
      key: segment.key,
      position: index + 1,
      offset_minutes,
      minutes: segment.minutes,
      calcom_event_type_id: segment.calcomEventType ?? null,
      staff_id: segment.staff === undefined ? null : catalogueId.staff(slug, segment.staff),
    };
  });
}

function phoneNumbers(branch_id: string, { phoneNumbers: numbers }: BranchEntry): TableColumns['phone_numbers'][] {
  return numbers
    .map((written) => internationalNumber(written) ?? written)
    .map((number) => ({ id: derivedId('phone-number', number), branch_id, number }));
}

function openingHours(branch_id: string, { openingHours: hours }: BranchEntry): TableColumns['opening_hours'][] {
  return weekdays.flatMap((name, index) =>
    (hours[name] === undefined ? [] : (parseDay(hours[name]) ?? [])).map(({ opens, closes }) => ({
      id: derivedId('opening-hours', branch_id, index + 1, opens),
      branch_id,
      weekday: index + 1,
      opens: `${opens}:00`,
      closes: `${closes}:00`,
    })),
  );
}

function priceColumns(price: string | undefined): { price_minor: number | null; currency: string | null } {
  const parsed = price === undefined ? undefined : parsePrice(price);
  return { price_minor: parsed?.minor ?? null, currency: parsed?.currency ?? null };
}

import type { CatalogueRows, Validity } from '../rows/catalogue-rows';
import { inOrder } from './in-order';
import type { Branch, Company } from './model';

/** The companies of now. */
export function buildCompanies(rows: CatalogueRows): Company[] {
  const branches = inOrder(rows.branches.filter(isCurrent), ({ key }) => key);
  const agents = inOrder(rows.agents.filter(isCurrent), ({ retell_agent_id }) => retell_agent_id);
  return inOrder(rows.companies.filter(isCurrent), ({ slug }) => slug).map((company) => ({
    id: company.id,
    slug: company.slug,
    name: company.name,
    timeZone: company.time_zone,
    language: company.language,
    country: company.country,
    contactRule: company.contact_rule,
    referencePrefix: company.reference_prefix,
    retention: {
      transcriptsDays: company.transcripts_days,
      recordingsDays: company.recordings_days,
      summariesDays: company.summaries_days,
    },
    retellWebhookKeys: company.retell_webhook_keys,
    calcomApiKey: company.calcom_api_key,
    calcomWebhookSecrets: company.calcom_webhook_secrets,
    agents: agents.filter(({ company_id }) => company_id === company.id).map(({ retell_agent_id }) => retell_agent_id),
    branches: branches.filter(({ company_id }) => company_id === company.id).map((branch) => buildBranch(branch, rows)),
  }));
}

function buildBranch({ id, key, name, address }: CatalogueRows['branches'][number], rows: CatalogueRows): Branch {
  return {
    id,
    key,
    name,
    address,
    phoneNumbers: rows.phone_numbers
      .filter((row) => isCurrent(row) && row.branch_id === id)
      .map(({ number }) => number)
      .toSorted(),
    openingHours: rows.opening_hours
      .filter((row) => isCurrent(row) && row.branch_id === id)
      .map(({ weekday, opens, closes }) => ({ weekday, opens: toMinutes(opens), closes: toMinutes(closes) }))
      .toSorted((a, b) => a.weekday - b.weekday || (a.opens < b.opens ? -1 : 1)),
  };
}

function isCurrent({ valid_to }: Validity): boolean {
  return valid_to === null;
}

/** `09:00:00` as `09:00`. */
function toMinutes(time: string): string {
  return time.slice(0, 5);
}

/** A company of the generated record. */
interface GeneratedCompany {
  readonly slug: string;
  readonly timeZone: string;
  /** Part of all calls that is its own: a few have most. */
  readonly share: number;
  readonly staff: number;
  readonly services: number;
}

export const companies: readonly GeneratedCompany[] = [
  { slug: 'kette-nordlicht', timeZone: 'Europe/Berlin', share: 0.55, staff: 40, services: 20 },
  { slug: 'salon-hansaviertel', timeZone: 'Europe/Berlin', share: 0.2, staff: 14, services: 12 },
  { slug: 'praxis-am-wall', timeZone: 'Europe/Berlin', share: 0.12, staff: 9, services: 10 },
  { slug: 'studio-lisboa', timeZone: 'Europe/Lisbon', share: 0.08, staff: 6, services: 8 },
  { slug: 'barbier-ost', timeZone: 'Europe/Berlin', share: 0.04, staff: 3, services: 5 },
  { slug: 'neu-eroeffnet', timeZone: 'Europe/Berlin', share: 0.01, staff: 2, services: 4 },
];

const values = companies
  .map(({ slug, timeZone, share, staff, services }, index) => {
    const upTo = companies.slice(0, index + 1).reduce((sum, each) => sum + each.share, 0);
    return `(${index}, '${slug}', '${timeZone}', ${upTo - share}::float8, ${upTo}::float8, ${staff}, ${services})`;
  })
  .join(',\n');

/** Ids that follow from what a row is, so that whoever names it need not look it up. */
export const idOf = (kind: string, ...about: readonly string[]): string =>
  `md5(concat_ws('/', '${kind}', ${about.join(', ')}))::uuid`;

/** Companies with their people, services and prices; `generated_companies` tells whose share a random number falls into. */
export const insertCatalogue = `
  CREATE TEMP TABLE generated_companies (company integer PRIMARY KEY, slug text, time_zone text, share_from float8, share_to float8,
    staff integer, services integer);
  INSERT INTO generated_companies VALUES ${values};
  ANALYZE generated_companies;

  INSERT INTO catalogue.companies (id, slug, name, time_zone, language, country, contact_rule, reference_prefix,
    retell_webhook_keys, calcom_api_key, calcom_webhook_secrets, transcripts_days, recordings_days, summaries_days, valid_from)
  SELECT ${idOf('company', 'slug')}, slug, initcap(replace(slug, '-', ' ')), time_zone, 'de', 'DE', 'ask', 'GEN',
         ARRAY['env:A']::catalogue.secret_reference[], 'env:B', ARRAY['env:C']::catalogue.secret_reference[], 3650, 3650, 3650, '2020-01-01'
  FROM generated_companies;
  INSERT INTO catalogue.branches (id, company_id, key, name, valid_from)
  SELECT ${idOf('branch', 'slug')}, ${idOf('company', 'slug')}, 'haupthaus', 'Haupthaus', '2020-01-01' FROM generated_companies;
  INSERT INTO catalogue.opening_hours (id, branch_id, weekday, opens, closes, valid_from)
  SELECT ${idOf('hours', 'slug', 'day')}, ${idOf('branch', 'slug')}, day, '09:00', '18:30', '2020-01-01'
  FROM generated_companies, generate_series(1, 6) AS day;
  INSERT INTO catalogue.staff (id, company_id, key, name, aliases, valid_from)
  SELECT ${idOf('staff', 'slug', 'n')}, ${idOf('company', 'slug')}, 'person-' || n, 'Person ' || n, '{}', '2020-01-01'
  FROM generated_companies, generate_series(0, staff - 1) AS n;
  INSERT INTO catalogue.staff_accounts (staff_id, email, calcom_user_id, valid_from)
  SELECT ${idOf('staff', 'slug', 'n')}, 'person-' || n || '@' || slug || '.example', company * 1000 + n, '2020-01-01'
  FROM generated_companies, generate_series(0, staff - 1) AS n;
  INSERT INTO catalogue.services (id, company_id, key, name_de, name_en, aliases, valid_from)
  SELECT ${idOf('service', 'slug', 'n')}, ${idOf('company', 'slug')}, 'leistung-' || n, 'Leistung ' || n, 'Service ' || n, '{}', '2020-01-01'
  FROM generated_companies, generate_series(0, services - 1) AS n;
  INSERT INTO catalogue.service_terms (service_id, calcom_event_type_id, minutes, price_minor, currency, valid_from)
  SELECT ${idOf('service', 'slug', 'n')}, company * 1000 + n, 15 * (1 + n % 6), 2000 + 500 * n, 'EUR', '2020-01-01'
  FROM generated_companies, generate_series(0, services - 1) AS n;
`;

import { secretReference } from '../secrets/secret-reference';
import type { TableColumns, TableName, Validity } from './catalogue-rows';

const isText = (value: unknown): boolean => typeof value === 'string';
const isSecret = (value: unknown): boolean => typeof value === 'string' && secretReference.test(value);
const isList = (item: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(item);
const orNull = (form: (value: unknown) => boolean) => (value: unknown) => value === null || form(value);

const text = isText;
const texts = isList(isText);
const textOrNull = orNull(isText);
const flag = (value: unknown): boolean => typeof value === 'boolean';
const number = Number.isInteger;
const numberOrNull = orNull(number);
const time = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));

type Forms<Columns> = Readonly<Record<keyof Columns, (value: unknown) => boolean>>;

const validity: Forms<Validity> = { valid_from: time, valid_to: orNull(time) };
const price = { price_minor: numberOrNull, currency: textOrNull };

/** What every column holds. The compiler knows when one is missing. */
const forms: { readonly [T in TableName]: Forms<TableColumns[T]> } = {
  companies: {
    id: text,
    slug: text,
    name: text,
    time_zone: text,
    language: text,
    country: text,
    contact_rule: text,
    reference_prefix: text,
    transcripts_days: number,
    recordings_days: number,
    summaries_days: number,
    retell_webhook_keys: isList(isSecret),
    calcom_api_key: isSecret,
    calcom_webhook_secrets: isList(isSecret),
  },
  branches: { id: text, company_id: text, key: text, name: text, address: textOrNull },
  phone_numbers: { id: text, branch_id: text, number: text },
  agents: { id: text, company_id: text, retell_agent_id: text },
  opening_hours: { id: text, branch_id: text, weekday: number, opens: text, closes: text },
  services: { id: text, company_id: text, key: text, name_de: text, name_en: text, aliases: texts },
  staff: { id: text, company_id: text, key: text, name: text, aliases: texts },
  staff_accounts: { staff_id: text, email: text, calcom_user_id: numberOrNull },
  service_terms: {
    service_id: text,
    calcom_event_type_id: numberOrNull,
    minutes: number,
    host_subsets: flag,
    requires_confirmation: flag,
    ...price,
  },
  segments: {
    service_id: text,
    key: text,
    position: number,
    offset_minutes: number,
    minutes: number,
    calcom_event_type_id: numberOrNull,
    staff_id: textOrNull,
  },
  service_staff: { service_id: text, staff_id: text, calcom_event_type_id: numberOrNull, ...price },
};

/** What every column of a table holds, validity included. */
export function formsOf(table: TableName): Readonly<Record<string, (value: unknown) => boolean>> {
  return { ...forms[table], ...validity };
}

/**
 * Where something is no `CatalogueRows`, for instance `services[3].aliases`; undefined where it is. Columns that are not
 * known are no misfit.
 */
export function misfitOf(rows: unknown): string | undefined {
  const given = Object(rows) as Readonly<Record<string, unknown>>;
  if (!Number.isInteger(given.version)) return 'version';
  for (const table of Object.keys(forms) as TableName[]) {
    const tableRows = given[table];
    if (!Array.isArray(tableRows)) return table;
    for (const [index, row] of tableRows.entries()) {
      const misfit = misfitOfRow(row, formsOf(table));
      if (misfit !== undefined) return `${table}[${index}].${misfit}`;
    }
  }
  return undefined;
}

function misfitOfRow(row: unknown, columns: Readonly<Record<string, (value: unknown) => boolean>>): string | undefined {
  const given = Object(row) as Readonly<Record<string, unknown>>;
  return Object.keys(columns).find((column) => !columns[column]?.(given[column]));
}

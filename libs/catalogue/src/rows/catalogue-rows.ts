import type { Language } from '@callbook/contracts';
import type { SecretReference } from '../secrets/secret-reference';

/** The tables' columns as JSON; validity stands beside them. */
export interface CompanyColumns {
  id: string;
  slug: string;
  name: string;
  time_zone: string;
  language: Language;
  country: string;
  contact_rule: 'ask' | 'placeholder';
  reference_prefix: string;
  transcripts_days: number;
  recordings_days: number;
  summaries_days: number;
  retell_webhook_keys: SecretReference[];
  calcom_api_key: SecretReference;
  calcom_webhook_secrets: SecretReference[];
}

export interface BranchColumns {
  id: string;
  company_id: string;
  key: string;
  name: string;
  address: string | null;
}

export interface PhoneNumberColumns {
  id: string;
  branch_id: string;
  number: string;
}

export interface AgentColumns {
  id: string;
  company_id: string;
  retell_agent_id: string;
}

export interface OpeningHoursColumns {
  id: string;
  branch_id: string;
  /** ISO: 1 is Monday. */
  weekday: number;
  /** `HH:MM:SS`, as PostgreSQL writes it. */
  opens: string;
  closes: string;
}

export interface ServiceColumns {
  id: string;
  company_id: string;
  key: string;
  name_de: string;
  name_en: string;
  aliases: string[];
}

export interface StaffColumns {
  id: string;
  company_id: string;
  key: string;
  name: string;
  aliases: string[];
}

export interface StaffAccountColumns {
  staff_id: string;
  email: string;
  calcom_user_id: number | null;
}

export interface ServiceTermsColumns {
  service_id: string;
  calcom_event_type_id: number | null;
  host_subsets: boolean;
  requires_confirmation: boolean;
  minutes: number;
  price_minor: number | null;
  currency: string | null;
}

export interface SegmentColumns {
  service_id: string;
  key: string;
  position: number;
  offset_minutes: number;
  minutes: number;
  calcom_event_type_id: number | null;
  staff_id: string | null;
}

export interface ServiceStaffColumns {
  service_id: string;
  staff_id: string;
  calcom_event_type_id: number | null;
  price_minor: number | null;
  currency: string | null;
}

/** From when to when a row says what is true; ISO 8601, `valid_to` null for now. */
export interface Validity {
  valid_from: string;
  valid_to: string | null;
}

export interface TableColumns {
  companies: CompanyColumns;
  branches: BranchColumns;
  phone_numbers: PhoneNumberColumns;
  agents: AgentColumns;
  opening_hours: OpeningHoursColumns;
  services: ServiceColumns;
  staff: StaffColumns;
  staff_accounts: StaffAccountColumns;
  service_terms: ServiceTermsColumns;
  segments: SegmentColumns;
  service_staff: ServiceStaffColumns;
}

export type TableName = keyof TableColumns;

/** What a catalogue says now, table by table. */
export type CatalogueContent = { readonly [T in TableName]: readonly TableColumns[T][] };

/** Everything stored, the past included. Plain JSON, so that it can be kept anywhere as the last good copy. */
export type CatalogueRows = { readonly version: number } & {
  readonly [T in TableName]: readonly (TableColumns[T] & Validity)[];
};

export interface Table {
  readonly name: TableName;
  /** What makes two rows the same thing. */
  readonly key: readonly string[];
  /** True: a change ends the row and adds another. False: one row a thing, changed in place. */
  readonly history: boolean;
}

/** Every table, referenced ones before those that refer to them. */
export const tables: readonly Table[] = [
  { name: 'companies', key: ['id'], history: false },
  { name: 'branches', key: ['id'], history: false },
  { name: 'phone_numbers', key: ['id'], history: false },
  { name: 'agents', key: ['id'], history: false },
  { name: 'opening_hours', key: ['id'], history: false },
  { name: 'services', key: ['id'], history: false },
  { name: 'staff', key: ['id'], history: false },
  { name: 'staff_accounts', key: ['staff_id'], history: true },
  { name: 'service_terms', key: ['service_id'], history: true },
  { name: 'segments', key: ['service_id', 'key'], history: true },
  { name: 'service_staff', key: ['service_id', 'staff_id'], history: true },
];

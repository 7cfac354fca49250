import { IsBoolean, IsEmail, IsIn, IsISO31661Alpha2, IsOptional, IsTimeZone, Matches } from 'class-validator';
import { companySlug, type Language, languages } from '@callbook/contracts';
import type { SecretReference } from '../secrets/secret-reference';
import {
  Fields,
  FieldsList,
  IsCalcomId,
  IsDay,
  IsDays,
  IsMinutes,
  IsPhoneNumbers,
  IsPrice,
  IsSecretReference,
  IsSecretReferences,
  IsText,
  IsTextList,
  Keyed,
} from './file-decorators';
import type { WeekdayName } from './opening-hours';

/** A word in each language the agent speaks. */
export class Names implements Record<Language, string> {
  @IsText()
  de: string;

  @IsText()
  en: string;
}

export class OpeningHoursEntry implements Partial<Record<WeekdayName, string | string[]>> {
  @IsDay()
  monday?: string | string[];

  @IsDay()
  tuesday?: string | string[];

  @IsDay()
  wednesday?: string | string[];

  @IsDay()
  thursday?: string | string[];

  @IsDay()
  friday?: string | string[];

  @IsDay()
  saturday?: string | string[];

  @IsDay()
  sunday?: string | string[];
}

export class BranchEntry {
  @IsText()
  name: string;

  @IsOptional()
  @IsText()
  address?: string;

  @IsPhoneNumbers()
  phoneNumbers: string[] = [];

  @Fields(() => OpeningHoursEntry)
  openingHours: OpeningHoursEntry = new OpeningHoursEntry();
}

export class StaffEntry {
  @IsText()
  name: string;

  @IsEmail({}, { message: 'must be an e-mail address' })
  email: string;

  /** Absent for a person without an account: the e-mail alone finds them. */
  @IsOptional()
  @IsCalcomId()
  calcomUserId?: number;

  @IsTextList()
  aliases: string[] = [];
}

/** What is a person's own in a service; the rest is as the service says. */
export class ServiceStaffEntry {
  @IsOptional()
  @IsCalcomId()
  calcomEventType?: number;

  @IsOptional()
  @IsPrice()
  price?: string;
}

/** Part of a composite service. With staff and event type it is a booking of its own; without, time in which something takes effect. */
export class SegmentEntry {
  @Matches(/^[a-z0-9][a-z0-9-]{0,39}$/, { message: 'must be lower-case letters, digits and hyphens' })
  key: string;

  @IsMinutes()
  minutes: number;

  @IsOptional()
  @IsCalcomId()
  calcomEventType?: number;

  @IsOptional()
  @IsText()
  staff?: string;
}

export class ServiceEntry {
  @Fields(() => Names)
  name: Names;

  /** What else callers say. */
  @IsTextList()
  aliases: string[] = [];

  @IsOptional()
  @IsPrice()
  price?: string;

  /** A composite service has none of the next three: they follow from its segments. */
  @IsOptional()
  @IsMinutes()
  minutes?: number;

  @IsOptional()
  @IsCalcomId()
  calcomEventType?: number;

  /** Whether Cal.com lets the booker of its event types (those of the segments, in a composite) choose among the hosts. */
  @IsBoolean({ message: 'must be true or false' })
  hostSubsets = false;

  /** Whether the salon confirms each booking itself: callers hear "requested". Cal.com decides; `catalogue check` compares. */
  @IsBoolean({ message: 'must be true or false' })
  requiresConfirmation = false;

  @Keyed(() => ServiceStaffEntry)
  staff: Map<string, ServiceStaffEntry> = new Map();

  @FieldsList(() => SegmentEntry)
  segments: SegmentEntry[] = [];
}

export class RetellEntry {
  @IsTextList()
  agents: string[];

  /** Retell signs with an API key; several during a rotation. */
  @IsSecretReferences()
  webhookKeys: SecretReference[];
}

export class CalcomEntry {
  @IsSecretReference()
  apiKey: SecretReference;

  @IsSecretReferences()
  webhookSecrets: SecretReference[];
}

/** How long what was said in calls is kept, in days after the call; 0: it is never stored. */
export class RetentionEntry {
  @IsDays()
  transcriptsDays = 90;

  @IsDays()
  recordingsDays = 30;

  /** The analysis in words: summary and what the agent was told to extract. */
  @IsDays()
  summariesDays = 365;
}

export class CompanyEntry {
  @IsText()
  name: string;

  @IsTimeZone({ message: 'must be a time zone, such as Europe/Berlin' })
  timeZone: string;

  @IsIn(languages, { message: `must be one of ${languages.join(', ')}` })
  language: Language;

  /** Where numbers without a country code are dialled from. */
  @IsISO31661Alpha2({ message: 'must be a country code, such as DE' })
  country: string;

  /** What to do when a caller leaves neither e-mail nor usable number. */
  @IsIn(['ask', 'placeholder'], { message: 'must be ask or placeholder' })
  contactRule: 'ask' | 'placeholder' = 'ask';

  /** Begins the short codes that callers are given. */
  @Matches(/^[A-Z]{2,6}$/, { message: 'must be 2 to 6 capital letters' })
  referencePrefix: string;

  @Fields(() => RetentionEntry)
  retention: RetentionEntry = new RetentionEntry();

  @Fields(() => RetellEntry)
  retell: RetellEntry;

  @Fields(() => CalcomEntry)
  calcom: CalcomEntry;

  @Keyed(() => BranchEntry)
  branches: Map<string, BranchEntry>;

  @Keyed(() => StaffEntry)
  staff: Map<string, StaffEntry>;

  @Keyed(() => ServiceEntry)
  services: Map<string, ServiceEntry>;
}

/** The whole catalogue, as people write it. */
export class CatalogueFile {
  @Keyed(() => CompanyEntry, companySlug)
  companies: Map<string, CompanyEntry>;
}

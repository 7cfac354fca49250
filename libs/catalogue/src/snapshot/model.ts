import type { Language } from '@callbook/contracts';
import type { Money } from '../file/price';
import type { SecretReference } from '../secrets/secret-reference';

/** How long what was said in calls is kept, in days after the call; 0: it is never stored. */
export interface Retention {
  readonly transcriptsDays: number;
  readonly recordingsDays: number;
  /** The analysis in words: summary and what the agent was told to extract. */
  readonly summariesDays: number;
}

/** A tenant: a salon or a practice. */
export interface Company {
  /** Derived from the slug. */
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  readonly language: Language;
  /** ISO 3166; where numbers without a country code are dialled from. */
  readonly country: string;
  /** What to do when a caller leaves neither e-mail nor usable number. */
  readonly contactRule: 'ask' | 'placeholder';
  /** Begins the short codes that callers are given. */
  readonly referencePrefix: string;
  readonly retention: Retention;
  /** Retell signs with an API key; several during a rotation. */
  readonly retellWebhookKeys: readonly SecretReference[];
  readonly calcomApiKey: SecretReference;
  readonly calcomWebhookSecrets: readonly SecretReference[];
  /** Retell's agent ids. */
  readonly agents: readonly string[];
  readonly branches: readonly Branch[];
}

export interface Branch {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly address: string | null;
  /** E.164 */
  readonly phoneNumbers: readonly string[];
  readonly openingHours: readonly OpeningHours[];
}

/** Open from `opens` to `closes` (`HH:MM`, company's time zone); a day with a break has two. */
export interface OpeningHours {
  /** ISO: 1 is Monday. */
  readonly weekday: number;
  readonly opens: string;
  readonly closes: string;
}

export interface Service {
  /** Derived from company and key. */
  readonly id: string;
  /** Slug. */
  readonly company: string;
  readonly key: string;
  readonly name: Readonly<Record<Language, string>>;
  readonly aliases: readonly string[];
  /** Null for a composite service: its segments have event types. */
  readonly calcomEventTypeId: number | null;
  /**
   * Whether its event types (those of the segments, in a composite) can be told which of their hosts may serve: round robin
   * with `rrHostSubsetEnabled`. Cal.com ignores such a choice elsewhere, so where this is false it is never made.
   */
  readonly hostSubsets: boolean;
  /** Whether bookings of its event types wait until the salon confirms them, as Cal.com is set up. */
  readonly requiresConfirmation: boolean;
  readonly minutes: number;
  readonly price: Money | null;
  /** Empty for a service that is one booking. */
  readonly segments: readonly Segment[];
  /** Who performs it. For a composite service: whoever performs a segment. */
  readonly performers: readonly Performer[];
  /** False once it has left the catalogue; its last state is kept for what was booked before. */
  readonly active: boolean;
}

export interface Segment {
  readonly key: string;
  /** From the start of the service. */
  readonly offsetMinutes: number;
  readonly minutes: number;
  /** Null together with the staff: time in which something takes effect, not booked. */
  readonly calcomEventTypeId: number | null;
  readonly staffId: string | null;
}

/** A person who performs a service, with what is their own in it; null means as the service says. */
export interface Performer {
  readonly staffId: string;
  readonly calcomEventTypeId: number | null;
  readonly price: Money | null;
}

export interface Staff {
  /** Derived from company and key. */
  readonly id: string;
  /** Slug. */
  readonly company: string;
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly calcomUserId: number | null;
  readonly aliases: readonly string[];
  /** False once the person has left. */
  readonly active: boolean;
}

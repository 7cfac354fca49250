export type FindingKind =
  | 'event_type_missing'
  | 'event_type_hidden'
  | 'event_type_not_bookable'
  | 'other_length'
  | 'other_price'
  | 'host_unknown'
  | 'staff_without_user_id'
  | 'staff_not_a_host'
  | 'confirmation_differs'
  | 'field_not_sent'
  | 'event_type_unused';

/** Something in which catalogue and Cal.com disagree. */
export interface Finding {
  readonly kind: FindingKind;
  /** An information needs no repair: nothing is booked wrongly. */
  readonly severity: 'problem' | 'information';
  /** Where in the catalogue file, below the company; null for what stands only at Cal.com. */
  readonly path: string | null;
  readonly eventTypeId: number | null;
  /** What is the case. */
  readonly what: string;
  /** What to change, on either side. */
  readonly repair: string;
}

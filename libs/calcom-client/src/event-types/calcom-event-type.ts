/** Something that can be booked at Cal.com, as version 2024-06-14 tells it. */
export interface CalcomEventType {
  readonly id: number;
  readonly title: string | null;
  readonly lengthInMinutes: number;
  /** In the currency's smallest unit, as far as is known; null where nothing is paid at Cal.com. */
  readonly price: { readonly minor: number; readonly currency: string } | null;
  /** Not on the public page. */
  readonly hidden: boolean;
  /**
   * `individual`: of one person. The others are of a team, in Cal.com's words: `roundRobin`, `collective`, and `managed`, the
   * template that individual ones are made of and nobody can book.
   */
  readonly scheduling: string;
  /** Who may be given a booking: the owner, or the hosts of a team's event type. */
  readonly hosts: readonly CalcomEventTypeHost[];
  /** Bookings wait until a host confirms them, always or at short notice. */
  readonly requiresConfirmation: boolean;
  /** Nobody can book without a code that was sent to the e-mail address. */
  readonly requiresEmailVerification: boolean;
  /**
   * Slugs of the questions a booker must answer, apart from the name: `email`, `attendeePhoneNumber`, or those that were
   * added for this event type.
   */
  readonly requiredFields: readonly string[];
}

export interface CalcomEventTypeHost {
  readonly userId: number;
  readonly name: string | null;
  readonly username: string | null;
}

export interface CalcomTeam {
  readonly id: number;
  readonly name: string | null;
}

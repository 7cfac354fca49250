/** What exists in a sandbox before the first request. */
export interface SandboxSeed {
  companies: SandboxCompany[];
  calcom: {
    apiKeys: CalcomApiKey[];
    webhookSecret: string;
    hosts: CalcomHost[];
    eventTypes: CalcomEventType[];
  };
}

/** A tenant as Retell knows it: one agent, one number, one key that signs and reads. */
export interface SandboxCompany {
  slug: string;
  name: string;
  timeZone: string;
  agentId: string;
  agentName: string;
  phoneNumber: string;
  /** Retell has no separate webhook secret: an API key of the workspace signs. */
  retellKey: string;
}

export interface CalcomUser {
  id: number;
  name: string;
  email: string;
  username: string;
  timeZone: string;
}

/** An API key belongs to one user and sees the bookings of the hosts that user may see. */
export interface CalcomApiKey {
  key: string;
  user: CalcomUser;
  hostIds: number[];
}

export interface CalcomHost extends CalcomUser {
  /** Slug of the company the host works for. */
  company: string;
  workingHours: WorkingHours[];
}

export type Weekday = 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday' | 'Sunday';

/** `HH:mm` in the host's time zone. */
export interface WorkingHours {
  days: Weekday[];
  startTime: string;
  endTime: string;
}

export interface CalcomEventType {
  id: number;
  slug: string;
  title: string;
  lengthInMinutes: number;
  hostId: number;
  address: string;
  /** Default false. True: a booking waits for the host, who confirms or declines it. */
  requiresConfirmation?: boolean;
  /** Default false: a phone number alone will do. */
  emailRequired?: boolean;
  /** Minutes; default 0. */
  minimumBookingNotice?: number;
  /** Bookable so many days ahead; default without limit. */
  bookingWindowDays?: number;
}

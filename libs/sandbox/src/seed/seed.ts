import { type CalcomEventType } from './event-type';

/** What exists in a sandbox before the first request. */
export interface SandboxSeed {
  companies: SandboxCompany[];
  calcom: {
    apiKeys: CalcomApiKey[];
    webhookSecret: string;
    hosts: CalcomHost[];
    teams: CalcomTeam[];
    eventTypes: CalcomEventType[];
    /** Nobody books with these. Default none. */
    blockedEmails?: string[];
    /** Taken for spam: they are shown a booking that does not exist. Default none. */
    spamEmails?: string[];
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
  /** Default false. */
  expired?: boolean;
}

export interface CalcomTeam {
  id: number;
  slug: string;
  name: string;
}

export interface CalcomHost extends CalcomUser {
  /** Slug of the company the host works for. */
  company: string;
  workingHours: WorkingHours[];
  /** True: Cal.com has blocked the account. Default false. */
  blocked?: boolean;
}

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** `HH:mm` in the host's time zone. */
export interface WorkingHours {
  days: Weekday[];
  startTime: string;
  endTime: string;
}

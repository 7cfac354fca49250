import { type CallIdentity, callRowId } from '@callbook/contracts';
import type { Cause } from '../cells/causes';

export type CallStatus = 'started' | 'ended' | 'analyzed';
export type LinkStatus = 'linked' | 'not_applicable' | 'pending' | 'failed' | 'unlinked';

/** What was booked in a call or, when nothing was, asked for. */
export interface BookingDetails {
  readonly start: string;
  readonly serviceId: string | null;
  readonly attendeeName: string | null;
}

/** A row of `records.calls`, without what the database makes itself and what only people write. */
export interface Call {
  readonly id: string;
  readonly company: string;
  readonly retellCallId: string;
  readonly branchId: string | null;
  readonly customerId: string | null;
  /** Who called by the number, where that customer was merged into `customerId`. */
  readonly mergedCustomerId: string | null;
  readonly customerCause: Cause | null;
  readonly customerCauseSince: Date | null;
  readonly fromNumber: string | null;
  readonly toNumber: string | null;
  readonly customerNumber: string | null;
  readonly direction: 'inbound' | 'outbound' | null;
  readonly callType: 'phone_call' | 'web_call';
  readonly agentId: string;
  readonly agentVersion: number | null;
  readonly status: CallStatus;
  readonly startedAt: Date | null;

  readonly endedAt: Date | null;
  readonly durationMs: number | null;
  readonly disconnectionReason: string | null;
  readonly costCents: number | null;
  /** Per field of the end, transcript and recording included: rank of the message it is from. */
  readonly endSources: Readonly<Record<string, string>>;

  readonly summary: string | null;
  readonly sentiment: string | null;
  readonly successful: boolean | null;
  readonly inVoicemail: boolean | null;
  readonly customAnalysis: Readonly<Record<string, unknown>> | null;
  readonly analysisObservedAt: Date | null;
  readonly analysisDigest: string | null;

  readonly appointmentId: string | null;
  readonly staffId: string | null;
  readonly appointmentLinkStatus: LinkStatus;
  readonly appointmentLinkedAt: Date | null;
  readonly linkCause: Cause | null;
  readonly linkCauseSince: Date | null;
  readonly bookingConfirmed: boolean;
  readonly bookingDetails: BookingDetails | null;
  readonly bookingFailureReason: string | null;
  readonly bookingFailureText: string | null;
  readonly bookingFailedAt: Date | null;
  /** Time of the earliest message about it; null in a row that no message has changed since this is written down. */
  readonly toldAt: Date | null;
  /** Time of the earliest message that it is over. */
  readonly overToldAt: Date | null;
  /** When what the caller is owed depends on the clock next; null: not before something is heard. */
  readonly owedDueAt: Date | null;
  readonly recordedByMessage: string;
}

/** The row a call begins with, from whichever message about it comes first. */
export function newCall(company: string, identity: CallIdentity, told: { messageId: string; at: Date }): Call {
  const startedAt = identity.startedAt ? new Date(identity.startedAt) : null;
  return {
    id: callRowId(company, identity.retellCallId),
    company,
    retellCallId: identity.retellCallId,
    branchId: null,
    customerId: null,
    mergedCustomerId: null,
    customerCause: identity.callType === 'web_call' ? 'no_number' : 'number_withheld',
    customerCauseSince: startedAt ?? told.at,
    fromNumber: identity.fromNumber ?? null,
    toNumber: identity.toNumber ?? null,
    customerNumber: identity.customerNumber ?? null,
    direction: identity.direction ?? null,
    callType: identity.callType,
    agentId: identity.agentId,
    agentVersion: identity.agentVersion ?? null,
    status: 'started',
    startedAt,
    endedAt: null,
    durationMs: null,
    disconnectionReason: null,
    costCents: null,
    endSources: {},
    summary: null,
    sentiment: null,
    successful: null,
    inVoicemail: null,
    customAnalysis: null,
    analysisObservedAt: null,
    analysisDigest: null,
    appointmentId: null,
    staffId: null,
    appointmentLinkStatus: 'pending',
    appointmentLinkedAt: null,
    linkCause: 'call_under_way',
    linkCauseSince: startedAt ?? told.at,
    bookingConfirmed: false,
    bookingDetails: null,
    bookingFailureReason: null,
    bookingFailureText: null,
    bookingFailedAt: null,
    toldAt: told.at,
    overToldAt: null,
    owedDueAt: null,
    recordedByMessage: told.messageId,
  };
}

import { v5 } from 'uuid';

/** Fixed for ever: changing it would give every fact a second identity. */
const namespace = '6f0a1c9e-3a52-4f6b-9d0e-5b7c2a4e8d11';

/**
 * UUIDv5 of the parts, in order: the same fact gets the same id wherever and however often it is seen, so a repetition
 * is recognised and a rebuild gives the same rows. The first part names what kind of thing it is.
 */
export function derivedId(kind: string, ...parts: readonly (string | number | null)[]): string {
  return v5(JSON.stringify([kind, ...parts]), namespace);
}

/** Row id of a call. */
export function callRowId(company: string, retellCallId: string): string {
  return derivedId('call', company, retellCallId);
}

/** Row id of an appointment: one per chain of Cal.com bookings (a reschedule makes a new uid in the same chain). */
export function appointmentRowId(company: string, rootUid: string): string {
  return derivedId('appointment', company, rootUid);
}

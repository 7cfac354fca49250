import { hash } from 'node:crypto';

/** Fixed for ever: changing it would give every fact a second identity. */
const namespace = Buffer.from('6f0a1c9e3a524f6b9d0e5b7c2a4e8d11', 'hex');

/**
 * UUIDv5 of the parts, in order: the same fact gets the same id wherever and however often it is seen, so a repetition
 * is recognised and a rebuild gives the same rows. The first part names what kind of thing it is.
 */
export function derivedId(kind: string, ...parts: readonly (string | number | null)[]): string {
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(JSON.stringify([kind, ...parts]))]), 'hex');
  const variant = ((parseInt(digest.charAt(16), 16) & 0b0011) | 0b1000).toString(16);
  const [low, mid, high] = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(13, 16)];
  return `${low}-${mid}-5${high}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** Row id of a call. */
export function callRowId(company: string, retellCallId: string): string {
  return derivedId('call', company, retellCallId);
}

/** Row id of an appointment: one per chain of Cal.com bookings (a reschedule makes a new uid in the same chain). */
export function appointmentRowId(company: string, rootUid: string): string {
  return derivedId('appointment', company, rootUid);
}

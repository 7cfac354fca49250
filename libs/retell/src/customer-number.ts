import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { RetellCall } from './payloads';

const e164 = /^\+[1-9]\d{6,14}$/;

/** A keypad spelling of "ANONYMOUS" that some carriers send in place of a withheld number. */
const anonymousOnTheKeypad = '+266696687';

/**
 * The customer's number in E.164; null when it is withheld (`anonymous` and its many spellings), a SIP address or missing.
 * On outbound calls the customer is the one who was called.
 */
export function customerNumberOf(call: Pick<RetellCall, 'direction' | 'from_number' | 'to_number'>): string | null {
  const number = call.direction === 'outbound' ? call.to_number : call.from_number;
  if (typeof number !== 'string' || number === anonymousOnTheKeypad || !e164.test(number)) return null;
  return parsePhoneNumberFromString(number)?.isPossible() ? number : null;
}

import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';

/**
 * The number in E.164, without extension; null when it is none. Numbers are taken when they are possible, not only when
 * they are known to be assigned: numbering plans change faster than libraries.
 * @param country ISO 3166 code, for numbers written without their country
 */
export function phoneNumber(text: string | null | undefined, country?: string): string | null {
  if (!text) return null;
  const parsed = parsePhoneNumberFromString(text, {
    defaultCountry: country as CountryCode | undefined,
    extract: false,
  });
  return parsed?.isPossible() ? parsed.number : null;
}

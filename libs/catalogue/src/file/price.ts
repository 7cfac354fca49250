/** An amount in the currency's smallest unit (cents for EUR). */
export interface Money {
  readonly minor: number;
  /** ISO 4217. */
  readonly currency: string;
}

const written = /^(\d{1,7})(?:[.,](\d+))? ([A-Z]{3})$/;
const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Reads `32.00 EUR`, `32,00 EUR` or `32 EUR`; undefined for anything else, half cents included. */
export function parsePrice(text: string): Money | undefined {
  const [, whole, fraction = '', currency] = written.exec(text) ?? [];
  if (!whole || !currency || !currencies.has(currency)) return undefined;
  const decimals = decimalsOf(currency);
  if (fraction !== '' && fraction.length !== decimals) return undefined;
  return { minor: Number(whole) * 10 ** decimals + Number(fraction), currency };
}

/** The one spelling that `parsePrice` reads back to the same amount. */
export function formatPrice({ minor, currency }: Money): string {
  return `${(minor / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency))} ${currency}`;
}

function decimalsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

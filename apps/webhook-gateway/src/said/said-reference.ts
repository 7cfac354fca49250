import { saidText } from './said-text';

const codeLength = 4;

/**
 * The short code of an appointment as a caller repeats it, however it is spaced and cased: `LIND-4M7K`, `lind 4 m 7 k`, `4m7k`.
 * Null when it is none of this company's.
 */
export function readReference(said: unknown, { referencePrefix: prefix }: { referencePrefix: string }): string | null {
  const compact = (saidText(said) ?? '').replace(/[^\p{Letter}\p{Number}]/gu, '').toUpperCase();
  const code = compact.startsWith(prefix) && compact.length > codeLength ? compact.slice(prefix.length) : compact;
  return /^[0-9A-Z]+$/.test(code) && code.length === codeLength ? `${prefix}-${code}` : null;
}

import type { RequestShare } from '../calendar/calendar';
import type { Budget, Take } from './budget-rule';

/** Says how it went; what is left is the store's business. */
export type Taken = Exclude<Take, { readonly left: Budget }> | { readonly taken: 'own' | 'lent' };

/** What every API key has left, the same for all replicas. */
export abstract class Budgets {
  /** Takes one request, if the key has one for this share now. Does not wait. */
  abstract take(apiKey: string, share: RequestShare): Promise<Taken>;

  /** Nothing may be taken for so long; a pause that lasts longer stays. */
  abstract pause(apiKey: string, ms: number): Promise<void>;
}

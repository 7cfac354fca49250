import type { RequestShare } from '../../src/calendar/calendar';
import type { Clock } from '../../src/clock/clock';
import { type Budget, type BudgetSettings, divided, fullBudget, take } from '../../src/rate-budget/budget-rule';
import { Budgets, type Taken } from '../../src/rate-budget/budgets';

/** The same rule, forgotten with the process. */
export class BudgetsInMemory extends Budgets {
  private readonly byKey = new Map<string, Budget>();

  constructor(
    private readonly clock: Clock,
    private readonly settings: BudgetSettings,
  ) {
    super();
  }

  async take(apiKey: string, share: RequestShare): Promise<Taken> {
    await Promise.resolve();
    const limits = divided(this.settings);
    const now = this.clock.now();
    const result = take(this.byKey.get(apiKey) ?? fullBudget(now, limits), share, now, limits);
    if (!result.taken) return result;
    this.byKey.set(apiKey, result.left);
    return { taken: result.taken };
  }

  async pause(apiKey: string, ms: number): Promise<void> {
    await Promise.resolve();
    const now = this.clock.now();
    const budget = this.byKey.get(apiKey) ?? fullBudget(now, divided(this.settings));
    this.byKey.set(apiKey, { ...budget, pausedUntil: new Date(now.getTime() + ms) });
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '@callbook/database';
import { driftOf, shapeDrift, storedTables, testDatabase, type TestDatabase } from '@callbook/testing';

const root = join(__dirname, '../../..');
const src = join(root, 'apps/booking/src');

describe('the tables of booking', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ migrate, roles: [] });
  });
  afterAll(() => database.close());

  it('are those the code writes, column by column', async () => {
    const sources = [src, join(root, 'libs/outbox/src'), join(root, 'libs/database/src')];
    expect(await driftOf(database, { schema: 'booking', sources })).toEqual([]);
  });

  it.each([
    ['booking.attempts', 'attempts/attempt-rows.repository.ts', 'AttemptRow', []],
    ['booking.hints', 'calendar-changes/hints.repository.ts', 'HintRow', []],
    ['booking.chains', 'chains/chain-rows.repository.ts', 'StoredChainRow', []],
    ['booking.rate_budgets', 'rate-budget/budgets.repository.ts', 'BudgetRow', ['now']],
  ])('%s gives rows as %s says', async (table, file, shape, computed) => {
    const columns = (await storedTables(database, 'booking')).get(table);
    expect(shapeDrift(readFileSync(join(src, file), 'utf8'), shape, columns!, computed)).toEqual([]);
  });
});

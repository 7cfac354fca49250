import type { EraseCustomerReply } from '@callbook/contracts';
import { erasureReport, type Held } from './erasure-report';

const reply: EraseCustomerReply = {
  result: 'erased',
  candidates: [],
  counts: { customers: 1 },
  retellCallIds: ['call_of_anna'],
  calcomBookings: [],
  company: 'salon-lindenhof',
  related: [],
  erasureId: '6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11',
};

const held = (booking: Record<string, number>, ops: Record<string, number>, underWay = 0): Held => ({
  booking: { counts: booking, underWay, document: {} },
  ops: { counts: ops, document: {} },
});
const before = held({ attempts: 2, chains: 1 }, { events: 9 });
const reported = (after?: Held) => erasureReport({ reply, before, after, dryRun: false });

const booking = 'Booking has not done its part yet';
const ops = 'Ops has not done its part yet';

describe('the report of an erasure', () => {
  it('says that all is well when nobody holds anything any more', () => {
    const { text, exitCode } = reported(held({}, {}));
    expect(exitCode).toBeUndefined();
    expect(text).toContain('\nErased.\n');
  });

  it.each([
    ['booking', held({ chains: 1 }, {}), [booking], [ops]],
    ['ops', held({}, { events: 9 }), [ops], [booking]],
    ['both', held({ attempts: 2 }, { dead_letters: 1 }), [booking, ops], []],
    ['ops, beside attempts under way,', held({ attempts: 1 }, { events: 9 }, 1), [ops], [booking]],
    ['booking, but for attempts under way,', held({ attempts: 2 }, {}, 1), [booking], [ops]],
  ])('is a problem, and names who, while %s has not erased', (_, after, named, others) => {
    const { text, exitCode } = reported(after);
    expect(exitCode).toBe(1);
    expect(text).not.toContain('\nErased.\n');
    for (const who of named) expect(text).toContain(who);
    for (const who of others) expect(text).not.toContain(who);
  });

  it('is no problem while attempts are under way, and says so', () => {
    const { text, exitCode } = reported(held({ attempts: 1, attempt_steps: 3 }, {}, 1));
    expect(exitCode).toBeUndefined();
    expect(text).toContain('Erased, but for 1 attempts that are not done with Cal.com');
  });

  it('is no problem when nothing was to be erased yet', () => {
    expect(reported()).toMatchObject({ text: expect.stringContaining('Add --yes to erase') as string });
    expect(reported().exitCode).toBeUndefined();
  });
});

import type { EraseCustomerReply, UnrecognisedLetter } from '@callbook/contracts';
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

const held = (
  booking: Record<string, number>,
  ops: Record<string, number>,
  { underWay = 0, unrecognised = [] as UnrecognisedLetter[] } = {},
): Held => ({
  booking: { counts: booking, underWay, document: {} },
  ops: { counts: ops, unrecognised, document: {} },
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
    ['ops, beside attempts under way,', held({ attempts: 1 }, { events: 9 }, { underWay: 1 }), [ops], [booking]],
    ['booking, but for attempts under way,', held({ attempts: 2 }, {}, { underWay: 1 }), [booking], [ops]],
  ])('is a problem, and names who, while %s has not erased', (_, after, named, others) => {
    const { text, exitCode } = reported(after);
    expect(exitCode).toBe(1);
    expect(text).not.toContain('\nErased.\n');
    for (const who of named) expect(text).toContain(who);
    for (const who of others) expect(text).not.toContain(who);
  });

  it('is no problem while attempts are under way, and says so', () => {
    const { text, exitCode } = reported(held({ attempts: 1, attempt_steps: 3 }, {}, { underWay: 1 }));
    expect(exitCode).toBeUndefined();
    expect(text).toContain('Erased, but for 1 attempts that are not done with Cal.com');
  });

  const letter = (state: string): UnrecognisedLetter => ({
    id: `00000000-0000-4000-8000-00000000000${state.length}`,
    state,
  });

  it('is a problem while a letter is open that only people can see to, and says how', () => {
    const { text, exitCode } = reported(held({}, {}, { unrecognised: [letter('open')] }));
    expect(exitCode).toBe(1);
    expect(text).not.toContain('\nErased.\n');
    expect(text).not.toContain('goes on by itself');
    expect(text).toContain(`callbook dlq discard ${letter('open').id}`);
    expect(text).toContain('LETTERS_KEPT_DAYS');
  });

  it('is a problem while such a letter is being replayed, which nobody can discard', () => {
    const { text, exitCode } = reported(held({}, {}, { unrecognised: [letter('replaying')] }));
    expect(exitCode).toBe(1);
    expect(text).toContain(`${letter('replaying').id} is replaying: look again`);
    expect(text).not.toContain('dlq discard');
  });

  it.each(['discarded', 'resolved', 'too_late'])(
    'is no problem where such a letter is %s: it goes in its time',
    (state) => {
      const { text, exitCode } = reported(held({}, {}, { unrecognised: [letter(state)] }));
      expect(exitCode).toBeUndefined();
      expect(text).toContain(letter(state).id);
      expect(text).toContain('LETTERS_KEPT_DAYS');
      expect(text).not.toContain('dlq discard');
    },
  );

  it('names before, too, what erasing will leave', () => {
    const { text } = erasureReport({ reply, before: held({}, {}, { unrecognised: [letter('open')] }), dryRun: true });
    expect(text).toContain(`callbook dlq discard ${letter('open').id}`);
  });

  it('names who may be the same person', () => {
    const related = ['7f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11'];
    const { text } = erasureReport({ reply: { ...reply, related }, before, dryRun: true });
    expect(text).toMatch(/same address.*7f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11/);
  });

  it('is no problem when nothing was to be erased yet', () => {
    expect(reported()).toMatchObject({ text: expect.stringContaining('Add --yes to erase') as string });
    expect(reported().exitCode).toBeUndefined();
  });
});

import type { Event } from '@callbook/contracts';
import { permutations } from './support/permutations';
import { randomOf, shuffled } from './support/random';
import { RecordFixture } from './support/record-fixture';
import { changedStory, lifeStory, phoneStory, rowsOf, type Story, webStory } from './support/story';

const random = randomOf(20_261_121);

// Every order of a story is written and read back, one after the other.
jest.setTimeout(180_000);

describe('the rows of a chain of bookings are the same', () => {
  let record: RecordFixture;
  let replica: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
    replica = await record.replica();
  });
  afterAll(async () => {
    await replica.closeReplica();
    await record.close();
  });

  /** As they are when everything arrives once and in order. */
  async function rowsInOrder(story: Story): Promise<unknown> {
    for (const message of everything(story)) await record.tell(message);
    return rowsOf(record, story);
  }

  it('in every order of the facts, with the messages of the call anywhere between and any message twice', async () => {
    const expected = await rowsInOrder(phoneStory());
    expect(expected).toMatchObject({
      appointments: [{ status: 'cancelled', revision: '5', was_confirmed: true, calcom_uid: '<uid>-on-28' }],
      calls: [{ status: 'analyzed', appointment_id: '<appointment>', booking_confirmed: true }],
      uids: ['', '-2', '-on-27', '-on-27-2', '-on-28', '-on-28-2'].map((suffix) => ({ uid: `<uid>${suffix}` })),
      phases: [{ key: 'wickeln' }, { key: 'einwirken' }, { key: 'fixieren' }],
      owed: [{ id: '<owed>', outcome: 'recorded', appointment_id: '<appointment>', settled_at: null }],
    });
    const tellings = permutations(Object.keys(phoneStory().facts)).map((order) => {
      const story = phoneStory();
      const facts = order.map((name) => story.facts[name]!);
      return { order, story, messages: mixed(facts, [...Object.values(story.calls), ...someOf(everything(story))]) };
    });
    expect(tellings).toHaveLength(120);
    await Promise.all(
      tellings.map(async ({ order, story, messages }) => {
        for (const message of messages) await record.tell(message);
        expect({ order, rows: await rowsOf(record, story) }).toEqual({ order, rows: expected });
      }),
    );
  }, 60_000);

  it('in every order, without a call', async () => {
    const expected = await rowsInOrder(webStory());
    expect(expected).toMatchObject({
      appointments: [{ status: 'cancelled', source: 'calcom', call_id: null, link_cause: 'not_by_phone' }],
      customers: [{ name: 'Eva Lang' }],
      calls: [],
    });
    for (const order of permutations(Object.keys(webStory().facts))) {
      const story = webStory();
      for (const name of order) await record.tell(story.facts[name]!);
      expect({ order, rows: await rowsOf(record, story) }).toEqual({ order, rows: expected });
    }
  });

  it('in every order, given to another person and not turned up for', async () => {
    const expected = await rowsInOrder(lifeStory());
    expect(expected).toMatchObject({
      appointments: [
        { status: 'no_show', was_confirmed: true, attendee_absent: true, host_absent: true, calcom_host_id: 1001 },
      ],
      calls: [{ appointment_id: '<appointment>', booking_confirmed: true, status: 'analyzed' }],
      outcomes: [{ outcome: 'recorded', event: { status: 'no_show', hostAbsent: true } }],
      texts: [{ recorded_by_message: '<message analyzed>' }, { recorded_by_message: '<message analyzed>' }],
    });
    for (const order of permutations(Object.keys(lifeStory().facts))) {
      const story = lifeStory();
      const facts = order.map((name) => story.facts[name]!);
      const messages = mixed(facts, [...Object.values(story.calls), ...someOf(everything(story))]);
      for (const message of messages) await record.tell(message);
      expect({ order, rows: await rowsOf(record, story) }).toEqual({ order, rows: expected });
    }
  });

  it('in every order, with changes asked for in two calls', async () => {
    const expected = await rowsInOrder(changedStory());
    expect(expected).toMatchObject({
      appointments: [{ status: 'cancelled', revision: '4', call_id: '<call>' }],
      outcomes: [
        { request_id: '<request>', operation: 'book', outcome: 'recorded' },
        { request_id: '<move request>', operation: 'reschedule', outcome: 'changed', call_id: '<other call>' },
        { request_id: '<cancel request>', operation: 'cancel', outcome: 'changed', call_id: '<call>' },
      ],
      mentions: [{ call_id: '<other call>', kind: 'moved' }],
      others: [{ has_appointment: false, booking_failure_reason: null }],
      owed: [
        { id: '<cancel owed>', outcome: 'changed', call_id: '<call>' },
        { id: '<move owed>', outcome: 'changed', call_id: '<other call>' },
      ],
    });
    for (const order of permutations(Object.keys(changedStory().facts))) {
      const story = changedStory();
      const facts = order.map((name) => story.facts[name]!);
      const messages = mixed(facts, [...Object.values(story.calls), ...someOf(everything(story))]);
      for (const message of messages) await record.tell(message);
      expect({ order, rows: await rowsOf(record, story) }).toEqual({ order, rows: expected });
    }
  });

  it('when everything is told again after the inbox has forgotten it', async () => {
    const story = phoneStory();
    const expected = await rowsInOrder(story);
    await record.rows('DELETE FROM records.inbox');
    for (const message of shuffled(everything(story), random)) await record.tell(message);
    expect(await rowsOf(record, story)).toEqual(expected);
  });

  it.each([
    ['tell the same messages at once', (story: Story) => [everything(story), everything(story)]],
    [
      'share the messages at once',
      (story: Story) => {
        const half = [...everything(story), ...someOf(everything(story))];
        return [half.filter((_, index) => index % 2 === 0), half.filter((_, index) => index % 2 === 1)];
      },
    ],
  ])('when two processes %s', async (_, shares) => {
    const [phone, web] = [await rowsInOrder(phoneStory()), await rowsInOrder(webStory())];
    const stories = Array.from({ length: 12 }, (_, index) => (index % 3 === 2 ? webStory() : phoneStory()));
    const told = stories.map(shares);
    await Promise.all(
      [record, replica].flatMap((process, share) =>
        told.flatMap((all) => shuffled(all[share]!, random).map((message) => process.tell(message))),
      ),
    );
    for (const story of stories) expect(await rowsOf(record, story)).toEqual(story.fact.call ? phone : web);
  });
});

function everything({ facts, calls }: Story): Event<object>[] {
  return [...Object.values(calls), ...Object.values(facts)];
}

function someOf<T>(all: readonly T[]): T[] {
  return all.filter(() => random() < 0.3);
}

/** The first ones in their order, the others anywhere between. */
function mixed<T>(ordered: readonly T[], others: readonly T[]): T[] {
  return others.reduce<T[]>(
    (all, other) => all.toSpliced(Math.floor(random() * (all.length + 1)), 0, other),
    [...ordered],
  );
}

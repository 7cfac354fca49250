import type { Request } from '../src/attempts/attempts';
import { cancelCall, moveCall } from './conformance/function-calls';
import { AtCalcom, thursdayTen, thursdayTwelve } from './support/at-calcom';
import type { Replica } from './support/booking-fixture';
import { Dead, Life } from './support/life';

/** What a story ends with, wherever the process that told it died. */
interface Story {
  readonly name: string;
  /** Done before, by a process that lives. */
  readonly before?: () => Promise<void>;
  /** What goes wrong at Cal.com. */
  readonly fault?: () => void;
  readonly requests: () => readonly Request[];
  /** Name and start of what stands in the calendar at the end. */
  readonly live: readonly (readonly [name: string, start: string])[];
  /** Kinds of outcomes that answer the requests, each of which is answered by exactly one. */
  readonly outcomes: readonly string[];
}

/**
 * A process that is killed between any two things it asks of the world. What goes on with it is another one: because the
 * message comes again, or because only the clock is left.
 */
describe('when the process dies', () => {
  let at: AtCalcom;

  beforeAll(async () => {
    at = await AtCalcom.start();
    await at.begin();
  });
  afterAll(async () => {
    await at?.finish();
    await at?.end();
  });

  const jonas = 'Jonas Weber';
  const now = () => at.fixture.clock.now();
  const onPost = { operation: 'create-booking' } as const;

  async function booked(): Promise<{ rootUid: string; calcomUid: string }> {
    await at.replica.takeRequest.execute(at.asksFor());
    const [made] = at.live;
    if (!made) throw new Error('nothing was booked');
    return { rootUid: made.uid, calcomUid: made.uid };
  }
  /** What the last story has booked before. */
  let target: { rootUid: string; calcomUid: string };
  const change = () => ({
    target: { ...target, start: thursdayTen, service: at.asksFor().data.service },
    answerBy: at.soon(),
  });

  const stories: readonly Story[] = [
    {
      name: 'of a booking',
      requests: () => [at.asksFor()],
      live: [[jonas, thursdayTen]],
      outcomes: ['created'],
    },
    {
      name: 'of a booking whose answer was lost',
      fault: () => at.calcom.faults.arm({ on: onPost, effect: { kind: 'disconnect', at: 'written' } }),
      requests: () => [at.asksFor()],
      live: [[jonas, thursdayTen]],
      outcomes: ['created'],
    },
    {
      name: 'of a booking whose first POST was lost',
      fault: () => at.calcom.faults.arm({ on: onPost, effect: { kind: 'disconnect', at: 'before-write' } }),
      requests: () => [at.asksFor()],
      live: [[jonas, thursdayTen]],
      outcomes: ['created'],
    },
    {
      name: 'of a booking that is asked for and given up',
      requests: () => [at.asksFor(), cancelCall({ target: null, answerBy: at.soon() }, now())],
      live: [],
      outcomes: ['created', 'cancelled'],
    },
    {
      name: 'of a composite service',
      requests: () => [at.asksFor({ of: 'dauerwelle' })],
      live: [
        [jonas, thursdayTen],
        [jonas, '2026-11-26T10:05:00.000Z'],
      ],
      outcomes: ['created'],
    },
    {
      name: 'of a composite service that is half taken',
      before: async () => {
        const attendee = { name: 'Erika Muster', email: 'erika@kunde.example' };
        await at.calcom.people.book({ eventTypeId: 2022, start: '2026-11-26T10:00:00.000Z', attendee });
      },
      requests: () => [at.asksFor({ of: 'dauerwelle' })],
      live: [['Erika Muster', '2026-11-26T10:00:00.000Z']],
      outcomes: ['failed'],
    },
    {
      name: 'of a start that takes the place of another',
      before: async () => void (await booked()),
      requests: () => [at.asksFor({ start: thursdayTwelve, insteadOf: thursdayTen })],
      live: [[jonas, thursdayTwelve]],
      outcomes: ['created'],
    },
    {
      name: 'of a move',
      before: async () => void (target = await booked()),
      requests: () => [moveCall({ ...change(), start: thursdayTwelve }, now())],
      live: [[jonas, thursdayTwelve]],
      outcomes: ['rescheduled'],
    },
    {
      name: 'of a cancellation',
      before: async () => void (target = await booked()),
      requests: () => [cancelCall(change(), now())],
      live: [],
      outcomes: ['cancelled'],
    },
  ];

  /** @returns whether the story was over before the process was */
  async function tell(story: Story, moment: number, messageComesAgain: boolean): Promise<boolean> {
    await at.clear();
    await story.before?.();
    story.fault?.();
    const life = new Life(moment);
    let working: Replica = at.fixture.mortal(at.replica, at.calendar, life);
    const requests = story.requests();
    const answered = new Set<string>();
    for (const request of requests) {
      answered.add(request.id);
      const death = await deathIn(working, request);
      if (!death) continue;
      working = at.replica;
      if (messageComesAgain || !(await isDecided(request))) await working.takeRequest.execute(request);
    }
    await at.fixture.comeToRest(at.replica);
    expect(at.replica.failures).toEqual([]);
    expect(at.live.map(({ name, start }) => [name, start]).sort()).toEqual(story.live);
    await judgeAnswers(story, requests);
    return !life.isOver;
  }

  async function deathIn({ takeRequest }: Replica, request: Request): Promise<boolean> {
    try {
      await takeRequest.execute(request);
      return false;
    } catch (error) {
      if (!(error instanceof Dead)) throw error;
      return true;
    }
  }

  /** Before that is committed, the broker would bring the message again. */
  async function isDecided({ id }: Request): Promise<boolean> {
    const rows = await at.fixture.database.query(
      'SELECT 1 FROM booking.attempt_function_calls WHERE function_call_id = $1',
      [id],
    );
    return rows.length > 0;
  }

  async function judgeAnswers({ outcomes }: Story, requests: readonly Request[]): Promise<void> {
    const told = await at.told();
    const answers = requests.map(({ id }) => told.filter((event) => event.answers.includes(id)));
    expect(answers.map((events) => events.length)).toEqual(requests.map(() => 1));
    const kinds = answers.map(([event]) => event?.type);
    // A wish that is given up before it is booked is answered by one refusal, with the cancellation.
    if (kinds.every((kind) => kind === 'failed') && outcomes.length === 2) return;
    expect(kinds).toEqual(outcomes);
  }

  describe.each(stories)('in the middle $name', (story) => {
    it.each([
      ['comes again', true],
      ['is lost', false],
    ])('and the message %s, the end is the same', async (_, messageComesAgain) => {
      let moment = 1;
      while (!(await tell(story, moment, messageComesAgain))) moment += 1;
      expect(moment).toBeGreaterThan(6); // the process had that many moments to die in
    });
  });
});

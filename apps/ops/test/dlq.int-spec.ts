import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BookingCreated, createEvent, derivedId, sampleCompany, sampleOf } from '@callbook/contracts';
import { keepLetters } from '../src/dead-letters/keep-letters';
import type { ReadLetter } from '../src/dead-letters/dead-letter';
import { LetterBox, queues } from './support/letter-box';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 11, minute));

function eventOf(text: string) {
  return createEvent(BookingCreated, sampleOf(BookingCreated), {
    id: derivedId('dlq spec', text),
    company: sampleCompany,
    time: new Date('2026-11-21T10:00:00Z'),
    correlationId: `call_${text}`,
  });
}

const letterOf = (text: string, given: Partial<ReadLetter> = {}): ReadLetter => ({
  queue: queues.records,
  messageId: eventOf(text).id,
  eventType: 'booking.created.v1',
  company: sampleCompany,
  correlationId: `call_${text}`,
  code: 'no_service',
  error: 'no service is called "Föhnen"',
  diedOf: 'handler',
  deliveries: 6,
  retries: 5,
  firstFailedAt: at(-70),
  deadAt: at(0),
  properties: {},
  headers: { 'x-callbook-code': 'no_service' },
  body: Buffer.from(JSON.stringify(eventOf(text))),
  ...given,
});

describe('callbook dlq', () => {
  let box: LetterBox;
  beforeAll(async () => {
    box = await LetterBox.open();
  }, 60_000);
  afterAll(() => box.close());
  beforeEach(() => box.database.query('TRUNCATE ops.audit, ops.dead_letter_groups CASCADE'));

  /** Puts letters into the store as the mover does, and tells their ids in this order. */
  async function keep(...letters: ReadLetter[]): Promise<string[]> {
    const db = await box.connectAsOps();
    await keepLetters(db, letters);
    const rows = await box.letters();
    return letters.map(({ messageId }) => rows.find(({ message_id }) => message_id === messageId)?.id ?? '');
  }

  const ids = async (...args: string[]) => {
    const { letters } = (await box.json('dlq', 'ls', ...args)).answer as { letters: { id: string }[] };
    return letters.map(({ id }) => id);
  };
  const groups = async (...args: string[]) =>
    (await box.json('dlq', 'groups', ...args)).answer.groups as Record<string, unknown>[];
  const shown = async (id: string) => (await box.json('dlq', 'show', id)).answer.letter as Record<string, unknown>;
  const acts = async (...args: string[]) =>
    (await box.json('dlq', 'audit', ...args)).answer.acts as Record<string, unknown>[];

  describe('ls', () => {
    it('says so when there is nothing', async () => {
      expect(await box.callbook('dlq', 'ls')).toEqual({
        exitCode: 0,
        stdout: 'There is no such dead letter.\n',
        stderr: '',
      });
    });

    it('lists what is open, the newest first, one line each', async () => {
      const [one = '', two = ''] = await keep(letterOf('one'), letterOf('two', { deadAt: at(1) }));
      expect(await ids()).toEqual([two, one]);
      const { stdout } = await box.callbook('dlq', 'ls');
      const line = stdout.split('\n').find((text) => text.includes(one.slice(0, 8)));
      for (const cell of ['2026-11-21 11:00:00', queues.records, 'no_service', sampleCompany, 'call_one', 'open'])
        expect(line).toContain(cell);
      expect(stdout).toContain('2 of 2.');
      expect(stdout).not.toContain('Föhnen');
    });

    it.each([
      ['--queue', queues.booking],
      ['--code', 'no_staff'],
      ['--company', 'praxis-am-markt'],
      ['--type', 'booking.requested.v1'],
      ['--call', 'call_other'],
      ['--since', '2026-11-21T11:05:00Z'],
      ['--state', 'discarded'],
    ])('chooses by %s %s', async (option, value) => {
      const other = letterOf('other', {
        ...{ queue: queues.booking, code: 'no_staff', company: 'praxis-am-markt', eventType: 'booking.requested.v1' },
        deadAt: at(6),
      });
      const [, wanted = ''] = await keep(letterOf('one'), other);
      if (option === '--state') await box.callbook('dlq', 'discard', wanted, '--why', 'spec');
      expect(await ids(option, value)).toEqual([wanted]);
    });

    it('chooses by group and by the end of a time', async () => {
      const [one = ''] = await keep(letterOf('one'), letterOf('two', { code: 'no_staff', deadAt: at(6) }));
      const [{ id: group = '' } = {}] = await groups('--code', 'no_service');
      expect(await ids('--group', String(group).slice(0, 8))).toEqual([one]);
      expect(await ids('--until', '2026-11-21T11:05:00Z')).toEqual([one]);
    });

    it('goes on page by page, without leaving out or repeating those that died together', async () => {
      const all = await keep(...Array.from({ length: 7 }, (_, n) => letterOf(`page ${n}`)));
      const seen: string[] = [];
      for (let after: string | null = null; ;) {
        const { answer } = await box.json('dlq', 'ls', '--limit', '3', ...(after ? ['--after', after] : []));
        const { letters, next } = answer as { letters: { id: string }[]; next: string | null };
        seen.push(...letters.map(({ id }) => id));
        if (!next) break;
        after = next;
      }
      expect(seen).toHaveLength(7);
      expect(seen.toSorted()).toEqual(all.toSorted());
      expect((await box.callbook('dlq', 'ls', '--limit', '3')).stdout).toMatch(
        /3 of 7\. More: add --after [0-9a-f]{8}/,
      );
    });

    it.each([
      [['ls', '--state', 'new'], '"new" is no state'],
      [['ls', '--since', 'yesterday'], '--since yesterday is no moment'],
      [['ls', '--limit', '0'], '--limit 0 is not a whole number'],
      [['ls', '--after', 'x'], '"x" is not the id of a dead letter'],
      [['show', 'x'], '"x" is not the id of a dead letter'],
      [['discard', '--why', 'x'], 'Say which.'],
      [['edit', '00000000', '--why', 'x'], 'Say what to change.'],
      [['edit', '00000000', '--why', ' ', '--set', 'a=1'], '--why is empty.'],
    ])('%j is called wrongly', async (args, why) => {
      const { exitCode, stderr } = await box.callbook('dlq', ...args);
      expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(why) as string });
    });

    it.each([
      ['show', '00000000'],
      ['undo', '00000000', '--why', 'x'],
      ['own', '00000000', 'anna'],
    ])('%s of nothing ends with 1', async (...args) => {
      expect(await box.callbook('dlq', ...args)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('Look again') as string,
      });
    });
  });

  describe('groups', () => {
    it('is by cause, with counts by state, first, last and trend', async () => {
      const recent = (minutes: number) => new Date(Date.now() - minutes * 60_000);
      const longAgo = recent(60 * 30);
      const [one = ''] = await keep(
        letterOf('one', { deadAt: recent(5) }),
        letterOf('two', { deadAt: recent(70), error: 'no service is called "Dauerwelle"' }),
        letterOf('three', { deadAt: recent(71) }),
        letterOf('four', { deadAt: longAgo }),
        letterOf('other', { code: 'no_staff', deadAt: recent(1) }),
      );
      await box.callbook('dlq', 'discard', one, '--why', 'spec');
      const [first, second, ...more] = await groups();
      expect(more).toEqual([]);
      expect(first).toMatchObject({
        queue: queues.records,
        code: 'no_service',
        error: 'no service is called <value>',
        counts: { open: 3, discarded: 1 },
        firstSeen: longAgo.toISOString(),
      });
      const { trend } = first as { trend: number[] };
      expect([trend.length, trend[23], trend[22], trend.reduce((sum, n) => sum + n)]).toEqual([24, 1, 2, 3]);
      expect(second).toMatchObject({ code: 'no_staff', counts: { open: 1 } });
      const { stdout } = await box.callbook('dlq', 'groups');
      expect(stdout).toContain('4 dead letters are open, of 2 causes.');
      expect(stdout).toContain('█▄');
    });

    it('leaves out what is settled, unless all are asked for', async () => {
      const [one = ''] = await keep(letterOf('one'));
      await box.callbook('dlq', 'discard', one, '--why', 'spec');
      expect(await groups()).toEqual([]);
      expect(await groups('--all')).toMatchObject([{ counts: { discarded: 1 } }]);
    });

    it('bears a note and an owner, which stay when more comes, and are written down', async () => {
      await keep(letterOf('one'));
      const [{ id = '' } = {}] = await groups();
      const group = String(id);
      await box.callbook('dlq', 'note', group, 'Eva adds the service', '--by', 'anna');
      expect(await box.callbook('dlq', 'own', group, 'ben', '--by', 'anna')).toMatchObject({ exitCode: 0 });
      expect((await box.callbook('dlq', 'own', group, 'ben')).stdout).toContain('nothing was changed');
      await keep(letterOf('two', { deadAt: at(9) }));
      expect(await groups('--owner', 'ben')).toMatchObject([{ note: 'Eva adds the service', counts: { open: 2 } }]);
      await box.callbook('dlq', 'note', group, '--clear', '--by', 'cem');
      expect(await groups()).toMatchObject([{ note: null, owner: 'ben' }]);
      expect(await acts('--group', group)).toMatchObject([
        { actor: 'cem', act: 'noted', result: { removed: true } },
        { actor: 'anna', act: 'owned', result: { owner: 'ben' } },
        { actor: 'anna', act: 'noted', result: { removed: false } },
      ]);
    });
  });

  describe('show', () => {
    it('tells people why it died, what it says and what to do', async () => {
      const [id = ''] = await keep(letterOf('one'));
      const { stdout } = await box.callbook('dlq', 'show', id.slice(0, 8));
      for (const text of [
        id,
        'Its consumer gave up with no_service. It was handed over 6 times within 70 min.',
        'no_service: no service is called "Föhnen"',
        '"correlationid": "call_one"',
        'x-callbook-code',
        'callbook dlq plan',
      ])
        expect(stdout).toContain(text);
    });

    it.each([
      ['nothing', Buffer.alloc(0), '(empty)'],
      ['bytes', Buffer.from([0, 255]), '00 ff'],
      ['5 MB', Buffer.alloc(5 * 1024 * 1024, 'x'), '--full shows all'],
      ['no JSON', Buffer.from('Guten Tag'), 'Guten Tag'],
    ])('shows a body that is %s', async (_, body, text) => {
      const [id = ''] = await keep(letterOf('strange', { body, code: 'unreadable' }));
      const { exitCode, stdout } = await box.callbook('dlq', 'show', id);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(text);
      expect(stdout.length).toBeLessThan(10_000);
      expect(Buffer.from(String((await shown(id)).body), 'base64').equals(body)).toBe(true);
    });
  });

  describe('edit', () => {
    const edit = (id: string, ...args: string[]) =>
      box.callbook('dlq', 'edit', id, '--why', 'wrong zone', '--by', 'anna', ...args);
    const inForce = async (id: string) => {
      const { editedBody } = await shown(id);
      return editedBody === null
        ? null
        : (JSON.parse(Buffer.from(String(editedBody), 'base64').toString()) as Record<string, unknown>);
    };

    it('sets values, keeps the original, shows the difference, and is written down without what was said', async () => {
      const [id = ''] = await keep(letterOf('one'));
      const { exitCode, stdout } = await edit(
        id,
        '--set',
        'data.attendeeAsSaid.name=Eva Müller',
        '--set',
        'data.durationMinutes=45',
      );
      expect(exitCode).toBe(0);
      expect(stdout).toContain('+ data.attendeeAsSaid.name: "Eva Müller"');
      expect(await inForce(id)).toMatchObject({
        id: eventOf('one').id,
        data: { attendeeAsSaid: { name: 'Eva Müller' } },
      });
      const { body, edits } = await shown(id);
      expect(Buffer.from(String(body), 'base64').toString()).toBe(JSON.stringify(eventOf('one')));
      expect(edits).toMatchObject([{ why: 'wrong zone', editedBy: 'anna', undoneAt: null }]);
      const [act] = await acts('--letter', id);
      expect(act).toMatchObject({
        actor: 'anna',
        act: 'edited',
        why: 'wrong zone',
        result: { fields: expect.arrayContaining(['data.attendeeAsSaid.name']) as string[] },
      });
      expect(JSON.stringify(act)).not.toContain('Müller');
    });

    it('shows what it would do, and does not, with --dry-run', async () => {
      const [id = ''] = await keep(letterOf('one'));
      expect((await edit(id, '--set', 'data.attendeeAsSaid.name=Eva', '--dry-run')).stdout).toContain(
        'Nothing was changed.',
      );
      expect([await inForce(id), await acts()]).toEqual([null, []]);
    });

    it.each([
      [['--set', 'data.start=tomorrow'], 'data.start'],
      [['--remove', 'company'], 'company'],
      [['--set', 'type=booking.requested.v1'], 'type'],
      [['--set', `id=${derivedId('another')}`], 'id'],
      [['--set', 'data.nothing.here=1'], 'there is no data.nothing'],
      [['--set', 'company="salon-lindenhof"'], 'says the same'],
    ])('refuses %j and names %s', async (args, named) => {
      const [id = ''] = await keep(letterOf('one'));
      expect(await edit(id, ...args)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(named) as string });
      expect([await inForce(id), await acts()]).toEqual([null, []]);
    });

    it('does what breaks the contract when forced to, and says what it breaks; what is no JSON never', async () => {
      const [id = ''] = await keep(letterOf('one'));
      const forced = await edit(id, '--set', 'data.start=tomorrow', '--force');
      expect(forced).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('Breaks the contract: data.start') as string,
      });
      expect(await acts()).toMatchObject([{ result: { breaks: ['data.start'] } }]);
      expect(await edit(id, '--file', __filename, '--force')).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('not JSON') as string,
      });
    });

    it('replaces a body that was no JSON', async () => {
      const [id = ''] = await keep(letterOf('one', { body: Buffer.from('{"id": "cut'), code: 'unreadable' }));
      expect((await edit(id, '--set', 'id=x')).stderr).toContain('--file');
      const folder = await mkdtemp(join(tmpdir(), 'callbook-dlq-'));
      await writeFile(join(folder, 'body.json'), JSON.stringify(eventOf('one')));
      expect(await edit(id, '--file', join(folder, 'body.json'))).toMatchObject({ exitCode: 0 });
      await rm(folder, { recursive: true });
      expect(await inForce(id)).toMatchObject({ type: 'booking.created.v1' });
    });

    it('of an edit begins with what is in force, and is undone to it, and to the original after that', async () => {
      const [id = ''] = await keep(letterOf('one'));
      const name = async () =>
        ((await inForce(id))?.data as { attendeeAsSaid: { name: string } } | undefined)?.attendeeAsSaid.name;
      await edit(id, '--set', 'data.attendeeAsSaid.name=Eva');
      await edit(id, '--set', 'data.attendeeAsSaid.name=Ida');
      expect(await name()).toBe('Ida');
      const undo = () => box.callbook('dlq', 'undo', id, '--why', 'no', '--by', 'anna');
      expect((await undo()).stdout).toContain('The edit is undone');
      expect(await name()).toBe('Eva');
      await undo();
      expect(await inForce(id)).toBeNull();
      expect(await undo()).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('Nothing was decided') as string,
      });
      expect((await acts('--letter', id)).map(({ act }) => act)).toEqual(['undone', 'undone', 'edited', 'edited']);
    });

    it.each(['replaying', 'resolved', 'discarded', 'too_late'])('is refused when the letter is %s', async (state) => {
      const [id = ''] = await keep(letterOf('one'));
      await box.database.query('UPDATE ops.dead_letters SET state = $1', [state]);
      expect(await edit(id, '--set', 'data.attendeeAsSaid.name=Eva')).toMatchObject({ exitCode: 1 });
      expect(await acts()).toEqual([]);
    });
  });

  describe('discard and undo', () => {
    it('put an open letter away with a reason, and back', async () => {
      const [id = ''] = await keep(letterOf('one'));
      expect(await box.callbook('dlq', 'discard', id, '--why', 'a test', '--by', 'anna')).toMatchObject({
        exitCode: 0,
      });
      expect(await shown(id)).toMatchObject({ state: 'discarded' });
      expect((await box.callbook('dlq', 'discard', id, '--why', 'again')).exitCode).toBe(1);
      expect(await box.callbook('dlq', 'undo', id, '--why', 'needed', '--by', 'ben')).toMatchObject({ exitCode: 0 });
      expect(await shown(id)).toMatchObject({ state: 'open' });
      expect(await acts('--letter', id)).toMatchObject([
        { actor: 'ben', act: 'undone', why: 'needed', result: { undone: 'discard' } },
        { actor: 'anna', act: 'discarded', why: 'a test' },
      ]);
      expect(await acts('--by', 'ben')).toHaveLength(1);
    });

    it('bring back what was found too late, and what was sent and got lost', async () => {
      const [id = ''] = await keep(letterOf('one'));
      await box.database.query(`UPDATE ops.dead_letters SET state = 'too_late'`);
      expect((await box.json('dlq', 'undo', id, '--why', 'x')).answer).toMatchObject({ undone: 'too_late' });
      await box.database.query(`UPDATE ops.dead_letters SET state = 'replaying'`);
      expect((await box.json('dlq', 'undo', id, '--why', 'x')).answer).toMatchObject({ undone: 'waiting' });
      expect(await shown(id)).toMatchObject({ state: 'open' });
      await box.database.query(`UPDATE ops.dead_letters SET state = 'resolved'`);
      expect((await box.callbook('dlq', 'undo', id, '--why', 'x')).exitCode).toBe(1);
    });

    it('of a group first say how many', async () => {
      await keep(letterOf('one'), letterOf('two'), letterOf('three', { code: 'no_staff' }));
      const [{ id = '' } = {}] = await groups('--code', 'no_service');
      const discard = (...args: string[]) => box.json('dlq', 'discard', '--group', String(id), '--why', 'x', ...args);
      expect((await discard()).answer).toMatchObject({ wouldDiscard: 2 });
      expect(await ids()).toHaveLength(3);
      expect(((await discard('--yes')).answer.discarded as string[]).length).toBe(2);
      expect(await ids()).toHaveLength(1);
      expect(await acts()).toHaveLength(2);
    });

    it('cannot bring back what was erased', async () => {
      const [id = ''] = await keep(letterOf('one'));
      await box.database.query(`UPDATE ops.dead_letters SET body = '', error = 'erased', state = 'discarded'`);
      expect(await box.callbook('dlq', 'undo', id, '--why', 'x')).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('erased') as string,
      });
    });
  });
});

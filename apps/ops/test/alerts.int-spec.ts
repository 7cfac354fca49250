import { createHmac, randomUUID } from 'node:crypto';
import { createDataSource, migrate, roles } from '@callbook/database';
import { eventually, testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import type { AlertChannel } from '../src/alerts/alert-channels';
import { AlertOutbox } from '../src/alerts/alert-outbox';
import { DeliverAlerts } from '../src/alerts/deliver-alerts';
import { RaiseAlerts } from '../src/alerts/raise-alerts';
import { runCommandLine } from '../src/cli/run-command-line';
import { AlertReceiver } from './support/alert-receiver';

const signingKey = Buffer.alloc(32, 5);

describe('alerts', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let raise: RaiseAlerts;
  const receiver = new AlertReceiver();

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    dataSource = await database.connect(createDataSource, 'callbook_ops');
    raise = new RaiseAlerts(dataSource);
    await receiver.open();
  });
  afterAll(async () => {
    await receiver.close();
    await database.close();
  });
  beforeEach(async () => {
    await database.query('TRUNCATE ops.dead_letter_groups, ops.alerts CASCADE');
    receiver.received.length = 0;
    receiver.behaviour = 200;
  });

  /** A group with open letters that died at once. @returns its id */
  async function groupOf(
    letters: number,
    { code = 'no_service', eventType = 'booking.created.v1' } = {},
  ): Promise<string> {
    const group = randomUUID();
    await database.query(
      `INSERT INTO ops.dead_letter_groups (id, queue, code, error, event_type, company, first_seen, last_seen)
       VALUES ($1, 'records.booking-created', $2, 'no service is called …', $3, 'salon-lindenhof', now(), now())`,
      [group, code, eventType],
    );
    await more(group, letters);
    return group;
  }
  async function more(group: string, letters: number): Promise<void> {
    await database.query(
      `WITH letter AS (
         INSERT INTO ops.dead_letters (id, group_id, queue, code, error, dead_at, properties, headers, body)
         SELECT gen_random_uuid(), $1, 'records.booking-created', 'no_service', 'no service is called Jonas Weber', now(), '{}', '{}', 'Jonas Weber'
         FROM generate_series(1, $2) RETURNING id, group_id, code, dead_at
       ), death AS (
         INSERT INTO ops.dead_letter_deaths (id, dead_letter_id, group_id, code, dead_at) SELECT gen_random_uuid(), id, group_id, code, dead_at FROM letter
       )
       UPDATE ops.dead_letter_groups SET last_seen = now() WHERE id = $1`,
      [group, letters],
    );
  }
  /** As if everything had happened so many minutes earlier. */
  const later = (minutes: number) =>
    database.query(`
      UPDATE ops.dead_letters SET dead_at = dead_at - interval '${minutes} min', state_since = state_since - interval '${minutes} min';
      UPDATE ops.dead_letter_deaths SET dead_at = dead_at - interval '${minutes} min', stored_at = stored_at - interval '${minutes} min';
      UPDATE ops.dead_letter_groups SET first_seen = first_seen - interval '${minutes} min', last_seen = last_seen - interval '${minutes} min';
      UPDATE ops.incidents SET opened_at = opened_at - interval '${minutes} min', grown_at = grown_at - interval '${minutes} min', ended_at = ended_at - interval '${minutes} min';
      UPDATE ops.alerts SET raised_at = raised_at - interval '${minutes} min', addressed_at = addressed_at - interval '${minutes} min';
      UPDATE ops.alert_deliveries SET next_try_at = next_try_at - interval '${minutes} min'`);
  const raised = async () => {
    const rows = await database.query('SELECT content FROM ops.alerts ORDER BY seq');
    return rows.map(({ content }) => {
      const { kind, because } = content as { kind: string; because?: string };
      return because ? `${kind}: ${because}` : kind;
    });
  };

  /** Once round, as ops does it for each of its channels. */
  function opsDelivering(channels: readonly AlertChannel[]) {
    const outbox = new AlertOutbox(dataSource);
    const each = channels.map((channel) => new DeliverAlerts(outbox, channel, { signingKey, pausesMs: [0] }));
    return {
      execute: async () => {
        await outbox.address(channels.map(({ name }) => name));
        return (await Promise.all(each.map((one) => one.execute()))).includes(true);
      },
    };
  }

  describe('are raised', () => {
    it('for the first letter at once, then for growth, at most once an hour, and when it is over', async () => {
      const group = await groupOf(1);
      await raise.execute();
      await raise.execute();
      expect(await raised()).toEqual(['new']);
      await more(group, 25);
      await raise.execute();
      await more(group, 25);
      await raise.execute();
      expect(await raised()).toEqual(['new', 'growing']);
      await later(60);
      await more(group, 25);
      await raise.execute();
      expect(await raised()).toEqual(['new', 'growing', 'growing']);
      await database.query(`UPDATE ops.dead_letters SET state = 'resolved', state_since = now()`);
      await raise.execute();
      await raise.execute();
      expect(await raised()).toEqual(['new', 'growing', 'growing', 'over: settled']);
    });

    it('as growing for many that had died long before the mover could bring them', async () => {
      const group = await groupOf(1);
      await raise.execute();
      await more(group, 25);
      await database.query(`UPDATE ops.dead_letter_deaths SET dead_at = dead_at - interval '5 hours'`);
      await raise.execute();
      expect(await raised()).toEqual(['new', 'growing']);
    });

    it('not again for incidents of long ago, however many there were', async () => {
      const group = await groupOf(1);
      await database.query(
        `INSERT INTO ops.incidents (id, group_id, opened_at, ended_at)
         SELECT gen_random_uuid(), $1, now() + n * interval '1 min', now() + (n + 1) * interval '1 min' FROM generate_series(0, 20) AS n`,
        [group],
      );
      await raise.execute();
      expect(await raised()).toEqual([]);
    });

    it('as quiet when none came for an hour, and as new when another comes after that', async () => {
      const group = await groupOf(1);
      await raise.execute();
      await later(61);
      await raise.execute();
      await later(300);
      await raise.execute();
      expect(await raised()).toEqual(['new', 'over: quiet']);
      await more(group, 1);
      await raise.execute();
      expect(await raised()).toEqual(['new', 'over: quiet', 'new']);
    });

    it('for a letter that had died long before the mover brought it', async () => {
      await groupOf(1);
      await later(9_000);
      await raise.execute();
      await raise.execute();
      expect(await raised()).toEqual(['new']);
    });

    it('as new for a letter that had died before it was quiet, and was brought after that', async () => {
      const group = await groupOf(1);
      await raise.execute();
      await later(61);
      await raise.execute();
      await later(10);
      await more(group, 1);
      await database.query(
        `UPDATE ops.dead_letters SET dead_at = dead_at - interval '3 hours' WHERE state_since > now() - interval '1 min'`,
      );
      await database.query(`UPDATE ops.dead_letter_groups SET last_seen = first_seen`);
      await raise.execute();
      expect(await raised()).toEqual(['new', 'over: quiet', 'new']);
    });

    it('once, however many replicas look at the same time', async () => {
      await groupOf(3);
      const others = await Promise.all([1, 2, 3].map(() => database.connect(createDataSource, 'callbook_ops')));
      const looks = [raise, ...others.map((other) => new RaiseAlerts(other))];
      for (let times = 0; times < 5; times += 1) await Promise.all(looks.map((look) => look.execute()));
      expect(await raised()).toEqual(['new']);
    });

    it('together when many causes come at once', async () => {
      for (let index = 0; index < 12; index += 1) await groupOf(1, { code: `cause_${index}` });
      await raise.execute();
      const [{ content }] = (await database.query('SELECT content FROM ops.alerts')) as [
        { content: { groups: number; about: object[] } },
      ];
      expect(await raised()).toEqual(['many']);
      expect([content.groups, content.about.length]).toEqual([12, 10]);
    });

    it('without anybody’s data, whatever a message says of itself', async () => {
      await groupOf(1, { code: 'Jonas Weber, +4915112345678', eventType: 'jonas.weber@kunde.example' });
      await raise.execute();
      const told = JSON.stringify(await database.query('SELECT content FROM ops.alerts'));
      expect(told).toContain('"code":"other","open":1');
      expect(told).not.toMatch(/jonas|4915112345678|no service is called/i);
    });
  });

  describe('are delivered', () => {
    const channel = (name: string, kind: 'slack' | 'json' = 'json', url = receiver.url) => ({ name, kind, url });
    const deliverer = (...channels: ReturnType<typeof channel>[]) => opsDelivering(channels);
    const all = async (deliver: ReturnType<typeof opsDelivering>) => {
      while (await deliver.execute());
    };
    const state = () =>
      database.query(
        `SELECT channel, tries, problem, delivered_at IS NOT NULL AS delivered FROM ops.alert_deliveries ORDER BY channel`,
      );

    it('as a document that is signed, and as text for Slack', async () => {
      const group = await groupOf(2);
      await raise.execute();
      await all(deliverer(channel('pager'), channel('team', 'slack')));
      expect(receiver.received).toHaveLength(2);
      const [pager, team] = [
        receiver.received.find(({ document }) => 'kind' in document)!,
        receiver.received.find(({ document }) => !('kind' in document))!,
      ];
      expect(pager.document).toMatchObject({
        kind: 'new',
        id: pager.id,
        about: { group, open: 2, queue: 'records.booking-created' },
      });
      expect(Object.keys(team.document)).toEqual(['text']);
      expect(team.document.text).toContain(`callbook dlq ls --group ${group}`);
      const signed = `${pager.id}.${String(pager.headers['webhook-timestamp'])}.${pager.body}`;
      const expected = `v1,${createHmac('sha256', signingKey).update(signed).digest('base64')}`;
      expect(pager.headers['webhook-signature']).toBe(expected);
    });

    it('again and again under the same id, while the other side answers 500, until it takes them', async () => {
      await groupOf(1);
      await raise.execute();
      receiver.behaviour = 500;
      const deliver = deliverer(channel('pager'));
      for (let times = 0; times < 3; times += 1) await deliver.execute();
      expect(await state()).toEqual([{ channel: 'pager', tries: 3, problem: 'answered 500', delivered: false }]);
      receiver.behaviour = 200;
      await all(deliver);
      await all(deliver);
      expect(await state()).toEqual([{ channel: 'pager', tries: 4, problem: null, delivered: true }]);
      expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
      expect(receiver.received).toHaveLength(4);
    });

    it('in their order when the other side was away and comes back', async () => {
      const group = await groupOf(1);
      await raise.execute();
      const deliver = deliverer(channel('pager'));
      await receiver.close();
      await deliver.execute();
      expect(await state()).toMatchObject([
        { problem: expect.stringMatching(/^not reached/) as string, delivered: false },
      ]);
      await more(group, 30);
      await raise.execute();
      await receiver.open();
      await eventually('both got through', async () => {
        await deliver.execute();
        return receiver.received.length === 2;
      });
      expect(receiver.received.map(({ document }) => document.kind)).toEqual(['new', 'growing']);
    });

    it('to a channel that works while another one is silent', async () => {
      const silent = await new AlertReceiver().open();
      silent.behaviour = 'silence';
      await groupOf(1);
      await raise.execute();
      const slow = deliverer(channel('silent', 'json', silent.url), channel('works')).execute();
      await eventually('the one that works has it', async () => receiver.received.length === 1);
      await eventually('the silent one was asked', async () => silent.received.length === 1);
      expect(await state()).toMatchObject([{ channel: 'silent', delivered: false }, { channel: 'works' }]);
      await silent.close();
      expect(await slow).toBe(true);
      expect(await state()).toMatchObject([
        { channel: 'silent', problem: expect.stringMatching(/not reached/) as string, delivered: false },
        { channel: 'works', delivered: true },
      ]);
    });

    it('nowhere but to the address that is set: a redirect is not followed', async () => {
      receiver.behaviour = 302;
      await groupOf(1);
      await raise.execute();
      await deliverer(channel('pager')).execute();
      expect(await state()).toMatchObject([{ problem: 'answered 302', delivered: false }]);
      expect(receiver.received.map(({ path }) => path)).toEqual(['/alerts']);
    });

    it('until a day has passed: then they are given up, and listed as that', async () => {
      receiver.behaviour = 500;
      await groupOf(1);
      await raise.execute();
      const deliver = deliverer(channel('pager'));
      await deliver.execute();
      await later(24 * 60);
      await deliver.execute();
      await deliver.execute();
      expect(receiver.received).toHaveLength(2);
      expect(await alerts('ls')).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('given up') as string });
    });

    it('once, however many replicas deliver at the same time', async () => {
      const group = await groupOf(1);
      await raise.execute();
      await more(group, 30);
      await raise.execute();
      await Promise.all([1, 2, 3, 4].map(() => all(deliverer(channel('pager'), channel('team', 'slack')))));
      expect(receiver.received).toHaveLength(4);
    });
  });

  async function alerts(...args: string[]) {
    const [stdout, stderr]: [string[], string[]] = [[], []];
    const env = { OPS_DATABASE_URL: database.urlFor('callbook_ops') };
    const line = { env, stdout: (text: string) => stdout.push(text), stderr: (text: string) => stderr.push(text) };
    const exitCode = await runCommandLine(['alerts', ...args], line as never);
    return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
  }

  describe('callbook alerts', () => {
    /** As ops does it, until the work is done. */
    async function whileOpsDelivers<T>(channels: readonly AlertChannel[], work: Promise<T>): Promise<T> {
      const deliver = opsDelivering(channels);
      let isDone = false;
      const done = work.finally(() => (isDone = true));
      while (!isDone) await deliver.execute();
      return done;
    }

    it('test says that it got through, and where', async () => {
      const told = await whileOpsDelivers(
        [{ name: 'pager', kind: 'json', url: receiver.url }],
        alerts('test', '--by', 'anna'),
      );
      expect(told).toMatchObject({ exitCode: 0, stdout: 'It got through to pager.\n' });
      expect(receiver.received[0]?.document).toMatchObject({ kind: 'test', by: 'anna' });
      expect(await database.query('SELECT actor, act FROM ops.audit')).toEqual([
        { actor: 'anna', act: 'alerts.tested' },
      ]);
    });

    it('test says when ops has no channel', async () => {
      const told = await whileOpsDelivers([], alerts('test'));
      expect(told).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Set ALERT_WEBHOOKS') as string });
    });

    it('ls ends with 0 when all got through, and with 1 when one has not for ten minutes', async () => {
      await groupOf(1);
      await raise.execute();
      expect(await alerts('ls')).toMatchObject({ exitCode: 0 });
      await later(11);
      expect(await alerts('ls', '--json')).toMatchObject({ exitCode: 1 });
      expect(await alerts('ls', '--limit', '0')).toMatchObject({ exitCode: 2 });
    });
  });
});

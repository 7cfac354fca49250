import { catalogueFromFile, type Service } from '@callbook/catalogue';
import type { Alternative, Availability } from '@callbook/contracts';
import { catalogueFile } from '../../test/support/catalogue';
import { VirtualTime } from '../../test/support/virtual-time';
import { LookUpFreeTimes } from './look-up-free-times';
import { readWhen } from './said-wish';

const catalogue = catalogueFromFile(catalogueFile);
const service = catalogue.findService('salon-lindenhof', 'Herrenhaarschnitt') as Service;
const company = { slug: 'salon-lindenhof', timeZone: 'Europe/Berlin' };
const slot = (start: string): Alternative => ({ start, staffId: null });

function scene(free: (question: Availability) => readonly Alternative[] | 'unavailable') {
  const time = new VirtualTime(new Date('2026-11-21T10:00:00Z'));
  const asked: Availability[] = [];
  const lookUp = new LookUpFreeTimes(
    {
      lookUp: async (question, { timeoutMs }) => {
        expect(timeoutMs).toBeGreaterThan(0);
        asked.push(question);
        const slots = free(question);
        return slots === 'unavailable' ? { slots: [], problem: slots } : { slots: [...slots], problem: 'none' };
      },
    },
    time,
  );
  const search = (args: Record<string, unknown>, by = new Date('2026-11-21T10:00:08Z')) => {
    const read = readWhen(args, { timeZone: company.timeZone, now: time.now() });
    if ('problem' in read) throw new Error(read.problem);
    return lookUp.execute({ company, service, person: null, when: read.when }, by);
  };
  return { search, asked };
}

describe('looking up free times', () => {
  it('asks for what is nearest to a wished start, from its day on', async () => {
    const { search, asked } = scene(() => [slot('2026-11-26T09:00:00Z')]);
    await search({ start: '2026-11-26T10:00' });
    expect(asked).toEqual([
      {
        company: 'salon-lindenhof',
        serviceId: service.id,
        staffId: null,
        from: '2026-11-25T23:00:00.000Z',
        to: '2026-12-09T23:00:00.000Z',
        near: '2026-11-26T09:00:00.000Z',
        limit: 3,
      },
    ]);
  });

  it('asks day by day for a part of the day, and stops when there is enough', async () => {
    const { search, asked } = scene(({ from }) => [slot(from), slot(from)]);
    const found = await search({ from: '2026-11-24', to: '2026-11-28', part_of_day: 'morning' });
    expect(asked.map(({ from }) => from)).toEqual(['2026-11-23T23:00:00.000Z', '2026-11-24T23:00:00.000Z']);
    expect(found).toMatchObject({ slots: { length: 3 }, problem: 'none', isBeside: false });
  });

  it('looks beside a day on which nothing is free', async () => {
    const { search, asked } = scene(({ near }) => (near ? [slot('2026-11-27T09:00:00Z')] : []));
    const found = await search({ date: '2026-11-26' });
    expect(found).toMatchObject({ slots: { length: 1 }, isBeside: true });
    expect(asked[1]).toMatchObject({ from: '2026-11-25T23:00:00.000Z', to: '2026-12-09T23:00:00.000Z' });
  });

  it('knows that nothing is free on the day even when it cannot look beside it', async () => {
    const { search } = scene(({ near }) => (near ? 'unavailable' : []));
    expect(await search({ date: '2026-11-26' })).toMatchObject({ slots: [], problem: 'none', isBeside: true });
  });

  it('says nothing about what is free when the calendar could not be asked', async () => {
    const { search } = scene(() => 'unavailable');
    for (const args of [{}, { date: '2026-11-26' }, { start: '2026-11-26T10:00' }]) {
      expect(await search(args)).toMatchObject({ slots: [], problem: 'unavailable', isBeside: false });
    }
  });

  it('does not call a range empty of which it could see only a part', async () => {
    let questions = 0;
    const { search } = scene(() => (++questions === 1 ? [] : 'unavailable'));
    const found = await search({ from: '2026-11-24', to: '2026-11-25', part_of_day: 'morning' });
    expect(found).toMatchObject({ slots: [], problem: 'unavailable' });
  });

  it('asks nobody once the caller has waited long enough', async () => {
    const { search, asked } = scene(() => []);
    expect(await search({}, new Date('2026-11-21T10:00:00Z'))).toMatchObject({ problem: 'unavailable' });
    expect(asked).toEqual([]);
  });
});

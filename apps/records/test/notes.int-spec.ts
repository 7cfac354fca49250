import { AppointmentNoted, appointmentRowId, BookingRescheduled } from '@callbook/contracts';
import { bookingCreated, bookingFact, company, event } from './support/events';
import { act, People } from './support/people';
import { permutations } from './support/permutations';
import { RecordFixture } from './support/record-fixture';

describe('the note of an appointment', () => {
  let record: RecordFixture;
  let people: People;

  beforeAll(async () => {
    record = await RecordFixture.open();
    people = new People(record);
  });
  afterAll(() => record.close());

  async function booked() {
    const fact = bookingFact();
    await record.tell(bookingCreated(fact));
    return { fact, id: appointmentRowId(company, fact.rootUid) };
  }

  it('is written by people, and no fact overwrites it', async () => {
    const { fact, id } = await booked();
    expect(await people.note(id, 'brings her own towel')).toEqual({ result: 'done' });
    await record.tell(event(BookingRescheduled, { ...fact, revision: fact.revision + 1, notes: 'as booked' }));
    expect(await record.appointment(fact)).toMatchObject({ notes: 'brings her own towel', booking_notes: 'as booked' });
    expect(await people.note(id, null)).toEqual({ result: 'done' });
    expect(await record.appointment(fact)).toMatchObject({ notes: null });
    expect(await people.note(id, null)).toEqual({ result: 'unchanged' });
  });

  it('is told to everybody, and known already when its event comes back', async () => {
    const { id } = await booked();
    await people.note(id, 'first');
    await people.note(id, 'second');
    const events = (await record.published(id)).filter(({ type }) => type === AppointmentNoted.type);
    expect(events).toMatchObject([
      { data: { appointmentId: id, actor: 'anna', why: 'the caller said so', notes: 'first' } },
      { data: { notes: 'second' } },
    ]);
    for (const told of events) await people.tell(told);
    expect(await record.row('SELECT notes FROM records.appointments WHERE id = $1', id)).toEqual({ notes: 'second' });
  });

  it('is refused to whoever looked at an older version, also when a fact made the newer one', async () => {
    const { fact, id } = await booked();
    const { version } = await record.appointment(fact);
    await record.tell(event(BookingRescheduled, { ...fact, revision: fact.revision + 1, location: 'elsewhere' }));
    const refused = (refusal: string) => ({ result: 'refused', refusal });
    expect(await people.note(id, 'late', { version: Number(version) })).toEqual(refused('version_mismatch'));
    expect(await people.note(id, 'in time', { version: Number(version) + 1 })).toEqual({ result: 'done' });
    expect(await people.note(id, 'late', { version: Number(version) + 1 })).toEqual(refused('version_mismatch'));
    expect(await people.note(appointmentRowId(company, 'nowhere'), 'x')).toEqual(refused('appointment_unknown'));
    expect(await record.appointment(fact)).toMatchObject({ notes: 'in time' });
  });

  it('of two who write at once from one version is that of one of them, and the other is told', async () => {
    const { fact, id } = await booked();
    const version = Number((await record.appointment(fact)).version);
    const both = await Promise.all(['one', 'other'].map((text) => people.note(id, text, { version })));
    expect(both.map(({ result }) => result).sort()).toEqual(['done', 'refused']);
  });

  it('is the latest one written, in whatever order the acts arrive, twice, and before the appointment is known', async () => {
    for (const order of permutations([1, 2, 3])) {
      const fact = bookingFact();
      const appointmentId = appointmentRowId(company, fact.rootUid);
      const acts = order.map((minute) => act(AppointmentNoted, minute, { appointmentId, notes: `note ${minute}` }));
      await expect(people.tell(acts[0]!)).rejects.toMatchObject({ code: 'appointment_not_recorded' });
      await record.tell(bookingCreated(fact));
      for (const one of [...acts, ...acts]) await people.tell(one);
      expect(await record.appointment(fact)).toMatchObject({ notes: 'note 3' });
    }
  });
});

import { type Journey, startJourney } from './support/journey';

/** The sample catalogue and the sandbox, as `npm start` brings them together. */
describe('the sample catalogue', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await startJourney({ unlimited: true });
  }, 90_000);
  afterAll(() => journey?.end(), 60_000);

  const check = async () =>
    JSON.parse(await journey.callbook.operate('catalogue', 'check', '--json')) as {
      ok: boolean;
      companies: {
        company: string;
        status: string;
        eventTypes: number;
        findings: { kind: string; severity: string }[];
      }[];
    };

  it('fits the simulated Cal.com, asked through booking out of what reconciliation may ask', async () => {
    const { ok, companies } = await check();
    expect(ok).toBe(true);
    expect(companies).toMatchObject([
      { company: 'praxis-am-markt', status: 'clean', findings: [] },
      { company: 'salon-lindenhof', status: 'clean', eventTypes: 20 },
    ]);
    const [, salon] = companies;
    expect(salon?.findings.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['field_not_sent', 'information'],
      ['event_type_unused', 'information'],
    ]);
    const asked = journey.calcom.requests.all().map(({ operation }) => operation);
    expect(new Set(asked)).toEqual(
      new Set(['list-event-types', 'list-teams', 'list-team-event-types', 'get-event-type']),
    );
    expect(asked.length).toBeLessThanOrEqual(14);
  });
});

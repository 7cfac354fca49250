import { sampleCatalogue } from '../../test/sample-catalogue';
import { CatalogueFileError, type FileProblem } from './catalogue-file-problem';
import { parseCatalogueFile } from './parse-catalogue-file';

describe('a catalogue file', () => {
  it('is right as it ships', () => {
    expect([...parseCatalogueFile(sampleCatalogue()).companies.keys()]).toEqual(['salon-lindenhof', 'praxis-am-markt']);
  });

  it.each<[string, Record<string, string>, string, string]>([
    [
      'an unknown time zone',
      { 'Europe/Berlin': 'Europe/Lindenhof' },
      'companies.salon-lindenhof.timeZone',
      'must be a time zone, such as Europe/Berlin',
    ],
    [
      'a wrong e-mail address',
      { 'anna.berger@salon-lindenhof.example': 'anna.berger' },
      'companies.salon-lindenhof.staff.anna.email',
      'must be an e-mail address',
    ],
    [
      'a price without currency',
      { '89.00 EUR': '89.00' },
      'companies.salon-lindenhof.services.faerben.price',
      'must be an amount and a currency, such as 32.00 EUR',
    ],
    [
      'a telephone number that YAML read as a number',
      { "'+49 30 12345670'": '+493012345670' },
      'companies.salon-lindenhof.branches.lindenhof.phoneNumbers',
      "must be a list of international numbers in quotes, such as '+49 30 12345670'",
    ],
    [
      'a misspelt field',
      { 'contactRule: ask': 'contactrule: ask' },
      'companies.salon-lindenhof.contactrule',
      'is not a known field',
    ],
    [
      'a key that cannot stand in an address',
      { 'praxis-am-markt:\n': 'Praxis am Markt:\n' },
      'companies',
      'keys are lower-case letters, digits and hyphens, 40 at most',
    ],
    [
      'hours that end before they begin',
      { 'saturday: 09:00-14:00': 'saturday: 14:00-09:00' },
      'companies.salon-lindenhof.branches.lindenhof.openingHours.saturday',
      'must be 09:00-18:30, or a list of such spans that do not overlap',
    ],
    [
      'a performer whom the company does not have',
      { 'staff:\n          mehmet:': 'staff:\n          mehmed:' },
      'companies.salon-lindenhof.services.herrenhaarschnitt.staff.mehmed',
      'there is no staff "mehmed" in this company',
    ],
    [
      'a segment by somebody whom the company does not have',
      { 'calcomEventType: 2023, staff: anna': 'calcomEventType: 2023, staff: lena' },
      'companies.salon-lindenhof.services.dauerwelle.segments.3.staff',
      'there is no staff "lena" in this company',
    ],
    [
      'a segment that is booked without anybody',
      { 'minutes: 20 }': 'minutes: 20, calcomEventType: 2024 }' },
      'companies.salon-lindenhof.services.dauerwelle.segments.1',
      'has either both staff and calcomEventType, or neither',
    ],
    [
      'an event type of two services',
      { 'calcomEventType: 2012': 'calcomEventType: 2001' },
      'companies.salon-lindenhof.services.damenhaarschnitt.staff.sofia.calcomEventType',
      'the event type 2001 already stands for another service',
    ],
    [
      'a name that would lead to two services',
      { 'Herrenschnitt]': 'FÖHNEN]' },
      'companies.salon-lindenhof.services.waschen-und-foehnen.aliases.0',
      '"foehnen" also names another service',
    ],
    [
      'a Cal.com user who is two people',
      { 'calcomUserId: 1002': 'calcomUserId: 1001' },
      'companies.salon-lindenhof.staff.mehmet.calcomUserId',
      'the Cal.com user 1001 is already somebody else',
    ],
    [
      'an agent of two companies',
      { agent_sandbox_praxis: 'agent_sandbox_lindenhof' },
      'companies.praxis-am-markt.retell.agents.0',
      'the agent agent_sandbox_lindenhof is already named',
    ],
    [
      'a telephone number of two branches, however written',
      { "'+49 30 12345680'": "'+493012345670'" },
      'companies.praxis-am-markt.branches.markt.phoneNumbers.0',
      'the number +493012345670 already belongs to a branch',
    ],
    [
      'a choice of hosts that is neither true nor false',
      { 'calcomEventType: 2004': 'calcomEventType: 2004\n        hostSubsets: "yes"' },
      'companies.salon-lindenhof.services.faerben.hostSubsets',
      'must be true or false',
    ],
    [
      'a service without length',
      { '        minutes: 90\n': '' },
      'companies.salon-lindenhof.services.faerben.minutes',
      'is missing (only a service with segments goes without)',
    ],
    [
      'a length that contradicts the segments',
      { 'price: 120.00 EUR': 'price: 120.00 EUR\n        minutes: 90' },
      'companies.salon-lindenhof.services.dauerwelle.minutes',
      'follows from the segments: leave it out',
    ],
  ])('with %s is refused', (_, replacements, path, message) => {
    expect(problemsOf(sampleCatalogue(replacements))).toContainEqual({ path, message, line: expect.any(Number) });
  });

  it('with a secret in it is refused, and the secret is not repeated', () => {
    const [problem, ...others] = problemsOf(sampleCatalogue({ 'env:CALCOM_API_KEY': 'cal_live_d0n0ttell' }));
    expect(others).toEqual([]);
    expect(problem?.message).toContain('a secret itself never stands in the catalogue');
    expect(JSON.stringify(problem)).not.toContain('d0n0ttell');
  });

  it('tells everything that is wrong at once, with lines', () => {
    const text = sampleCatalogue({
      'Europe/Berlin': 'Europe/Lindenhof',
      '89.00 EUR': '89 euros',
      'calcomEventType: 2012': 'calcomEventType: 2002',
      agent_sandbox_praxis: 'agent_sandbox_lindenhof',
    });
    const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
    expect(problemsOf(text).map(({ line }) => line)).toEqual([
      lineOf('Europe/Lindenhof'),
      lineOf('sofia: { calcomEventType: 2002'),
      lineOf('89 euros'),
      text.split('\n').findLastIndex((line) => line.includes('agent_sandbox_lindenhof')) + 1,
    ]);
  });

  it.each(['', 'salon', '- salon', 'companies: 7', 'companies: [a]', 'companies: { a: 7 }'])(
    'that says only %j is refused',
    (text) => {
      expect(problemsOf(text)).not.toEqual([]);
    },
  );

  it('that is no YAML is refused with the line', () => {
    expect(problemsOf('companies:\n  a: 1\n  a: 2\n')).toEqual([
      { path: '', line: 3, message: 'Map keys must be unique' },
    ]);
  });
});

function problemsOf(text: string): readonly FileProblem[] {
  try {
    parseCatalogueFile(text);
  } catch (error) {
    if (error instanceof CatalogueFileError) return error.problems;
    throw error;
  }
  return [];
}

import { email, flag, instant, oneOf, personName, phone, reference, uuid, wholeNumber } from './parameter';
import { type BadParameters, type ParameterProblem, readParameters } from './read-parameters';

const spec = { from: instant, status: oneOf('pending', 'confirmed'), limit: wholeNumber(1, 200, 50), name: personName };

function problemsOf(given: Record<string, unknown>): readonly ParameterProblem[] {
  try {
    readParameters(spec, given);
  } catch (error) {
    return (error as BadParameters).problems;
  }
  throw new Error('nothing was found wrong');
}

describe('the parameters of a request', () => {
  it('are read, each as what it is, and may all be left out', () => {
    expect(readParameters(spec, {})).toEqual({});
    expect(readParameters(spec, { from: '2026-11-24T10:00:00+01:00', status: 'pending', limit: '7' })).toEqual({
      from: new Date('2026-11-24T09:00:00Z'),
      status: 'pending',
      limit: 7,
    });
  });

  it('are refused all together, each with what was expected and what to do', () => {
    expect(problemsOf({ from: 'yesterday', status: 'lost', limit: '201', colour: 'red' })).toEqual([
      {
        field: 'from',
        expected: expect.stringContaining('2026-11-24T10:00:00Z') as string,
        next: 'Correct it, or leave it out.',
      },
      { field: 'status', expected: 'one of pending, confirmed', next: 'Correct it, or leave it out.' },
      { field: 'limit', expected: 'a whole number from 1 to 200', next: 'Correct it, or leave it out.' },
      { field: 'colour', expected: 'one of the parameters from, status, limit, name', next: 'Leave it out.' },
    ]);
  });

  it('are refused when they come twice or empty', () => {
    expect(problemsOf({ limit: ['1', '2'] })).toMatchObject([{ field: 'limit', next: 'Give it once.' }]);
    expect(problemsOf({ limit: '' })).toMatchObject([{ field: 'limit', next: 'Give it a value, or leave it out.' }]);
  });

  it('are never repeated in what is said about them', () => {
    const said = JSON.stringify(problemsOf({ name: 'J\u0000nas Weber', status: 'Jonas', 'Jonas Weber': '1' }));
    expect(said).not.toMatch(/J.?nas/);
  });

  it('named like parts of every object are unknown ones', () => {
    expect(problemsOf({ constructor: 'x', toString: 'y' })).toHaveLength(2);
  });

  it.each([
    [uuid, '6F1C2F0E-5F0E-5D7E-9A51-2B1F6A3F8C11', '6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11'],
    [uuid, 'x', undefined],
    [instant, '2026-02-30T10:00:00Z', undefined],
    [instant, '2026-11-24', undefined],
    [instant, '2026-11-24T10:00:00', undefined],
    [instant, '2026-13-24T10:00:00Z', undefined],
    [flag, 'yes', undefined],
    [flag, 'false', false],
    [phone, '+49 151 12345678', '+4915112345678'],
    [phone, '0151', undefined],
    [email, 'Jonas@Example.org', 'jonas@example.org'],
    [email, 'jonas', undefined],
    [personName, 'ß', undefined],
    [personName, 'Søn', 'Søn'],
    [reference, 'lind 4m7k', 'LIND4M7K'],
    [reference, '--', undefined],
  ])('%# reads as told', (parameter, text, value) => {
    expect(parameter.read(text)).toEqual(value);
  });
});

import { saidText } from './said-text';

describe('what a model put into an argument', () => {
  it.each([
    ['  Jonas Weber ', 'Jonas Weber'],
    [30, '30'],
    ['Nona', 'Nona'],
    [['Jonas Weber'], 'Jonas Weber'],
  ])('%j is %j', (value, text) => {
    expect(saidText(value)).toBe(text);
  });

  it.each([
    '',
    '  ',
    'None',
    'null',
    'NULL',
    'undefined',
    'N/A',
    '{{caller_name}}',
    'Hi {{x}}',
    'unknown',
    'nicht angegeben',
    ['Anna', 'Jonas'],
    [['Anna']],
    null,
    undefined,
    true,
    {},
    [],
  ])('%j is nothing', (value) => {
    expect(saidText(value)).toBeNull();
  });
});

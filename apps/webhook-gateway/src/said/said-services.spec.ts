import { catalogueFromFile } from '@callbook/catalogue';
import { catalogueFile } from '../../test/support/catalogue';
import { readService, readServices } from './said-services';

const find = (asSaid: string) => catalogueFromFile(catalogueFile).findService('salon-lindenhof', asSaid);
const keys = (said: unknown) => {
  const read = readServices(said, find);
  return 'problem' in read ? read.problem : read.services.map(({ key }) => key);
};

describe('services as a model writes them', () => {
  it.each<[unknown, string[]]>([
    ['Färben', ['faerben']],
    [['Färben'], ['faerben']],
    [
      ['Färben', 'Herrenhaarschnitt'],
      ['faerben', 'herrenhaarschnitt'],
    ],
    ['Färben und Herrenhaarschnitt', ['faerben', 'herrenhaarschnitt']],
    ['Colouring, Men’s haircut', ['faerben', 'herrenhaarschnitt']],
    [['Färben', 'faerben'], ['faerben']],
    [['None', 'Färben', null], ['faerben']],
  ])('%j are %j', (said, known) => {
    expect(keys(said)).toEqual(known);
  });

  it.each<[unknown, string]>([
    [undefined, 'service_missing'],
    [[], 'service_missing'],
    ['None', 'service_missing'],
    [{ service: 'Färben' }, 'service_missing'],
    ['Zahnreinigung', 'service_unknown'],
    ['Färben und Zahnreinigung', 'service_unknown'],
    [['Färben', 'Zahnreinigung'], 'service_unknown'],
    ['und', 'service_unknown'],
  ])('%j are asked back as %s', (said, problem) => {
    expect(keys(said)).toBe(problem);
  });

  it('are three at most, and none is left out in silence', () => {
    const any = (asSaid: string) => ({ ...find('Färben')!, id: asSaid });
    expect(readServices(['a', 'b', 'c', 'd'], any)).toEqual({ problem: 'services_too_many' });
    expect(readServices(['a', 'b', 'c'], any)).toMatchObject({ services: { length: 3 } });
  });
});

describe('one service', () => {
  it('may not be two', () => {
    expect(readService('Färben und Herrenhaarschnitt', find)).toEqual({ problem: 'service_unknown' });
    expect(readService(['Färben', 'Herrenhaarschnitt'], find)).toEqual({ problem: 'service_missing' });
  });
});

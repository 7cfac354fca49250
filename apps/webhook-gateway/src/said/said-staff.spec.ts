import { catalogueFromFile, type Service } from '@callbook/catalogue';
import { catalogueFile } from '../../test/support/catalogue';
import { readStaff } from './said-staff';

const catalogue = catalogueFromFile(catalogueFile);
const haircut = catalogue.findService('salon-lindenhof', 'Herrenhaarschnitt') as Service;

describe('the person a caller wishes for', () => {
  it.each(['Mehmet', 'Herr Kaya', 'MEHMET KAYA'])('is found as %j', (said) => {
    expect(readStaff(said, haircut, catalogue)).toMatchObject({ person: { name: 'Mehmet Kaya' }, asSaid: said });
  });

  it.each([undefined, 'None', 'egal', 'No preference', '{{staff}}'])('does not matter with %j', (said) => {
    expect(readStaff(said, haircut, catalogue)).toEqual({ person: null, asSaid: null });
  });

  it.each(['Günther', 'Lena Vogt'])('%j does not perform the service: those who do are named', (said) => {
    expect(readStaff(said, haircut, catalogue)).toMatchObject({
      problem: 'staff_unknown',
      performers: [{ name: 'Mehmet Kaya' }],
    });
  });

  it('is left to booking when the catalogue names nobody for the service', () => {
    expect(readStaff('Günther', { ...haircut, performers: [] }, catalogue)).toEqual({
      person: null,
      asSaid: 'Günther',
    });
  });
});

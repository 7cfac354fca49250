import { catalogueFromFile, type Catalogue } from '@callbook/catalogue';
import { salonCatalogue } from '@callbook/testing';

export const catalogue: Catalogue = catalogueFromFile(salonCatalogue);

export function serviceNamed(key: string, company = 'salon-lindenhof') {
  const service = catalogue.findService(company, key);
  if (!service) throw new Error(`no service ${key}`);
  return { id: service.id, key };
}

export function staffNamed(name: string, company = 'salon-lindenhof'): string {
  const person = catalogue.findStaff(company, name);
  if (!person) throw new Error(`nobody is called ${name}`);
  return person.id;
}

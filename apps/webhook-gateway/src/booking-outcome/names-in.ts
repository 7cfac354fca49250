import type { Catalogue, Company } from '@callbook/catalogue';
import type { Names } from './refusals';

/** What people and services of the catalogue are called in the company's language. */
export function namesIn(catalogue: Catalogue, { language }: Pick<Company, 'language'>): Names {
  return {
    staff: (staffId) => catalogue.staff(staffId)?.name,
    service: (serviceId) => catalogue.service(serviceId)?.name[language],
  };
}

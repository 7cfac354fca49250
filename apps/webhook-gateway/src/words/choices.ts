import type { Catalogue, Company, Service, Staff } from '@callbook/catalogue';
import { type Answer, askBack } from './answer';
import { spokenList, spokenName } from './spoken';

/** Enough to choose from; a longer list is nothing to listen to. */
const mostChoices = 12;

/** The services there are. */
export function serviceChoice(catalogue: Catalogue, { slug, language }: Company): string {
  const services = catalogue.services(slug).slice(0, mostChoices);
  return spokenList(
    services.map(({ name }) => spokenName(name[language])),
    language,
    'conjunction',
  );
}

/** Asks who of those who perform the service it may be. */
export function staffChoice(service: Service, performers: readonly Staff[], company: Company): Answer {
  const { language } = company;
  const names = performers.slice(0, mostChoices).map(({ name }) => spokenName(name));
  return askBack('staff_unknown', company, {
    service: spokenName(service.name[language]),
    staff: spokenList(names, language, 'conjunction'),
  });
}

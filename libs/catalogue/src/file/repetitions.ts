import { foldedName } from '@callbook/contracts';
import type { CatalogueFile, CompanyEntry, ServiceEntry } from './catalogue-file';
import type { Contradiction } from './contradictions';
import { internationalNumber } from './file-decorators';

type Path = readonly string[];

/** A value and where it stands; an owner may repeat its own values. */
interface Said {
  readonly path: Path;
  readonly value: string | number;
  readonly owner?: string;
}

/** Everything that may be said once and is said again. Fields need not be well formed: that is reported elsewhere. */
export function repetitions({ companies }: CatalogueFile): Contradiction[] {
  const within = [...companies].flatMap(([slug, company]) => {
    const path = ['companies', slug];
    return [
      ...saidAgain(eventTypes(company, path), (id) => `the event type ${id} already stands for another service`),
      ...saidAgain(serviceNames(company, path), (name) => `"${name}" also names another service`),
      ...saidAgain(calcomUsers(company, path), (id) => `the Cal.com user ${id} is already somebody else`),
      ...[...company.services].flatMap(([key, service]) =>
        saidAgain(segmentKeys(service, [...path, 'services', key]), (name) => `"${name}" also names another segment`),
      ),
    ];
  });
  const across = [...companies].flatMap(([slug, company]) => ({ company, path: ['companies', slug] }));
  return [
    ...within,
    ...saidAgain(across.flatMap(agents), (agent) => `the agent ${agent} is already named`),
    ...saidAgain(across.flatMap(phoneNumbers), (number) => `the number ${number} already belongs to a branch`),
  ];
}

function saidAgain(said: readonly Said[], message: (value: string | number) => string): Contradiction[] {
  const first = new Map<string | number, Said>();
  return said.flatMap((place) => {
    const known = first.get(place.value);
    if (!known) first.set(place.value, place);
    const again = known && (place.owner === undefined || place.owner !== known.owner);
    return again ? [{ path: place.path, message: message(place.value) }] : [];
  });
}

/** A booking is known by its event type, so none stands for two services. Segments have metadata and may share one. */
function eventTypes({ services }: CompanyEntry, path: Path): Said[] {
  return [...services].flatMap(([key, { calcomEventType, staff, segments }]) => {
    const at = [...path, 'services', key];
    return [
      ...given([...at, 'calcomEventType'], calcomEventType),
      ...[...staff].flatMap(([name, own]) => given([...at, 'staff', name, 'calcomEventType'], own.calcomEventType)),
      ...segments.flatMap((segment, index) =>
        given([...at, 'segments', String(index), 'calcomEventType'], segment.calcomEventType, 'segments'),
      ),
    ];
  });
}

/** What a caller says must lead to one service, so names are compared as they are heard. */
function serviceNames({ services }: CompanyEntry, path: Path): Said[] {
  return [...services].flatMap(([key, { name, aliases }]) => {
    const at = [...path, 'services', key];
    const heard = (below: Path, text: string) => given([...at, ...below], foldedName(String(text)) ?? text, key);
    return [
      ...heard([], key),
      ...heard(['name', 'de'], name.de),
      ...heard(['name', 'en'], name.en),
      ...aliases.flatMap((alias, index) => heard(['aliases', String(index)], alias)),
    ];
  });
}

function calcomUsers({ staff }: CompanyEntry, path: Path): Said[] {
  return [...staff].flatMap(([key, { calcomUserId }]) => given([...path, 'staff', key, 'calcomUserId'], calcomUserId));
}

function segmentKeys({ segments }: ServiceEntry, path: Path): Said[] {
  return segments.flatMap(({ key }, index) => given([...path, 'segments', String(index), 'key'], key));
}

interface CompanyAt {
  readonly company: CompanyEntry;
  readonly path: Path;
}

function agents({ company, path }: CompanyAt): Said[] {
  return company.retell.agents.flatMap((agent, index) => given([...path, 'retell', 'agents', String(index)], agent));
}

function phoneNumbers({ company, path }: CompanyAt): Said[] {
  return [...company.branches].flatMap(([key, { phoneNumbers: numbers }]) =>
    [numbers]
      .flat()
      .flatMap((number, index) =>
        given([...path, 'branches', key, 'phoneNumbers', String(index)], internationalNumber(String(number))),
      ),
  );
}

function given(path: Path, value: string | number | undefined, owner?: string): Said[] {
  return value === undefined ? [] : [{ path, value, ...(owner !== undefined && { owner }) }];
}

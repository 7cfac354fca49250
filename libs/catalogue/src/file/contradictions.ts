import type { CatalogueFile, CompanyEntry, ServiceEntry } from './catalogue-file';
import { repetitions } from './repetitions';

/** Something that is wrong although every field is well formed. */
export interface Contradiction {
  readonly path: readonly string[];
  readonly message: string;
}

/** Everything the catalogue says that cannot all be true. Expects sections and lists where they belong. */
export function contradictions(file: CatalogueFile): Contradiction[] {
  const inServices = [...file.companies].flatMap(([slug, company]) =>
    [...company.services].flatMap(([key, service]) =>
      inService(service, company, ['companies', slug, 'services', key]),
    ),
  );
  return [...inServices, ...repetitions(file)];
}

function inService(service: ServiceEntry, company: CompanyEntry, path: readonly string[]): Contradiction[] {
  const strangers = [...service.staff.keys()]
    .filter((key) => !company.staff.has(key))
    .map((key) => ({ path: [...path, 'staff', key], message: noSuchStaff(key) }));
  return [
    ...strangers,
    ...(service.segments.length > 0 ? inComposite(service, company, path) : inSimple(service, path)),
  ];
}

function inSimple(service: ServiceEntry, path: readonly string[]): Contradiction[] {
  return (['minutes', 'calcomEventType'] as const)
    .filter((field) => service[field] === undefined)
    .map((field) => ({ path: [...path, field], message: 'is missing (only a service with segments goes without)' }));
}

function inComposite(service: ServiceEntry, company: CompanyEntry, path: readonly string[]): Contradiction[] {
  const follows = {
    minutes: service.minutes,
    calcomEventType: service.calcomEventType,
    staff: service.staff.size || undefined,
  };
  const derived = Object.entries(follows)
    .filter(([, value]) => value !== undefined)
    .map(([field]) => ({ path: [...path, field], message: 'follows from the segments: leave it out' }));
  const segments = service.segments.flatMap(({ staff, calcomEventType }, index) => {
    const at = [...path, 'segments', String(index)];
    if ((staff === undefined) !== (calcomEventType === undefined))
      return [{ path: at, message: 'has either both staff and calcomEventType, or neither' }];
    if (staff !== undefined && !company.staff.has(staff))
      return [{ path: [...at, 'staff'], message: noSuchStaff(staff) }];
    return [];
  });
  const performed = service.segments.some(({ staff }) => staff !== undefined);
  const unbookable = { path: [...path, 'segments'], message: 'has no segment that somebody performs' };
  return [...derived, ...segments, ...(performed ? [] : [unbookable])];
}

function noSuchStaff(key: string): string {
  return `there is no staff "${key}" in this company`;
}

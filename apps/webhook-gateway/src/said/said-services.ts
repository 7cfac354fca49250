import type { Service } from '@callbook/catalogue';
import { saidText } from './said-text';

export type FindService = (asSaid: string) => Service | undefined;
export type ServiceProblem = 'service_missing' | 'service_unknown';
export type ReadService = { readonly service: Service } | { readonly problem: ServiceProblem };
export type ReadServices =
  { readonly services: readonly Service[] } | { readonly problem: ServiceProblem | 'services_too_many' };

const mostServices = 3;
const between = /\s*(?:[,;+&]|\bund\b|\band\b)\s*/i;

export function readService(said: unknown, find: FindService): ReadService {
  const text = saidText(said);
  if (text === null) return { problem: 'service_missing' };
  const service = find(text);
  return service ? { service } : { problem: 'service_unknown' };
}

/** One service, a list of them, or several in one text: "Färben und Föhnen". All must be known, and each counts once. */
export function readServices(said: unknown, find: FindService): ReadServices {
  const texts = (Array.isArray(said) ? said : [said]).map(saidText).filter((text) => text !== null);
  if (texts.length === 0) return { problem: 'service_missing' };
  const found = texts.flatMap((text) => servicesIn(text, find));
  if (found.includes(undefined)) return { problem: 'service_unknown' };
  const services = [...new Map((found as Service[]).map((service) => [service.id, service])).values()];
  return services.length > mostServices ? { problem: 'services_too_many' } : { services };
}

/** A name may have an "und" of its own, so the whole text comes first. */
function servicesIn(text: string, find: FindService): (Service | undefined)[] {
  const whole = find(text);
  if (whole) return [whole];
  const parts = text.split(between).filter((part) => part !== '');
  return parts.length === 0 ? [undefined] : parts.map((part) => find(part));
}

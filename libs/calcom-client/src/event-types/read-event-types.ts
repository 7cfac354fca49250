import { idOrNull, textOrNull } from '../bookings/values';
import { CalcomRefused } from '../calcom-errors';
import { type CalcomAnswer } from '../http/calcom-answer';
import { isObject, type Json } from '../http/json';
import { successIn, wrongShape } from '../http/success';
import { type CalcomEventType, type CalcomEventTypeHost, type CalcomTeam } from './calcom-event-type';

/** @throws CalcomError for every answer that is no list of event types */
export function eventTypesIn(answer: CalcomAnswer): CalcomEventType[] {
  const { data } = successIn(answer);
  if (!Array.isArray(data)) return wrongShape(answer, 'no list of event types');
  return data.map((raw) => readEventType(raw) ?? wrongShape(answer, 'an event type without id or length'));
}

/** Undefined when there is none of that id, or the key may not see it. */
export function eventTypeOrNothingIn(answer: CalcomAnswer): CalcomEventType | undefined {
  try {
    return readEventType(successIn(answer).data) ?? wrongShape(answer, 'no event type with id and length');
  } catch (error) {
    if (error instanceof CalcomRefused && [403, 404].includes(error.status)) return undefined;
    throw error;
  }
}

/** @throws CalcomError for every answer that is no list of teams */
export function teamsIn(answer: CalcomAnswer): CalcomTeam[] {
  const { data } = successIn(answer);
  if (!Array.isArray(data)) return wrongShape(answer, 'no list of teams');
  return data.flatMap((raw) => {
    const id = isObject(raw) ? idOrNull(raw.id) : null;
    return id === null ? [] : [{ id, name: textOrNull((raw as Json).name) }];
  });
}

/** Only id and length must be there: older versions call the length otherwise, and without it nothing can be compared. */
function readEventType(raw: unknown): CalcomEventType | undefined {
  if (!isObject(raw)) return undefined;
  const id = idOrNull(raw.id);
  const lengthInMinutes = idOrNull(raw.lengthInMinutes);
  if (id === null || lengthInMinutes === null) return undefined;
  return {
    id,
    title: textOrNull(raw.title),
    lengthInMinutes,
    price: readPrice(raw),
    hidden: raw.hidden === true,
    scheduling: textOrNull(raw.schedulingType) ?? 'individual',
    hosts: readHosts(raw),
    requiresConfirmation: isObject(raw.confirmationPolicy) && raw.confirmationPolicy.disabled !== true,
    requiresEmailVerification: raw.requiresBookerEmailVerification === true,
    requiredFields: readRequiredFields(raw.bookingFields),
  };
}

function readPrice({ price, currency }: Json): CalcomEventType['price'] {
  const minor = idOrNull(price);
  const code = textOrNull(currency)?.toUpperCase() ?? '';
  return minor !== null && /^[A-Z]{3}$/.test(code) ? { minor, currency: code } : null;
}

function readHosts({ hosts, users, ownerId }: Json): CalcomEventTypeHost[] {
  const listed = Array.isArray(hosts) ? hosts : Array.isArray(users) ? users : [];
  const known = listed.filter(isObject).flatMap((host) => {
    const userId = idOrNull(host.userId) ?? idOrNull(host.id);
    return userId === null ? [] : [{ userId, name: textOrNull(host.name), username: textOrNull(host.username) }];
  });
  const owner = idOrNull(ownerId);
  return known.length === 0 && owner !== null ? [{ userId: owner, name: null, username: null }] : known;
}

/** What every event type asks; Cal.com fills in the title itself, though it says that it is required. */
const answeredAnyway = new Set(['name', 'title', 'location']);

function readRequiredFields(fields: unknown): string[] {
  return (Array.isArray(fields) ? fields : []).filter(isObject).flatMap((field) => {
    const slug = textOrNull(field.slug);
    return slug !== null && field.required === true && field.hidden !== true && !answeredAnyway.has(slug) ? [slug] : [];
  });
}

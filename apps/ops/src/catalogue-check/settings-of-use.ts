import { type Company, formatPrice } from '@callbook/catalogue';
import type { CalendarEventType } from '@callbook/contracts';
import type { Finding, FindingKind } from './finding';
import type { Use } from './uses';

/** Settings of an event type that are not what the catalogue says. */
export function settingFindings(use: Use, eventType: CalendarEventType): Finding[] {
  const { id, hidden, minutes } = eventType;
  return [
    hidden &&
      found(
        'event_type_hidden',
        use,
        `event type ${id} is hidden in Cal.com`,
        `show it again there, or take ${use.path} out`,
      ),
    minutes !== use.minutes &&
      found(
        'other_length',
        use,
        `event type ${id} lasts ${minutes} minutes, the catalogue says ${use.minutes}`,
        `set its length to ${use.minutes} in Cal.com, or write ${minutes} at ${use.minutesPath}`,
      ),
    priceFinding(use, eventType),
    confirmationFinding(use, eventType),
  ].filter((finding) => finding !== false);
}

/** Without a price at Cal.com nothing is paid there, and there is nothing to compare. */
function priceFinding({ price, ...use }: Use, { id, priceMinor, currency }: CalendarEventType): Finding | false {
  if (!price || priceMinor === null || currency === null) return false;
  if (price.of?.minor === priceMinor && price.of.currency === currency) return false;
  const there = formatPrice({ minor: priceMinor, currency });
  const here = price.of ? formatPrice(price.of) : 'none';
  const repair = `write price: ${there} at ${price.path}, or set ${price.of ? `it to ${here}` : 'none'} in Cal.com`;
  return found('other_price', use, `event type ${id} costs ${there}, the catalogue says ${here}`, repair);
}

function confirmationFinding(use: Use, { id, requiresConfirmation }: CalendarEventType): Finding | false {
  const { key, requiresConfirmation: expected } = use.service;
  if (requiresConfirmation === expected) return false;
  const what = requiresConfirmation
    ? `event type ${id} waits for the salon to confirm, and the catalogue does not say so`
    : `event type ${id} confirms at once, and the catalogue says that the salon does`;
  const repair = `write requiresConfirmation: ${requiresConfirmation} at services.${key}, or switch it ${expected ? 'on' : 'off'} in Cal.com`;
  return found('confirmation_differs', use, what, repair);
}

/** What bookers must give there, and callers do not. */
export function fieldFindings(use: Use, { contactRule }: Company, eventType: CalendarEventType): Finding[] {
  const { id, requiredFields, requiresEmailVerification } = eventType;
  const findings = requiredFields.map((slug) => fieldFinding(slug, use, contactRule, id));
  if (requiresEmailVerification)
    findings.push(
      found(
        'field_not_sent',
        use,
        `event type ${id} wants a code that is sent by e-mail, which no caller can give`,
        'switch off e-mail verification of the booker in Cal.com',
      ),
    );
  return findings;
}

function fieldFinding(slug: string, use: Use, contactRule: Company['contactRule'], id: number): Finding {
  const asked = contactRule === 'ask';
  if (slug === 'email' && asked)
    return {
      ...found(
        'field_not_sent',
        use,
        `event type ${id} wants an e-mail address: callers without one are asked for it`,
        'nothing; make the field optional in Cal.com if a number should do',
      ),
      severity: 'information',
    };
  if (slug === 'email')
    return found(
      'field_not_sent',
      use,
      `event type ${id} wants an e-mail address, and callers who give only a number are refused`,
      'make the field optional in Cal.com, or write contactRule: ask',
    );
  if (slug === 'attendeePhoneNumber')
    return found(
      'field_not_sent',
      use,
      `event type ${id} wants a number, and callers who withhold theirs are refused`,
      'make the field optional in Cal.com',
    );
  return found(
    'field_not_sent',
    use,
    `event type ${id} wants an answer to "${slug}", which callers are never asked`,
    `make the question "${slug}" optional in Cal.com, or remove it`,
  );
}

function found(
  kind: FindingKind,
  { path, eventTypeId }: Pick<Use, 'path' | 'eventTypeId'>,
  what: string,
  repair: string,
): Finding {
  return { kind, severity: 'problem', path, eventTypeId, what, repair };
}

import type { Host } from '@callbook/contracts';
import { catalogue, staffNamed } from '../../test/support/catalogue';
import { empty, filled } from '../cells/cell';
import { staffOf } from './staff';

const host = (said: Partial<Host>): Host => ({ id: 9999, name: null, email: null, timeZone: null, ...said });
const resolve = (
  told: Host | null,
  hostMissingReason: 'no_host' | 'sentinel_host' | null = null,
  company = 'salon-lindenhof',
) => staffOf(company, { host: told, hostMissingReason }, new Date(), catalogue);

describe('staff of a booking', () => {
  it('is found by Cal.com user id', () => {
    expect(resolve(host({ id: 1002 }))).toEqual(filled(staffNamed('Mehmet')));
  });

  it('is found by user id before e-mail address', () => {
    expect(resolve(host({ id: 1002, email: 'anna.berger@salon-lindenhof.example' }))).toEqual(
      filled(staffNamed('Mehmet')),
    );
  });

  it('is found by e-mail address, whatever the case', () => {
    expect(resolve(host({ email: 'Sofia.BRANDT@salon-lindenhof.example' }))).toEqual(filled(staffNamed('Sofia')));
  });

  it.each([
    ['two people share the address', host({ email: 'desk@salon-lindenhof.example' }), 'ambiguous_email'],
    ['nobody has id or address', host({ email: 'someone@elsewhere.example' }), 'host_unknown'],
    ['nobody has the id and there is no address', host({}), 'host_unknown'],
  ] as const)('is empty when %s', (_, told, cause) => {
    expect(resolve(told)).toEqual(empty(cause));
  });

  it.each(['no_host', 'sentinel_host'] as const)('is empty when the calendar gave no host: %s', (reason) => {
    expect(resolve(null, reason)).toEqual(empty(reason));
  });

  it('is never somebody of another company', () => {
    expect(resolve(host({ id: 1101 }))).toEqual(empty('host_unknown'));
    expect(resolve(host({ id: 1101 }), null, 'praxis-am-markt').value).not.toBeNull();
  });
});

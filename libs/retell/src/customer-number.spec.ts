import { customerNumberOf } from './customer-number';

const inbound = { direction: 'inbound', to_number: '+493012345670' };

describe('customer number', () => {
  it('is the caller of an inbound call and the called of an outbound one', () => {
    const call = { ...inbound, from_number: '+4915112345678' };
    expect(customerNumberOf(call)).toBe('+4915112345678');
    expect(customerNumberOf({ ...call, direction: 'outbound' })).toBe('+493012345670');
  });

  it.each([
    'anonymous',
    'Anonymous',
    'anonymous@anonymous.invalid',
    'unknown',
    'restricted',
    'unavailable',
    'private',
    '+266696687',
    '',
    null,
    undefined,
    493012345670,
    'sip:+4915112345678@carrier.example',
    '4915112345678',
    '015112345678',
    '+49 151 12345678',
    '+999123456789',
    '+49',
    '{{user_number}}',
  ])('is nobody when the carrier sends %j', (from_number) => {
    expect(customerNumberOf({ ...inbound, from_number })).toBeNull();
  });

  it('is nobody on a web call, which has no numbers', () => {
    expect(customerNumberOf({})).toBeNull();
  });
});

import { causesOfCatalogue } from '../filling/fill';
import { type Cause, remedies } from './causes';

/** What makes an empty cell full. A cause that is not here does not compile. */
const filledBy: Readonly<Record<Cause, 'catalogue' | 'fact' | 'person' | 'nothing'>> = {
  no_host: 'fact',
  sentinel_host: 'fact',
  host_unknown: 'catalogue',
  ambiguous_email: 'catalogue',
  part_unknown: 'fact',
  not_required: 'nothing',
  event_type_unknown: 'catalogue',
  no_price: 'catalogue',
  number_withheld: 'fact',
  no_number: 'fact',
  no_contact: 'fact',
  erased: 'nothing',
  call_under_way: 'fact',
  booking_under_way: 'fact',
  booking_unresolved: 'fact',
  booking_refused: 'fact',
  asked_back: 'nothing',
  nothing_requested: 'nothing',
  appointment_of_another_call: 'fact',
  unlinked_by_operator: 'person',
  not_by_phone: 'nothing',
};
const causes = Object.keys(remedies) as Cause[];
const by = (who: (typeof filledBy)[Cause]) => causes.filter((cause) => filledBy[cause] === who).sort();

describe('what fills an empty cell', () => {
  it('is known of every cause', () => {
    expect(Object.keys(filledBy).sort()).toEqual([...causes].sort());
  });

  it('is the catalogue for exactly those causes that are looked through when it changes, and they say so', () => {
    expect([...new Set(Object.values(causesOfCatalogue).flat())].sort()).toEqual(by('catalogue'));
    for (const cause of by('catalogue')) expect(remedies[cause]).toMatch(/the cell is filled then|fills the cell/);
  });

  it('is nothing where there is nothing to fill, and only there', () => {
    for (const cause of causes)
      expect([cause, remedies[cause].startsWith('Nothing to fill')]).toEqual([cause, filledBy[cause] === 'nothing']);
  });

  it('is a command where a person has to decide', () => {
    for (const cause of by('person')) expect(remedies[cause]).toContain('callbook appointments link');
  });
});

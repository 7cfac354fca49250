import type { CatalogueRows } from '../rows/catalogue-rows';
import { inOrder } from './in-order';
import type { Staff } from './model';

/** Everybody who ever worked here, as they are now or were when they left. */
export function buildStaff(rows: CatalogueRows): Staff[] {
  const slugs = new Map(rows.companies.map(({ id, slug }) => [id, slug]));
  return inOrder(rows.staff, ({ key }) => key).flatMap((person) => {
    const company = slugs.get(person.company_id);
    const account = rows.staff_accounts.find(
      ({ staff_id, valid_to }) => staff_id === person.id && valid_to === person.valid_to,
    );
    if (!account || company === undefined) return [];
    return [
      {
        id: person.id,
        company,
        key: person.key,
        name: person.name,
        email: account.email,
        calcomUserId: account.calcom_user_id,
        aliases: person.aliases,
        active: person.valid_to === null,
      },
    ];
  });
}

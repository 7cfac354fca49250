/** A company's name in addresses, routing keys and rows; never renamed. */
export const companySlug = /^[a-z0-9-]{1,40}$/;

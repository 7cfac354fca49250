/** The file lacks companies that are in the catalogue. Importing it would close them. */
export class CompaniesMissing extends Error {
  override readonly name = 'CompaniesMissing';

  constructor(readonly slugs: readonly string[]) {
    super(`The file lacks ${slugs.join(', ')}, which the catalogue has. Importing it would end them.`);
  }
}

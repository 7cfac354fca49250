/**
 * For the phone: nothing that looks alike (0 O, 1 I L J, 8 B), one each of what sounds alike (B D G P T, M N, F S, K Q),
 * and no vowels, so that no words come out.
 */
const symbols = '2345679CFHKMPRVWXYZ';
const length = 4;

/**
 * The code a caller is given, for instance `LIND-4M7K`. Derived from the appointment's row id, so a rebuild gives the same.
 * There are 130,321 for each company: a way to find an appointment together with a name or date, not a key.
 */
export function referenceOf(appointmentId: string, prefix: string): string {
  let rest = Number.parseInt(appointmentId.replaceAll('-', '').slice(0, 12), 16);
  let code = '';
  for (let place = 0; place < length; place++) {
    code += symbols[rest % symbols.length];
    rest = Math.floor(rest / symbols.length);
  }
  return `${prefix}-${code}`;
}

/** A reference as somebody says or spells it, without case, spaces and dashes; null when nothing is left. */
export function foldedReference(said: string | null | undefined): string | null {
  return (said ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '') || null;
}

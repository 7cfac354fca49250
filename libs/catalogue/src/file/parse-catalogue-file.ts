import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { CatalogueFile } from './catalogue-file';
import { CatalogueFileError, type FileProblem } from './catalogue-file-problem';
import { contradictions, type Contradiction } from './contradictions';
import { lineOf } from './line-of';

/**
 * Reads a catalogue from YAML text. Form and meaning are both checked, and everything that is wrong is reported at once.
 * @throws CatalogueFileError
 */
export function parseCatalogueFile(text: string): CatalogueFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => ({
      path: '',
      line: lines.linePos(pos[0]).line,
      message: message.replace(/ at line \d+[^]*$/, ''),
    }));
    throw new CatalogueFileError(problems);
  }

  const content: unknown = document.toJS() ?? {};
  const file = plainToInstance(CatalogueFile, content);
  const found = isMapping(content) ? problemsOf(file) : [{ path: [], message: 'must begin with companies:' }];
  if (found.length > 0) throw new CatalogueFileError(inOrder(found, document, lines));
  return file;
}

/** Constraints on where things stand. While they are broken, what contradicts what cannot be told. */
const structural = new Set(['isKeyed', 'isFields', 'isFieldsList', 'isTextList', 'nestedValidation']);

function problemsOf(file: CatalogueFile): Contradiction[] {
  const broken = brokenConstraints(validateSync(file, { whitelist: true, forbidNonWhitelisted: true }));
  const shapeless = broken.some(({ constraint }) => structural.has(constraint));
  return [...broken, ...(shapeless ? [] : contradictions(file))];
}

interface BrokenConstraint extends Contradiction {
  readonly constraint: string;
}

function brokenConstraints(errors: readonly ValidationError[], above: readonly string[] = []): BrokenConstraint[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const path = [...above, property];
    // One message a field is enough: what is not even a list has no good items either.
    const own = Object.entries(constraints).slice(0, 1);
    return [
      ...own.map(([constraint, message]) => ({
        path,
        constraint,
        message: constraint === 'whitelistValidation' ? 'is not a known field' : message,
      })),
      ...brokenConstraints(children, path),
    ];
  });
}

function inOrder(found: readonly Contradiction[], document: Document, lines: LineCounter): FileProblem[] {
  return found
    .map(({ path, message }) => ({ path: path.join('.'), line: lineOf(document, lines, path), message }))
    .toSorted((a, b) => a.line - b.line);
}

function isMapping(content: unknown): boolean {
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}

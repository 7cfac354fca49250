import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What the source says of a class: comments and types are gone at run time. */
export interface SourceClass {
  /** In one paragraph; empty without a comment. */
  readonly text: string;
  readonly properties: ReadonlyMap<string, SourceProperty>;
}

export interface SourceProperty {
  readonly text: string;
  /** May be left out (`name?:`). */
  readonly isOptional: boolean;
  readonly isNullable: boolean;
}

/** Every class below a folder, by its name. @throws Error when two have one name */
export function sourceClasses(folder: string): ReadonlyMap<string, SourceClass> {
  const classes = new Map<string, SourceClass>();
  for (const path of globSync('**/*.ts', { cwd: folder }).sort()) {
    const file = ts.createSourceFile(path, readFileSync(join(folder, path), 'utf8'), ts.ScriptTarget.Latest, true);
    for (const statement of file.statements) {
      if (!ts.isClassDeclaration(statement) || !statement.name) continue;
      const name = statement.name.text;
      if (classes.has(name)) throw new Error(`two classes are called ${name}`);
      classes.set(name, { text: commentOf(statement), properties: propertiesOf(statement) });
    }
  }
  return classes;
}

function propertiesOf(declaration: ts.ClassDeclaration): Map<string, SourceProperty> {
  const properties = new Map<string, SourceProperty>();
  for (const member of declaration.members) {
    if (!ts.isPropertyDeclaration(member) || member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword))
      continue;
    properties.set(member.name.getText(), {
      text: commentOf(member),
      isOptional: member.questionToken !== undefined,
      isNullable: /\|\s*null\b/.test(member.type?.getText() ?? ''),
    });
  }
  return properties;
}

function commentOf(node: ts.Node): string {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment;
  return (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim();
}

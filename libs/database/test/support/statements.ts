/** The statements of a text, one by one: semicolons in quotes, in comments and between dollar signs end none. */
export function statementsIn(sql: string): string[] {
  const token = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"[^"]*"|\$(\w*)\$[\s\S]*?\$\1\$|;|[^;'"$/-]+|[\s\S]/g;
  const statements = [''];
  for (const [part] of sql.matchAll(token))
    if (part === ';') statements.push('');
    else statements[statements.length - 1] += part;
  return statements
    .map((statement) => statement.trim())
    .filter((statement) => /^(?!--[^\n]*$)/.test(statement) && statement !== '');
}

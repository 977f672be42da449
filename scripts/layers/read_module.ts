/**
 * Reads what a module imports and what it uses of Deno, from its text alone.
 *
 * @module
 */
import ts from "typescript";

/** One import, export-from, `import()` or `import("…")` type. */
export interface Import {
  /** A path within the project, or a package such as `hono` or `node:os`. */
  readonly target: string;
  readonly isPackage: boolean;
  /** Whether only types come over, so that nothing is loaded. */
  readonly typeOnly: boolean;
  readonly line: number;
}

/** A use of the global `Deno` as a value. */
export interface DenoUse {
  /** The member, such as `exit`. */
  readonly member: string;
  readonly line: number;
}

/** A module as the rules see it. */
export interface Module {
  /** Path within the project. */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly denoUses: readonly DenoUse[];
}

/** Reads the module at `path`, whose content is `text`: TypeScript, or Svelte with TypeScript in it. */
export function readModule(path: string, text: string): Module {
  const source = ts.createSourceFile(
    path.replace(/\.svelte$/, ".svelte.ts"),
    path.endsWith(".svelte") ? scriptsOf(text) : text,
    ts.ScriptTarget.ESNext,
    true,
  );
  const imports: Import[] = [];
  const denoUses: DenoUse[] = [];
  const visit = (node: ts.Node): void => {
    const { line } = source.getLineAndCharacterOfPosition(
      node.getStart(source),
    );
    const found = importIn(node);
    if (found) {
      imports.push({
        ...resolve(path, found.specifier),
        ...found,
        line: line + 1,
      });
    }
    const member = denoMemberIn(node);
    if (member) denoUses.push({ member, line: line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { path, imports, denoUses };
}

/** The contents of `<script>` elements at their lines; all other text blank. */
function scriptsOf(svelte: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, " ");
  let at = 0;
  let code = "";
  for (const match of svelte.matchAll(/(<script[^>]*>)(.*?)<\/script>/gs)) {
    const start = match.index + match[1]!.length;
    code += blank(svelte.slice(at, start)) + match[2]!;
    at = start + match[2]!.length;
  }
  return code;
}

function importIn(
  node: ts.Node,
): { specifier: string; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node)) {
    return literal(node.moduleSpecifier, isTypeOnly(node.importClause));
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return literal(node.moduleSpecifier, node.isTypeOnly);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return literal(node.argument.literal, true);
  }
  if (
    ts.isCallExpression(node) &&
    node.expression.kind === ts.SyntaxKind.ImportKeyword
  ) {
    return literal(node.arguments[0], false);
  }
  return undefined;
}

function literal(node: ts.Node | undefined, typeOnly: boolean) {
  if (!node || !ts.isStringLiteralLike(node)) return undefined;
  return { specifier: node.text, typeOnly };
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return !clause.name && named !== undefined && ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly);
}

function denoMemberIn(node: ts.Node): string | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const { expression, name } = node;
  return ts.isIdentifier(expression) && expression.text === "Deno"
    ? name.text
    : undefined;
}

function resolve(from: string, specifier: string) {
  if (specifier.startsWith("@/")) {
    return { target: specifier.slice(2), isPackage: false };
  }
  if (specifier.startsWith(".")) {
    const url = new URL(specifier, `file:///${from}`);
    return { target: url.pathname.slice(1), isPackage: false };
  }
  const name = /^(?:npm:)?(@[^/]+\/[^/@]+|[^/@]+)/.exec(specifier)?.[1] ??
    specifier;
  return { target: name, isPackage: true };
}

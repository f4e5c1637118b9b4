import type { ESTree, Plugin } from 'vite';

/**
 * Makes classic scripts of the entry and of the one chunk that it loads later: Agent Desktop loads the bundle without type=module, and a module from
 * another host would need that host's CORS (docs/decisions/0013). What the second takes from the first is handed over by a global under the second
 * file's name; the content is in that name, so that two builds never mix. `import()` of the second becomes its name: whoever asked for it loads it.
 * No text moves to another line or column, so that the source maps stay right.
 */
export const classicScripts: Plugin = {
  name: 'classic-scripts',
  apply: 'build',
  renderChunk(code, { fileName, isEntry, imports, dynamicImports, exports }) {
    const [second = fileName, ...more] = isEntry ? dynamicImports : [];
    const call = `import("./${second}")`;
    const isSound = isEntry
      ? imports.length === 0 && code.includes(call)
      : imports.length === 1 && exports.length === 0;
    if (more.length > 0 || !isSound) {
      throw new Error(`${fileName}: there is one entry, and one file that it loads later and takes nothing from.`);
    }
    const shared = `globalThis[${JSON.stringify(second)}]`;
    let script = code;
    // From the end, so that what is still to be replaced stays where it was found.
    for (const part of this.parse(code).body.reverse()) {
      const text = handedOver(part, shared);
      if (text === undefined) continue;
      script = script.slice(0, part.start) + text.padEnd(part.end - part.start) + script.slice(part.end);
    }
    script = script.replaceAll(call, JSON.stringify(second).padEnd(call.length));
    return { code: `(() => {${script}})();\n`, map: null };
  },
};

/** An import or export of the chunk as a script says it, undefined for all else; whoever evaluates the first script twice has the elements of the first time. */
function handedOver(part: ESTree.Directive | ESTree.Statement, shared: string): string | undefined {
  const name = (one: ESTree.ModuleExportName): string => ('name' in one ? one.name : JSON.stringify(one.value));
  switch (part.type) {
    case 'ExportNamedDeclaration': {
      if (part.declaration) throw new Error('What is declared is exported in one statement at the end.');
      const values = part.specifiers.map(({ exported, local }) => `${name(exported)}:${name(local)}`);
      return `${shared}??={${values.join()}};`;
    }
    case 'ImportDeclaration': {
      const names = part.specifiers.map((one) => {
        if (one.type !== 'ImportSpecifier') throw new Error('Only what has a name is handed over.');
        return `${name(one.imported)}:${one.local.name}`;
      });
      return `const{${names.join()}}=${shared};`;
    }
    default:
      return undefined;
  }
}

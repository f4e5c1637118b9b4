import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const widget = new URL('../', import.meta.url);
const sources = globSync('**/*.ts', { cwd: widget }).filter((path) => !path.endsWith('.test.ts'));

/** Attributes whose value a person reads or hears. */
const spoken =
  /\s(?:aria-label|aria-description|aria-roledescription|aria-valuetext|title|placeholder|alt|label|hint|action|value|summary)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/g;
const hole = '\u0000';

/** What a person would read of a template that is written in it, whatever is filled in. */
function literalsOf(template: string): string[] {
  const markup = template.replace(/<!--[^]*?-->/g, '');
  const attributes = [...markup.matchAll(spoken)].map(([, value = '']) => value);
  const between = markup.replace(/<[^>]*>/g, '\n').split('\n');
  return [...attributes, ...between]
    .map((text) => text.replaceAll(hole, ' ').trim())
    .filter((text) => /\p{L}/u.test(text));
}

/** The templates of a source, with a hole for each expression. */
function templatesOf(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && ['html', 'svg'].includes(node.tag.getText())) {
      const { template } = node;
      found.push(
        ts.isNoSubstitutionTemplateLiteral(template)
          ? template.text
          : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)].join(hole),
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true));
  return found;
}

const literalsIn = (source: string) => templatesOf(source).flatMap(literalsOf);

test.each([
  ['html`<p>Saved</p>`', ['Saved']],
  ['html`<p>${n} agents</p>`', ['agents']],
  ['html`<p title="Saved">${text}</p>`', ['"Saved"']],
  ['html`<button aria-label=Close @click=${f}>×</button>`', ['Close']],
  ['html`<p title="by ${who}">${html`<b>all</b>`}</p>`', ['"by  "', 'all']],
  ['html`<p class="small weak" role="status" aria-live="polite">${words.text("app.retry")} – ${n}</p>`', []],
  ['html`<input type="checkbox" ?checked=${n > 3} @change=${() => f()} />`', []],
])('in %s one reads %j', (source, literals) => expect(literalsIn(source)).toEqual(literals));

describe('no template says a word of its own:', () => {
  const withTemplates = sources.filter((path) => /\b(?:html|svg)`/.test(readFileSync(new URL(path, widget), 'utf8')));

  test('there are templates', () => expect(withTemplates.length).toBeGreaterThan(30));

  test.each(withTemplates)('%s', (path) => {
    expect(literalsIn(readFileSync(new URL(path, widget), 'utf8'))).toEqual([]);
  });
});

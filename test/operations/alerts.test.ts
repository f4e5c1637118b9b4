import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Skilldesk } from '../api/skilldesk.ts';

interface Rule {
  alert: string;
  expr: string;
  for?: string;
  labels: Record<string, string>;
  annotations: { summary: string; runbook: string };
}

const file = (name: string) => readFileSync(new URL(`../../docs/operations/${name}`, import.meta.url), 'utf8');
const [group] = (load(file('alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups;
const rules = group?.rules ?? [];
const runbook = file('runbook.md');

let skilldesk: Skilldesk;
/** By name: the labels that a metric has, as its samples or its kind show. */
let metrics: Map<string, string>;

beforeAll(async () => {
  skilldesk = await Skilldesk.start();
  const text = String((await skilldesk.call('GET', '/metrics')).body);
  metrics = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', kind = '']) => [name, kind]));
});
afterAll(() => skilldesk.close());

/** The metrics that an expression asks for: each has its labels behind it. */
const asked = ({ expr }: Rule) => [...expr.matchAll(/([a-z_0-9]+)\{/g)].map(([, name = '']) => name);

test('there are at least eight rules, and none twice', () => {
  expect(rules.length).toBeGreaterThanOrEqual(8);
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
});

describe.each(rules.map((rule) => [rule.alert, rule] as const))('%s', (name, rule) => {
  test('asks for metrics that Skilldesk has', () => {
    expect(asked(rule)).not.toEqual([]);
    for (const metric of asked(rule)) {
      const series = metric.replace(/_(count|bucket|sum)$/, '');
      expect([...metrics.keys(), 'up']).toContain(metrics.has(metric) ? metric : series);
    }
  });

  test('counts what grows by its growth, and what stands as it stands', () => {
    for (const metric of asked(rule)) {
      const grows = metric.endsWith('_count') || metrics.get(metric) === 'counter';
      expect({ metric, growth: new RegExp(`(increase|rate)\\(${metric}\\{`).test(rule.expr) }).toEqual({
        metric,
        growth: grows,
      });
    }
  });

  test('has its parentheses and its time right', () => {
    expect(rule.expr.split('(').length).toBe(rule.expr.split(')').length);
    expect(rule.for ?? '1m').toMatch(/^\d+[mh]$/);
    expect(['warning', 'critical']).toContain(rule.labels['severity']);
  });

  test('says what it means, and the runbook what to do', () => {
    expect(rule.annotations.summary.length).toBeGreaterThan(20);
    expect(rule.annotations.runbook).toBe(`runbook.md#${name.toLowerCase()}`);
    const [, entry = ''] = new RegExp(`^## ${name}\\n\\n([^#]+)`, 'm').exec(runbook) ?? [];
    expect(entry.length).toBeGreaterThan(100);
  });
});

test('the runbook has no entry of a rule that is not there', () => {
  const entries = [...runbook.matchAll(/^## (\S+)$/gm)].map(([, name]) => name);

  expect(entries).toEqual(rules.map(({ alert }) => alert));
});

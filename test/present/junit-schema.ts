/**
 * The schema of JUnit XML that Jenkins publishes (junit-10.xsd of its xUnit plugin), as far as sockbench writes it: which
 * elements may hold which, and which attributes they need and may have. Beside it what GitLab takes as a case's identity.
 */
interface Element {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly children: readonly string[];
}

const COUNT = /^\d+$/;
const SECONDS = /^\d+\.\d{3}$/;
const TYPES: Readonly<Record<string, RegExp>> = {
  tests: COUNT,
  failures: COUNT,
  errors: COUNT,
  time: SECONDS,
  timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
};
const COUNTS = ['tests', 'failures', 'errors', 'time'];
const SCHEMA: Readonly<Record<string, Element>> = {
  testsuites: { required: [], optional: ['name', ...COUNTS], children: ['testsuite'] },
  testsuite: { required: ['name', 'tests'], optional: [...COUNTS, 'timestamp'], children: ['testcase'] },
  testcase: {
    required: ['name', 'classname'],
    optional: ['time'],
    children: ['failure', 'error', 'skipped'],
  },
  failure: { required: [], optional: ['message', 'type'], children: [] },
  error: { required: [], optional: ['message', 'type'], children: [] },
};

export interface Read {
  readonly problems: readonly string[];
  /** Class and name of each case, as readers join them. */
  readonly cases: readonly string[];
}

/** Reads the XML that is there, tag by tag. */
export function readJunit(xml: string): Read {
  const problems: string[] = [];
  const cases: string[] = [];
  const open: string[] = [];
  if (!xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n')) problems.push('no declaration');
  const body = xml.replace(/^<\?xml[^>]*\?>/, '');
  for (const [, end, name = '', attributes = '', closed, text = ''] of body.matchAll(
    /<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>([^<]*)/g,
  )) {
    if (text.trim() !== '') problems.push(`text in ${name}: ${text}`);
    if (end === '/') {
      if (open.pop() !== name) problems.push(`${name} ends another`);
      continue;
    }
    problems.push(...element(name, attributes, open.at(-1)));
    if (name === 'testcase')
      cases.push(/classname="([^"]*)" name="([^"]*)"/.exec(attributes)!.slice(1).join(' / '));
    if (closed !== '/') open.push(name);
  }
  if (open.length > 0) problems.push(`${open.join()} never ends`);
  const rest = body.replace(/<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g, '');
  if (/[<>]/.test(rest)) problems.push(`left over: ${rest.trim()}`);
  return { problems, cases };
}

function element(name: string, attributes: string, parent: string | undefined): string[] {
  const known = SCHEMA[name];
  if (known === undefined) return [`no element is called ${name}`];
  const given = new Map(
    Array.from(attributes.matchAll(/([\w:-]+)="([^"]*)"/g), ([, key, value]) => [key!, value!]),
  );
  const fits = parent === undefined ? name === 'testsuites' : SCHEMA[parent]!.children.includes(name);
  return [
    ...(fits ? [] : [`${name} in ${parent}`]),
    ...known.required.filter((one) => !given.has(one)).map((one) => `${name} without ${one}`),
    ...[...given.keys()]
      .filter((one) => !known.required.includes(one) && !known.optional.includes(one))
      .map((one) => `${name} with ${one}`),
    ...[...given]
      .filter(
        ([key, value]) => TYPES[key]?.test(value) === false || /&(?!(?:amp|lt|gt|quot|apos);)/.test(value),
      )
      .map(([key, value]) => `${name} ${key}="${value}"`),
  ];
}

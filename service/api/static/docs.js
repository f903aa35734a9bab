/** Draws the OpenAPI document. All text becomes text: nothing here makes HTML of a string. */

const page = document.getElementById('document');
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const DEEPEST = 6;

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child != null));
  return element;
}

/** A sentence in which `code` stands between backticks. */
function sentence(text) {
  const parts = (text ?? '').split('`');
  return parts.map((part, place) => (place % 2 ? make('code', { textContent: part }) : part));
}

const api = await (await fetch(page.dataset.document)).json();

/** What a `$ref` points to, or the thing itself. */
function resolved(thing) {
  if (!thing?.$ref) return thing ?? {};
  return thing.$ref.slice(2).split('/').reduce((inner, name) => inner?.[name], api) ?? {};
}

/** The type of a schema in a few words. */
function typeOf(schema) {
  if (schema.$ref) return schema.$ref.split('/').at(-1);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.allOf) return schema.allOf.map(typeOf).join(' and ');
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const type = [schema.type ?? 'any'].flat().join(' or ');
  return schema.items ? `list of ${typeOf(schema.items)}` : schema.format ?? type;
}

/** The bounds of a schema, as somebody would say them. */
function boundsOf(schema) {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, default: usual } = schema;
  const range = (least, most, what) => {
    if (least == null && most == null) return null;
    if (least == null) return `at most ${most}${what}`;
    return most == null ? `at least ${least}${what}` : `${least} to ${most}${what}`;
  };
  return [
    range(minLength, maxLength, ' characters'),
    range(minimum, maximum, ''),
    range(minItems, maxItems, ' items'),
    usual == null ? null : `default ${JSON.stringify(usual)}`,
  ].filter(Boolean).join(', ');
}

function row(name, schema, required, description) {
  const about = [description ?? schema.description, boundsOf(schema)].filter(Boolean).join(' · ');
  return make('tr', {},
    make('th', { scope: 'row' }, make('code', { textContent: name })),
    make('td', {}, make('code', { textContent: typeOf(schema) }), required ? '' : ', optional'),
    make('td', {}, ...sentence(about)));
}

/** A row for each field of an object, those of objects within it by their paths. */
function rowsOf(schema, path = '') {
  const { properties = {}, required = [] } = resolved(schema);
  return Object.entries(properties).flatMap(([name, inner]) => {
    const own = row(path + name, inner, required.includes(name));
    const below = inner.items ?? inner;
    return resolved(below).properties ? [own, ...rowsOf(below, `${path}${name}.`)] : [own];
  });
}

/** An example of what a schema describes. */
function sample(schema, depth = 0) {
  const plain = resolved(schema);
  if (plain.example !== undefined) return plain.example;
  if (plain.allOf || plain.anyOf) return sample((plain.allOf ?? plain.anyOf)[0], depth);
  if (plain.enum) return plain.enum[0];
  const type = [plain.type].flat()[0];
  if (type === 'object') {
    if (depth >= DEEPEST) return {};
    const properties = Object.entries(plain.properties ?? {});
    return Object.fromEntries(properties.map(([name, inner]) => [name, sample(inner, depth + 1)]));
  }
  if (type === 'array') return depth >= DEEPEST ? [] : [sample(plain.items, depth + 1)];
  return { string: plain.format ?? '…', integer: plain.minimum ?? 0, number: 0, boolean: true }[type] ?? null;
}

const table = (rows) => make('div', { className: 'scroll' }, make('table', {}, make('tbody', {}, ...rows)));

function parametersOf(operation, shared) {
  const all = [...shared, ...(operation.parameters ?? [])].map(resolved);
  if (!all.length) return [];
  const rows = all.map(({ name, schema, required, description }) =>
    row(name, { ...resolved(schema), ...schema }, required, description));
  return [make('h3', { textContent: 'Parameters' }), table(rows)];
}

function bodyOf(operation) {
  const content = operation.requestBody?.content?.['application/json'];
  if (!content) return [];
  const rows = rowsOf(content.schema);
  return rows.length ? [make('h3', { textContent: 'Body' }), table(rows)] : [];
}

function answersOf(operation) {
  const parts = [make('h3', { textContent: 'Answers' })];
  const rows = [];
  for (const [status, answer] of Object.entries(operation.responses ?? {})) {
    const told = resolved(answer);
    const content = Object.entries(told.content ?? {})[0];
    rows.push(make('tr', {},
      make('th', { scope: 'row' }, make('code', { textContent: status })),
      make('td', { textContent: told.description ?? '' }),
      make('td', { textContent: content?.[0] ?? '' })));
    if (status.startsWith('2') && content) {
      const text = JSON.stringify(sample(content[1].schema), null, 2);
      parts.push(make('pre', { textContent: text, tabIndex: 0 }));
    }
  }
  return [parts[0], table(rows), ...parts.slice(1)];
}

function whoMay(operation) {
  if (!operation.security) return [];
  return [make('p', { textContent: 'Needs a session (with X-CSRF-Token for all but reads) or an API key.' })];
}

function drawOperation(path, method, operation, shared) {
  return make('details', { id: `${method}-${path}` },
    make('summary', {},
      make('span', { className: 'method', textContent: method.toUpperCase() }),
      make('code', { textContent: path }),
      make('span', { className: 'what', textContent: operation.summary ?? '' })),
    make('div', {},
      make('p', {}, ...sentence(operation.description)),
      ...whoMay(operation),
      ...parametersOf(operation, shared),
      ...bodyOf(operation),
      ...answersOf(operation)));
}

function operationsOf(tag) {
  return Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]?.tags?.includes(tag))
      .map((method) => drawOperation(path, method, item[method], item.parameters ?? [])));
}

function drawNoun({ name, description }) {
  document.getElementById('nouns').append(make('a', { href: `#${name}`, textContent: name }));
  return make('section', { id: name },
    make('h2', { textContent: name }),
    make('p', {}, ...sentence(description)),
    ...operationsOf(name));
}

page.replaceChildren(
  make('h1', { textContent: `${api.info.title} ${api.info.version}` }),
  make('p', {}, ...sentence(api.info.description)),
  make('p', {}, make('a', { href: page.dataset.document, textContent: 'The OpenAPI document' })),
  ...api.tags.map(drawNoun));

const PATIENCE_MS = 20_000;

/** Why the server did not do it: `status` 0 when no answer came, `slow` when it took too long. */
export class Refusal extends Error {
  constructor(status, { problem = {}, wait = null, slow = false } = {}) {
    super(problem.detail ?? `${status}`);
    Object.assign(this, { status, problem, wait, slow });
    this.fields = status === 422 ? byField(problem.errors) : {};
  }

  /** True when the server has judged the request, so that repeating it would not help. */
  get final() {
    return this.status >= 400 && this.status < 500 && this.status !== 429;
  }
}

/** The messages of each field by its own name: `author.name`, or name within author, is `name`. */
function byField(errors, found = {}) {
  for (const [key, value] of Object.entries(errors ?? {})) {
    if (value?.constructor === Object) byField(value, found);
    else found[key.split('.').at(-1)] = [value].flat().join(' ');
  }
  return found;
}

async function answerOf(response) {
  const text = response.status === 204 ? '' : await response.text();
  if (response.ok) return text;
  let problem;
  try {
    problem = JSON.parse(text);
  } catch {
    problem = {};
  }
  const wait = Number(response.headers.get('Retry-After')) || null;
  throw new Refusal(response.status, { problem, wait });
}

/** The object an answer is; garbage is as good as a server that failed. */
function parsed(text) {
  try {
    const answer = JSON.parse(text);
    if (answer?.constructor === Object) return answer;
  } catch {
    // Told below.
  }
  throw new Refusal(502);
}

/** The page of a thread that a text is. */
export function pageOf(text) {
  const page = parsed(text);
  if (page.article && Array.isArray(page.comments)) return page;
  throw new Refusal(502);
}

/** The calls of the comment service that readers need. Every failure is a `Refusal`. */
export class Api {
  constructor({ server, site, article }, memory) {
    Object.assign(this, { server, article, memory, site: site || undefined }); // no word of none
  }

  /** A page of the thread as text, so that an unchanged one is recognised without reading it. */
  page(query, signal) {
    const asked = { article: this.article, site: this.site, ...query };
    return this.#send('GET', this.#url('comments', asked), { cache: 'no-cache', signal });
  }

  replies(id, cursor) {
    return this.#read('GET', this.#url(`comments/${id}/replies`, { cursor }));
  }

  /** One comment; its author's token lets them see it in any status. */
  comment(id) {
    const url = this.#url(`comments/${id}`);
    return this.#told(this.#read('GET', url, { cache: 'no-cache', ...this.#asReader() }));
  }

  post(comment, key) {
    const sent = { article: this.article, site: this.site, ...comment };
    return this.#told(this.#write('POST', 'comments', sent, { 'Idempotency-Key': key }));
  }

  edit(id, body) {
    return this.#told(this.#write('PATCH', `comments/${id}`, { body }));
  }

  remove(id) {
    return this.#write('DELETE', `comments/${id}`);
  }

  vote(id, value) {
    return this.#write('PUT', `comments/${id}/vote`, { value });
  }

  flag(id, flag) {
    return this.#write('POST', `comments/${id}/flags`, flag);
  }

  /** How a text will look and, with `nudge`, whether it may hurt. */
  preview(body, nudge = false) {
    return this.#write('POST', 'preview', { body, nudge, site: this.site });
  }

  /** True when the server is there but its answers may not be read from this page. */
  async refusesThisOrigin() {
    const options = { mode: 'no-cors', credentials: 'omit' };
    return fetch(new URL('healthz', this.server), options).then(
      () => true,
      () => false,
    );
  }

  /** An answer that must tell of a comment. */
  async #told(answer) {
    const told = await answer;
    if (told?.comment?.id) return told;
    throw new Refusal(502);
  }

  #url(path, query = {}) {
    const url = new URL(`api/v1/${path}`, this.server);
    for (const [name, value] of Object.entries(query)) {
      if (value != null) url.searchParams.set(name, value);
    }
    return url;
  }

  #asReader(headers = {}) {
    const token = this.memory.token;
    return { headers: token ? { ...headers, 'X-Belowline-Reader': token } : headers };
  }

  async #write(method, path, body, headers = {}) {
    const json = body && { 'Content-Type': 'application/json' };
    const answer = await this.#read(method, this.#url(path), {
      ...this.#asReader({ ...headers, ...json }),
      body: body && JSON.stringify(body),
    });
    if (answer?.reader_token) this.memory.token = answer.reader_token;
    return answer;
  }

  async #read(method, url, options) {
    const text = await this.#send(method, url, options);
    return text ? parsed(text) : null;
  }

  async #send(method, url, { signal, ...options } = {}) {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const until = signal ? AbortSignal.any([signal, patience]) : patience;
    try {
      return await answerOf(
        await fetch(url, { method, credentials: 'omit', signal: until, ...options }),
      );
    } catch (error) {
      if (error instanceof Refusal || signal?.aborted) throw error;
      throw new Refusal(0, { slow: patience.aborted });
    }
  }
}

const OWN_KEPT = 60;
const VOTES_KEPT = 500;
const instead = new Map();

/** What the browser keeps for the reader: localStorage, or this page's life where it is barred. */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return instead.get(key) ?? null;
  }
}

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    instead.set(key, value);
  }
}

/**
 * The reader's side of what the server knows: token, name, drafts, own comments and votes.
 * Everything but the name belongs to one server and site.
 */
export class Memory {
  constructor(server, site) {
    this.prefix = `belowline:${server}${site ?? ''}:`;
  }

  get token() {
    return read(`${this.prefix}reader`);
  }

  set token(value) {
    write(`${this.prefix}reader`, value);
  }

  get name() {
    return read('belowline:name') ?? '';
  }

  set name(value) {
    write('belowline:name', value);
  }

  /** The unsent text of a place (an article, or a reply to one comment) and the key it was sent by. */
  draft(place) {
    return read(`${this.prefix}draft:${place}`) ?? { text: '', key: null };
  }

  keepDraft(place, draft) {
    write(`${this.prefix}draft:${place}`, draft?.text ? draft : null);
  }

  /** What is kept of the reader's own comment: `{article, body, until, status}`, or undefined. */
  own(id) {
    return this.#all('own')[id];
  }

  ownOf(article) {
    return Object.entries(this.#all('own')).filter(([, own]) => own.article === article);
  }

  /** Notes changes to an own comment; `null` forgets it. */
  keepOwn(id, changes) {
    this.#keep('own', id, changes && { ...this.own(id), ...changes }, OWN_KEPT);
  }

  vote(id) {
    return this.#all('votes')[id] ?? 0;
  }

  keepVote(id, value) {
    this.#keep('votes', id, value);
  }

  flagged(id) {
    return id in this.#all('flags');
  }

  keepFlag(id) {
    this.#keep('flags', id, 1);
  }

  /** Sets or, without a value, drops one of a kind; the newest are kept, so that none grows on. */
  #keep(kind, id, value, most = VOTES_KEPT) {
    const { [id]: _, ...rest } = this.#all(kind);
    if (value) rest[id] = value;
    write(this.prefix + kind, Object.fromEntries(Object.entries(rest).slice(-most)));
  }

  #all(kind) {
    return read(this.prefix + kind) ?? {};
  }
}

import { Refusal } from './api.js';
import { button, make, showServerHtml } from './dom.js';

const SHOWS = /[^\s\p{C}]/u;

let made = 0;

/**
 * A form to write in, of a thread: a new comment, a reply or an edit.
 *
 * `deliver({text, name, website, key})` sends it and resolves when the server has taken it, upon
 * which the form is emptied and `done` called; a `Refusal` leaves the text where it is and is said
 * in plain words. With a `place`, unsent text
 * survives a reload, and so does the key it was sent by: a repeat after a lost answer is recognised
 * by the server and posts nothing twice.
 */
export class WritingForm {
  #busy = false;
  #weighed = '';
  #nudge;
  #status;

  constructor({ words, memory, api }, { place, label, send, text = '', deliver, done, cancel }) {
    Object.assign(this, { words, memory, api, place, deliver, done });
    this.draft = place ? memory.draft(place) : { text, key: null };
    this.element = this.#build(label, send, cancel);
  }

  focus() {
    this.body.focus();
    this.body.selectionStart = 1e5; // beyond any end is the end
  }

  #clear() {
    this.draft = { text: '', key: null };
    this.#keep();
    this.body.value = '';
    this.#fold();
  }

  /** The draft outlives the page, where it has a place; an empty one is forgotten. */
  #keep() {
    if (this.place) this.memory.keepDraft(this.place, this.draft);
  }

  /** Puts away what was asked for: the preview, the second thought. */
  #fold() {
    this.preview?.remove();
    this.#nudge?.remove();
  }

  #build(label, send, cancel) {
    const id = `form-${++made}`;
    const field = (name, text, input) => this.#field(`${id}-${name}`, name, text, input);
    this.#status = make('p', { className: 'problem', role: 'alert', hidden: true });
    this.submit = make('button', 'primary', send);
    return make(
      'form',
      {
        className: 'form',
        noValidate: true,
        onsubmit: (event) => this.#send(event),
        oninput: () => this.#changed(),
      },
      field('body', label, (this.body = this.#textarea())),
      this.place && this.#trap(),
      this.#status,
      make(
        'div',
        'bar',
        this.place && field('name', this.words.say('name'), (this.name = this.#nameInput())),
        make('span', 'space'),
        cancel && button('plain', this.words.say('cancel'), cancel),
        button('plain', this.words.say('preview'), () => this.#showPreview()),
        this.submit,
      ),
    );
  }

  #field(id, name, text, input) {
    input.id = id;
    const problem = make('p', { className: 'problem', id: `${id}-problem`, hidden: true });
    const hint = name === 'body' && make('p', { className: 'hint', id: `${id}-hint` }, this.words.say('hint'));
    input.setAttribute('aria-describedby', `${id}-problem ${id}-hint`);
    input.problem = problem;
    return make('div', `field ${name}`, make('label', { htmlFor: id }, text), input, problem, hint);
  }

  #textarea() {
    return make('textarea', { name: 'body', rows: 3, required: true, value: this.draft.text });
  }

  #nameInput() {
    return make('input', {
      name: 'name',
      autocomplete: 'name',
      maxLength: 100,
      required: true,
      value: this.memory.name,
    });
  }

  /** A field no person sees; what fills it is a program. */
  #trap() {
    this.website = make('input', { name: 'website', tabIndex: -1, autocomplete: 'off' });
    const label = { className: 'unseen', ariaHidden: true };
    return make('label', label, this.words.say('website'), this.website);
  }

  /** Keeps the text; words that differ from those last sent are another comment, with a new key. */
  #changed() {
    this.draft = { text: this.body.value, key: null };
    this.#keep();
    this.#fold();
  }

  async #send(event) {
    event.preventDefault();
    if (this.#busy || !this.#filled(this.body, this.name)) return;
    this.#nudge?.remove();
    this.#setBusy(true);
    try {
      if (await this.#mayHurt()) return this.#ask();
      await this.deliver(this.#parcel());
      this.#clear();
      this.done?.();
    } catch (error) {
      this.#explain(error);
    } finally {
      this.#setBusy(false);
    }
  }

  /** Asks the server, once for each text; where it cannot tell, nobody is held up. */
  async #mayHurt() {
    const text = this.body.value;
    if (text === this.#weighed) return false;
    try {
      const { nudge } = await this.api.preview(text, true);
      this.#weighed = text;
      return nudge;
    } catch (error) {
      if (error.status === 0) throw error;
      return false;
    }
  }

  /** A second thought before sending, which is the reader's own to have. */
  #ask() {
    const { words } = this;
    const edit = button('primary', words.say('edit'), () => {
      this.#nudge.remove();
      this.focus();
    });
    const anyway = make('button', 'plain', words.say('anyway'));
    const bar = make('div', 'bar', edit, anyway);
    this.#nudge = make('div', { className: 'nudge', role: 'alert' }, words.say('nudge'), bar);
    this.#status.after(this.#nudge);
    edit.focus();
  }

  #parcel() {
    const { draft, website } = this;
    const name = this.name?.value.trim();
    draft.text = this.body.value;
    draft.key ??= newKey();
    this.#keep();
    if (name) this.memory.name = name;
    return { ...draft, name, website: website?.value };
  }

  /** Asks for what shows nothing in these fields; true when all show something. */
  #filled(...fields) {
    const empty = fields.filter((field) => field && !SHOWS.test(field.value));
    const ask = ({ name }) => [name, this.words.say(`need_${name}`)];
    return this.#mark(Object.fromEntries(empty.map(ask)));
  }

  /** Says what is wrong beside each field and goes to the first; true when nothing is. */
  #mark(problems, rest = '') {
    this.#status.textContent = rest;
    this.#status.hidden = !rest;
    const fields = [this.body, this.name].filter(Boolean);
    for (const field of fields) {
      const problem = problems[field.name] || '';
      field.problem.textContent = problem;
      field.problem.hidden = !problem;
      field.ariaInvalid = !!problem;
    }
    const wrong = fields.find((field) => problems[field.name]);
    wrong?.focus();
    return !wrong && !rest;
  }

  #explain(error) {
    const { name, body, ...others } = error.fields ?? {};
    const rest = Object.values(others);
    const plain = name || body || rest.length ? rest.join(' ') : this.words.why(error);
    this.#mark({ name, body: body && this.words.say('error_large') }, plain); // it is not empty
    if (!(error.status < 500 && error.status)) this.#offerAgain();
    if (error.final) this.draft.key = null;
    this.#keep();
    if (!(error instanceof Refusal)) throw error;
  }

  #offerAgain() {
    const again = make('button', 'plain', this.words.say('try_again'));
    this.#status.append(` ${this.words.say('kept')} `, again);
  }

  #setBusy(busy) {
    this.#busy = this.body.readOnly = busy;
    this.element.classList.toggle('busy', busy);
    this.submit.ariaDisabled = busy;
  }

  async #showPreview() {
    if (!this.#filled(this.body)) return;
    try {
      const { html } = await this.api.preview(this.body.value);
      const text = make('div', 'text');
      showServerHtml(text, html);
      const hint = make('p', 'hint', this.words.say('preview'));
      this.preview?.remove();
      this.preview = make('div', { className: 'preview', tabIndex: -1 }, hint, text);
      this.body.parentNode.after(this.preview);
      this.preview.focus();
    } catch (error) {
      this.#explain(error);
    }
  }
}

/** A key nobody else makes, on pages without TLS too. */
function newKey() {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}

import { Refusal } from './api.js';
import { button, make, showServerHtml } from './dom.js';

let made = 0;

/**
 * A form to write in: a new comment, a reply or an edit.
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

  constructor({ words, memory, api, place, label, send, text = '', deliver, done, cancel }) {
    Object.assign(this, { words, memory, api, place, deliver, done });
    this.draft = place ? memory.draft(place) : { text, key: null };
    this.element = this.#build(label, send, cancel);
  }

  focus() {
    this.body.focus();
    this.body.setSelectionRange(this.body.value.length, this.body.value.length);
  }

  #clear() {
    this.draft = { text: '', key: null };
    if (this.place) this.memory.keepDraft(this.place, null);
    this.body.value = '';
    this.preview.hidden = this.nudge.hidden = true;
  }

  #build(label, send, cancel) {
    const id = `form-${++made}`;
    const field = (name, text, input) => this.#field(`${id}-${name}`, name, text, input);
    this.status = make('p', { class: 'problem', role: 'alert', hidden: true });
    this.preview = make('div', { class: 'preview', tabindex: '-1', hidden: true });
    this.nudge = this.#nudge();
    this.submit = button('primary', send, null, { type: 'submit' });
    return make(
      'form',
      {
        class: 'form',
        novalidate: true,
        onsubmit: (event) => this.#send(event),
        oninput: () => this.#changed(),
      },
      field('body', label, (this.body = this.#textarea())),
      this.preview,
      this.place && this.#trap(id),
      this.status,
      this.nudge,
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
    const problem = make('p', { class: 'problem', id: `${id}-problem`, hidden: true });
    const hint = name === 'body' && make('p', { class: 'hint', id: `${id}-hint` }, this.words.say('hint'));
    input.setAttribute('aria-describedby', `${id}-problem${hint ? ` ${id}-hint` : ''}`);
    input.problem = problem;
    return make('div', `field ${name}`, make('label', { for: id }, text), input, problem, hint);
  }

  #textarea() {
    const area = make('textarea', { name: 'body', rows: 3, required: true });
    area.value = this.draft.text;
    return area;
  }

  #nameInput() {
    const input = make('input', {
      name: 'name',
      autocomplete: 'name',
      maxlength: 100,
      required: true,
    });
    input.value = this.memory.name;
    return input;
  }

  /** A field no person sees; what fills it is a program. */
  #trap(id) {
    this.website = make('input', {
      id: `${id}-website`,
      name: 'website',
      tabindex: '-1',
      autocomplete: 'off',
    });
    return make(
      'div',
      { class: 'unseen', 'aria-hidden': 'true' },
      make('label', { for: `${id}-website` }, this.words.say('website')),
      this.website,
    );
  }

  /** Keeps the text; words that differ from those last sent are another comment, with a new key. */
  #changed() {
    this.draft = { text: this.body.value, key: null };
    if (this.place) this.memory.keepDraft(this.place, this.draft);
    this.preview.hidden = this.nudge.hidden = true;
  }

  async #send(event) {
    event.preventDefault();
    if (this.#busy || !this.#complete()) return;
    this.nudge.hidden = true;
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
  #nudge() {
    const { words } = this;
    const edit = button('primary', words.say('edit'), () => {
      this.nudge.hidden = true;
      this.focus();
    });
    const anyway = button('plain', words.say('anyway'), null, { type: 'submit' });
    const bar = make('div', 'bar', edit, anyway);
    return make('div', { class: 'nudge', role: 'alert', hidden: true }, words.say('nudge'), bar);
  }

  #ask() {
    this.nudge.hidden = false;
    this.nudge.querySelector('button').focus();
  }

  #parcel() {
    this.draft.text = this.body.value;
    this.draft.key ??= newKey();
    if (this.place) this.memory.keepDraft(this.place, this.draft);
    if (this.name) this.memory.name = this.name.value.trim();
    return {
      text: this.draft.text,
      key: this.draft.key,
      name: this.name?.value.trim(),
      website: this.website?.value,
    };
  }

  #complete() {
    return this.#mark({
      name: this.name?.value.trim() === '' && this.words.say('need_name'),
      body: this.body.value.trim() === '' && this.words.say('need_body'),
    });
  }

  /** Says what is wrong beside each field and goes to the first; true when nothing is. */
  #mark(problems, rest = '') {
    this.status.textContent = rest;
    this.status.hidden = !rest;
    const fields = [this.body, this.name].filter(Boolean);
    for (const field of fields) {
      const problem = problems[field.name] || '';
      field.problem.textContent = problem;
      field.problem.hidden = !problem;
      field.setAttribute('aria-invalid', `${!!problem}`);
    }
    const wrong = fields.find((field) => problems[field.name]);
    wrong?.focus();
    return !wrong && !rest;
  }

  #explain(error) {
    const { name, body, ...others } = error.fields ?? {};
    const rest = Object.entries(others).map(([field, message]) => `${field}: ${message}`);
    const plain = name || body || rest.length ? rest.join(' ') : this.words.why(error);
    this.#mark({ name, body }, plain);
    if (!(error.status < 500 && error.status)) this.#offerAgain();
    if (error.final) this.draft.key = null;
    if (this.place) this.memory.keepDraft(this.place, this.draft);
    if (!(error instanceof Refusal)) throw error;
  }

  #offerAgain() {
    const again = button('plain', this.words.say('try_again'), null, { type: 'submit' });
    this.status.append(` ${this.words.say('kept')} `, again);
  }

  #setBusy(busy) {
    this.#busy = this.body.readOnly = busy;
    this.element.classList.toggle('busy', busy);
    this.submit.setAttribute('aria-disabled', `${busy}`);
  }

  async #showPreview() {
    try {
      const { html } = await this.api.preview(this.body.value);
      const text = make('div', 'text');
      showServerHtml(text, html);
      this.preview.replaceChildren(make('p', 'hint', this.words.say('preview_of')), text);
      this.preview.hidden = false;
      this.preview.focus();
    } catch (error) {
      this.#explain(error);
    }
  }
}

/** A key nobody else makes; `randomUUID` is there on secure pages only. */
function newKey() {
  return crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint32Array(4)).join('-');
}

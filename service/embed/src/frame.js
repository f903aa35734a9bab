import { button, make } from './dom.js';

export const SORTS = ['newest', 'oldest', 'top'];

/**
 * The fixed parts of a thread, from top to bottom: heading and order, the place to write in, the
 * offer of new comments, the list with its two ends, a note, and what is said to screen readers.
 */
export class Frame {
  constructor({ words, dir, sort, sortBy, showFresh, showEarlier, showMore }) {
    const say = (key) => words.say(key);
    const later = { hidden: true };
    Object.assign(this, { words, dir });
    this.heading = make(
      'h2',
      { className: 'heading', id: 'heading', tabIndex: -1 },
      words.count('comments', 0),
    );
    this.sorter = make(
      'select',
      { onchange: () => sortBy(this.sorter.value) },
      SORTS.map((name) => make('option', { value: name, selected: name === sort }, say(name))),
    );
    this.composer = make('div', 'composer');
    this.fresh = button('fresh', '', showFresh, later);
    this.earlier = button('more', say('earlier'), showEarlier, later);
    this.list = make('ol', 'comments');
    this.note = make('p', 'note', say('loading'));
    this.more = button('more', say('more'), showMore, later);
    this.spoken = make('p', { className: 'unseen', role: 'status' });
    this.element = this.#put();
  }

  /** Says something aloud that is only seen otherwise. */
  announce(text) {
    this.spoken.replaceChildren(text); // another node, so that the same words are said again
  }

  /** Below the list: an invitation, a problem, or nothing. */
  tell(...parts) {
    this.note.replaceChildren(...parts);
    this.note.hidden = !parts.length;
  }

  offer(n) {
    if (n > 0) this.fresh.textContent = this.words.count('fresh', n);
    if (n > 0 && this.fresh.hidden) this.announce(this.words.count('fresh', n));
    this.fresh.hidden = n <= 0;
  }

  #put() {
    const thread = make(
      'section',
      { className: 'thread', lang: this.words.locale, dir: this.dir },
      make('header', 'top', this.heading, make('label', 'sort', this.words.say('sort'), this.sorter)),
      this.composer,
      this.fresh,
      this.earlier,
      this.list,
      this.note,
      this.more,
      this.spoken,
    );
    thread.setAttribute('aria-labelledby', 'heading');
    return thread;
  }
}

import { button, make } from './dom.js';
import { say, sayCount } from './texts.js';

export const SORTS = ['newest', 'oldest', 'top'];

/**
 * The fixed parts of a thread, from top to bottom: heading and order, the place to write in, the
 * offer of new comments, the list with its two ends, a note, and what is said to screen readers.
 */
export class Frame {
  constructor({ sort, sortBy, showFresh, showEarlier, showMore }) {
    const later = { hidden: true };
    this.heading = make(
      'h2',
      { class: 'heading', id: 'heading', tabindex: '-1' },
      sayCount('comments', 0),
    );
    this.sorter = make(
      'select',
      { id: 'sort', onchange: () => sortBy(this.sorter.value) },
      SORTS.map((name) => make('option', { value: name, selected: name === sort }, say(name))),
    );
    this.composer = make('div', 'composer');
    this.fresh = button('fresh', '', showFresh, later);
    this.earlier = button('more', say('earlier'), showEarlier, later);
    this.list = make('ol', 'comments');
    this.note = make('p', 'note', say('loading'));
    this.more = button('more', say('more'), showMore, later);
    this.spoken = make('p', { class: 'unseen', role: 'status' });
    this.element = this.#put();
  }

  /** Says something aloud that is only seen otherwise. */
  announce(text) {
    this.spoken.textContent = '';
    this.spoken.textContent = text;
  }

  /** Below the list: an invitation, a problem, or nothing. */
  tell(...parts) {
    this.note.replaceChildren(...parts);
    this.note.hidden = !this.note.hasChildNodes();
  }

  offer(n) {
    if (n > 0) this.fresh.textContent = sayCount('fresh', n);
    if (n > 0 && this.fresh.hidden) this.announce(sayCount('fresh', n));
    this.fresh.hidden = n <= 0;
  }

  #put() {
    const { heading, sorter, composer, fresh, earlier, list, note, more, spoken } = this;
    const sort = make('div', 'sort', make('label', { for: 'sort' }, say('sort')), sorter);
    return make(
      'section',
      { class: 'thread', 'aria-labelledby': 'heading' },
      make('header', 'top', heading, sort),
      ...[composer, fresh, earlier, list, note, more, spoken],
    );
  }
}

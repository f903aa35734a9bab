import { bodyOf, graveOf } from './card.js';

/** A vote just given is shown at once; shared pages know of it only some seconds later. */
const VOTES_LAG_MS = 8_000;

/** One comment on the page: its card, a slot for the form opened at it, and its replies. */
export class CommentView {
  #drawn;
  #votedAt = 0;

  /** `home` is the comment this one is shown under, or null for one that stands alone. */
  constructor(thread, data, home) {
    const cursor = data.replies?.next_cursor;
    Object.assign(this, { thread, words: thread.words, home, id: data.id, cursor });
    this.item = thread.moulds.item.cloneNode(true);
    [this.card, this.slot, this.list, this.more] = this.item.children;
    this.item.view = this;
    this.data = data;
  }

  /** What the reader's browser keeps of it, if it is theirs. */
  get own() {
    return this.thread.memory.own(this.id);
  }

  /** True while only its author sees it: waiting, or refused. */
  get hidden() {
    return ['pending', 'rejected'].includes(this.own?.status);
  }

  get children() {
    return [...this.list.children].map((item) => item.view);
  }

  /** Shows newer data. The shared page's tombstone of an own waiting comment tells less than we know. */
  update(data) {
    if (this.#drawn && data.tombstone && this.hidden) return;
    if (Date.now() - this.#votedAt < VOTES_LAG_MS) data = { ...data, votes: this.data.votes };
    const before = this.#drawn;
    this.answers = data.replies?.count;
    this.data = { ...data, replies: null };
    this.#drawn = JSON.stringify([this.data, this.own, this.thread.open]);
    if (this.#drawn === before) this.counted();
    else this.draw();
  }

  /** Draws the card anew and gives the focus back to the button that had it. */
  draw() {
    const active = this.card.getRootNode().activeElement;
    const held = this.card.contains(active) && active.dataset?.does;
    const gone = this.data.tombstone;
    this.card.className = gone ? 'card gone' : this.hidden ? 'card hidden-from-others' : 'card';
    this.card.replaceChildren(...(gone ? graveOf(this) : bodyOf(this)));
    this.counted();
    if (held) this.action(held)?.focus();
  }

  /** The button on the card that does this. */
  action(does) {
    return this.card.querySelector(`[data-does="${does}"]`);
  }

  continueAt(cursor) {
    this.cursor = cursor;
    this.counted();
  }

  /** Hides or shows the branch below. */
  fold(folded) {
    this.folded = folded;
    this.list.hidden = folded;
    this.counted();
  }

  /** Says how many replies there are to fold away. */
  counted() {
    const shown = this.list.childElementCount;
    const folder = this.action('fold');
    folder.hidden = !shown;
    folder.ariaExpanded = !this.folded;
    const n = Math.max(shown, this.answers ?? 0);
    if (shown) folder.textContent = this.words.count('replies', n);
    this.more.hidden = this.folded || !this.cursor;
  }

  voted(votes, mine) {
    this.#votedAt = Date.now();
    this.thread.memory.keepVote(this.id, mine);
    this.data.votes = votes;
    this.draw();
  }

  /** Does what one of its buttons says. */
  act(does) {
    const { thread } = this;
    const value = { up: 1, down: -1 }[does];
    if (value) thread.own.vote(this, thread.memory.vote(this.id) === value ? 0 : value);
    else if (does === 'fold') this.fold(!this.folded);
    else if (does === 'more') thread.showReplies(this);
    else thread.own.act(does, this);
  }

  /** Opens a form at this comment, or closes the one that is open. */
  fill(form) {
    this.slot.replaceChildren(...(form ? [form] : []));
  }
}

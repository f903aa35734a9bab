import { button, icon, make, showServerHtml } from './dom.js';

/** A vote just given is shown at once; shared pages know of it only some seconds later. */
const VOTES_LAG_MS = 8_000;

/** One comment on the page: its card, a slot for the form opened at it, and its replies. */
export class CommentView {
  #drawn;
  #votedAt = 0;

  /** `home` is the comment this one is shown under, or null for one that stands alone. */
  constructor(thread, data, home) {
    Object.assign(this, { thread, words: thread.words, home, id: data.id, cursor: null });
    this.card = make('article', { class: 'card', tabindex: '-1' });
    this.slot = make('div', 'slot');
    this.list = make('ol', 'replies');
    this.more = button('more', this.words.say('more_replies'), () => thread.showReplies(this), {
      hidden: true,
    });
    this.folder = button('act fold', '', () => this.fold(!this.folded), {
      'data-does': 'fold',
      'aria-expanded': 'true',
      hidden: true,
    });
    this.item = make('li', 'comment', this.card, this.slot, this.list, this.more);
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
    if (this.#drawn !== before) this.draw();
    this.counted();
  }

  /** Draws the card anew and gives the focus back to the button that had it. */
  draw() {
    const active = this.card.getRootNode().activeElement;
    const held = this.card.contains(active) && active.dataset?.does;
    const gone = this.data.tombstone && !this.hidden;
    this.card.className = gone ? 'card gone' : this.hidden ? 'card hidden-from-others' : 'card';
    this.card.replaceChildren(...(gone ? this.#tombstone() : this.#living()));
    if (held) this.action(held)?.focus();
  }

  /** The button on the card that does this. */
  action(does) {
    return this.card.querySelector(`[data-does="${does}"]`);
  }

  continueAt(cursor) {
    this.cursor = cursor ?? null;
    this.counted();
  }

  /** Hides or shows the branch below. */
  fold(folded) {
    this.folded = folded;
    this.folder.setAttribute('aria-expanded', `${!folded}`);
    this.list.hidden = folded;
    this.counted();
  }

  /** Says how many replies there are to fold away. */
  counted() {
    const shown = this.list.childElementCount;
    const n = Math.max(shown, this.answers ?? 0);
    this.folder.hidden = !shown;
    if (shown) this.folder.replaceChildren(icon('fold'), this.words.count('replies', n));
    this.more.hidden = this.folded || !this.cursor;
  }

  voted(votes, mine) {
    this.#votedAt = Date.now();
    this.thread.memory.keepVote(this.id, mine);
    this.data.votes = votes;
    this.draw();
  }

  /** Opens a form at this comment, or closes the one that is open. */
  fill(form) {
    this.slot.replaceChildren(...(form ? [form] : []));
  }

  #tombstone() {
    return [make('p', 'grave', this.words.say(`gone_${this.data.tombstone}`)), this.folder];
  }

  #living() {
    const text = make('div', { class: 'text', dir: 'auto' });
    showServerHtml(text, this.data.html);
    return [this.#head(), text, this.#state(), this.#actions()].filter(Boolean);
  }

  #head() {
    const { author } = this.data;
    const badge = (name) => make('span', `badge ${name}`, this.words.say(name));
    return make(
      'header',
      'head',
      this.#avatar(),
      make('span', 'author', make('bdi', {}, author.name)),
      author.staff && badge('staff'),
      author.verified && badge('verified'),
      this.own && badge('you'),
      this.#replyingTo(),
      this.#time(),
      this.data.edited_at &&
        make(
          'span',
          { class: 'edited', ...this.#titled(this.data.edited_at) },
          this.words.say('edited'),
        ),
    );
  }

  #avatar() {
    const { name, initials } = this.data.author;
    const avatar = make('span', { class: 'avatar', 'aria-hidden': 'true' }, initials);
    avatar.style.setProperty('--hue', name.codePointAt(0) * 47 + name.length * 29);
    return avatar;
  }

  /** Below the deepest level replies lie flat, so it is said whom they answer. */
  #replyingTo() {
    const { parent_id: parent } = this.data;
    if (!parent || parent === this.home?.id) return null;
    const author = this.thread.views.get(parent)?.data.author;
    const words = author
      ? this.words.say('in_reply_to', { name: author.name })
      : this.words.say('in_reply');
    return make('a', { class: 'to', href: `#comment-${parent}` }, words);
  }

  #time() {
    const at = new Date(this.data.created_at);
    return make(
      'a',
      {
        class: 'time',
        href: `#comment-${this.id}`,
        'data-does': 'link',
        ...this.#titled(this.data.created_at),
      },
      make('time', { datetime: this.data.created_at }, this.words.ago(at)),
    );
  }

  /** A title that tells the exact time, made for whoever comes near. */
  #titled(at) {
    const tell = ({ target }) => {
      target.title ||= this.words.exact(new Date(at));
    };
    return { onpointerenter: tell, onfocus: tell };
  }

  #state() {
    if (!this.hidden) return null;
    const waiting = this.own.status === 'pending';
    const wait = this.data.typical_wait_s;
    const reason = this.data.reason;
    return make(
      'p',
      `state ${this.own.status}`,
      make('strong', {}, this.words.say(waiting ? 'waiting' : 'not_published')),
      ` ${this.words.say('only_you')}`,
      waiting && wait != null && ` ${this.words.say('waiting_time', { time: this.words.duration(wait) })}`,
      !waiting && reason && ` ${this.words.say('reason', { reason: this.words.reason(reason) })}`,
    );
  }

  #actions() {
    const { own, thread } = this;
    const act = (does, text = does) =>
      button('act', [icon(does), this.words.say(text)], () => thread.own.act(does, this), {
        'data-does': does,
      });
    const everyones = !this.hidden && [
      this.#vote('up', 1),
      this.#vote('down', -1),
      thread.open && act('reply', thread.own.hasDraft(this) ? 'finish_reply' : 'reply'),
      !own && this.#flag(act),
    ];
    const within = own && own.status !== 'rejected' && Date.now() < Date.parse(own.until);
    const authors = [
      within && act('edit'),
      within && act('remove'),
      own?.status === 'rejected' && act('dismiss'),
    ];
    return make('div', 'actions', everyones, authors, this.folder);
  }

  #vote(name, value) {
    const pressed = this.thread.memory.vote(this.id) === value;
    const n = this.data.votes[name];
    return button(
      'act vote',
      [icon(name), n || ''],
      () => this.thread.own.vote(this, pressed ? 0 : value),
      {
        'data-does': name,
        title: this.words.say(name),
        'aria-label': `${this.words.say(name)}: ${n}`,
        'aria-pressed': `${pressed}`,
      },
    );
  }

  #flag(act) {
    const done = this.thread.memory.flagged(this.id);
    return done ? make('span', 'act done', this.words.say('flagged')) : act('flag');
  }
}

import { button, icon, make, showServerHtml } from './dom.js';
import { ago, duration, exact, say, sayReason } from './texts.js';

/** A vote just given is shown at once; shared pages know of it only some seconds later. */
const VOTES_LAG_MS = 8_000;

/** One comment on the page: its card, a slot for the form opened at it, and its replies. */
export class CommentView {
  #drawn;
  #votedAt = 0;

  /** `home` is the comment this one is shown under, or null for one that stands alone. */
  constructor(thread, data, home) {
    Object.assign(this, { thread, home, id: data.id, cursor: null });
    this.card = make('article', { class: 'card', tabindex: '-1' });
    this.slot = make('div', 'slot');
    this.list = make('ol', 'replies');
    this.more = button('more', say('more_replies'), () => thread.showReplies(this), {
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
    this.data = { ...data, replies: null };
    this.#drawn = JSON.stringify([this.data, this.own, this.thread.open]);
    if (this.#drawn !== before) this.draw();
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
    this.more.hidden = !cursor;
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
    return [make('p', 'grave', say(`gone_${this.data.tombstone}`))];
  }

  #living() {
    const text = make('div', { class: 'text', dir: 'auto' });
    showServerHtml(text, this.data.html);
    return [this.#head(), text, this.#state(), this.#actions()].filter(Boolean);
  }

  #head() {
    const { author } = this.data;
    const badge = (name) => make('span', `badge ${name}`, say(name));
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
          {
            class: 'edited',
            title: say('edited_at', { time: exact(new Date(this.data.edited_at)) }),
          },
          say('edited'),
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
    const answered = parent && parent !== this.home?.id && this.thread.views.get(parent)?.data;
    if (!answered?.author) return null;
    return make(
      'a',
      { class: 'to', href: `#comment-${parent}` },
      say('in_reply_to', { name: answered.author.name }),
    );
  }

  #time() {
    const at = new Date(this.data.created_at);
    return make(
      'a',
      { class: 'time', href: `#comment-${this.id}`, 'data-does': 'link', title: exact(at) },
      make('time', { datetime: this.data.created_at }, ago(at)),
    );
  }

  #state() {
    if (!this.hidden) return null;
    const waiting = this.own.status === 'pending';
    const wait = this.data.typical_wait_s;
    const reason = this.data.reason;
    return make(
      'p',
      `state ${this.own.status}`,
      make('strong', {}, say(waiting ? 'waiting' : 'not_published')),
      ` ${say(waiting ? 'waiting_note' : 'not_published_note')}`,
      waiting && wait && ` ${say('waiting_time', { time: duration(wait) })}`,
      !waiting && reason && ` ${say('reason', { reason: sayReason(reason) })}`,
    );
  }

  #actions() {
    const { own, thread } = this;
    const act = (does, text = does) =>
      button('act', [icon(does), say(text)], () => thread.own.act(does, this), {
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
    return make('div', 'actions', everyones, authors);
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
        title: say(name),
        'aria-label': `${say(name)}: ${n}`,
        'aria-pressed': `${pressed}`,
      },
    );
  }

  #flag(act) {
    const done = this.thread.memory.flagged(this.id);
    return done ? make('span', 'act done', say('flagged')) : act('flag');
  }
}

import { Api, pageOf, Refusal } from './api.js';
import { mouldsFor } from './card.js';
import { CommentView } from './comment.js';
import { button, make } from './dom.js';
import { Follow } from './follow.js';
import { WritingForm } from './form.js';
import { Frame, SORTS } from './frame.js';
import { Memory } from './memory.js';
import { Own } from './own.js';
import { wordsFor } from './words.js';

const PAGE = 25;
const DEEPEST = 6;
const MINUTE_MS = 60_000;
const SLICE_MS = 8;

/**
 * The thread of one article inside a shadow root, from `start` to `stop`: what is read.
 * `Own` is what the reader does, `Follow` what others do meanwhile.
 */
export class Thread {
  /** Rises with all that makes answers on their way stale. */
  changes = 0;
  #ending = new AbortController();

  /**
   * `options`: server, article, and perhaps site, sort, lang, dir, url and title (of the article).
   * `emit(name, detail)` tells the page what happened.
   */
  constructor(root, options, emit) {
    Object.assign(this, { root, options, emit, open: true, count: null, views: new Map() });
    this.signal = this.#ending.signal;
    this.sort = SORTS.includes(options.sort) ? options.sort : SORTS[0];
    this.memory = new Memory(options.server, options.site);
    this.api = new Api(options, this.memory);
    this.own = new Own(this);
    this.follow = new Follow(this);
  }

  /** Asks for the comments and, at the same time, for the words to show them in. */
  async start() {
    const around = linked();
    const asked = this.page({ around });
    asked.catch(() => {}); // told once there are words for it
    this.words = await wordsFor(this.options.lang);
    if (this.signal.aborted) return;
    this.#frame();
    addEventListener('hashchange', () => this.#followLink(), { signal: this.signal });
    const clock = setInterval(() => this.#tick(), MINUTE_MS);
    this.signal.addEventListener('abort', () => clearInterval(clock));
    await this.load(around, asked);
    if (!this.signal.aborted) this.follow.start();
  }

  #frame() {
    const { words, sort, options } = this;
    this.frame = new Frame({
      words,
      sort,
      dir: options.dir ? '' : words.dir,
      sortBy: (sort) => this.#sortBy(sort),
      showFresh: () => this.follow.show(),
      showEarlier: () => this.#turn('previous'),
      showMore: () => this.#turn('next'),
    });
    this.moulds = mouldsFor(words);
    this.root.replaceChildren(this.frame.element);
    this.#listen(this.frame.list);
  }

  /** For all cards at once: what their buttons do, and the exact times when somebody comes near. */
  #listen(list) {
    list.addEventListener('click', ({ target }) => {
      const { does } = target.closest('button[data-does]')?.dataset ?? {};
      if (does) target.closest('.comment').view.act(does);
    });
    for (const sign of ['pointerover', 'focusin']) {
      list.addEventListener(sign, ({ target }) => {
        const near = target.closest('[data-at]');
        if (near) near.title ||= this.words.exact(new Date(near.dataset.at));
      });
    }
  }

  /** Ends everything that was begun: listeners, timers and questions on their way. */
  stop() {
    this.#ending.abort();
    this.showing = null;
    this.root.replaceChildren();
  }

  /** Shows the first page, or the one around a comment that a link names. */
  async load(around, asked = this.page({ around })) {
    try {
      const { sort } = this;
      const page = await asked;
      if (sort !== this.sort) return; // the reader has chosen another meanwhile
      await this.show(page);
    } catch (error) {
      if (around && error.final) return this.load();
      return this.#failed(error);
    }
    this.invite();
    this.emit('ready', { article: this.options.article, count: this.count });
    if (around) this.#goTo(around);
  }

  async page(query = {}) {
    return pageOf(await this.pageText(query));
  }

  pageText(query = {}) {
    return this.api.page({ sort: this.sort, limit: PAGE, ...query }, this.signal);
  }

  /** A page in place of whatever was shown, and what only the reader sees of their own. */
  async show(page) {
    this.changes += 1;
    this.showing = page;
    this.views.clear();
    this.frame.tell(); // what stood there would be seen to move
    this.frame.list.replaceChildren();
    this.setArticle(page.article); // before the cards, which are drawn by it
    await this.adoptAll(page.comments);
    if (page !== this.showing) return;
    this.#setEnds(page.prev_cursor, page.next_cursor);
    this.follow.settle(page);
    await this.own.restore();
  }

  /** Puts a comment where it belongs, or brings one already shown up to date. */
  adopt(data, home, before = null) {
    const known = this.views.get(data.id);
    const view = known ?? new CommentView(this, data, home);
    this.views.set(data.id, view);
    view.update(data); // before it is on the page, where drawing costs more
    if (!view.home) this.frame.list.insertBefore(view.item, before);
    else if (!known) insertInOrder(home, view);
    return view;
  }

  /** The same for many and their replies, with pauses in which the browser can answer the reader. */
  async adoptAll(comments, before, above, showing = this.showing) {
    const waiting = comments.map((data) => [data, this.homeOf(data, above)]);
    const views = [];
    let began = Date.now();
    while (waiting.length && showing === this.showing) {
      const [data, home] = waiting.shift();
      const view = this.adopt(data, home, before);
      if (comments.includes(data)) views.push(view);
      waiting.unshift(...(data.replies?.items ?? []).map((reply) => [reply, view]));
      if (Date.now() - began < SLICE_MS) continue;
      await new Promise((done) => setTimeout(done));
      began = Date.now();
    }
    return views;
  }

  /** The comment under which a reply is shown: its parent, or the deepest level's last nest. */
  homeOf(data, otherwise = null) {
    const parent = this.views.get(data.parent_id);
    if (!parent) return otherwise;
    return parent.data.depth <= DEEPEST ? parent : parent.home;
  }

  /** Takes a comment and what hangs below it off the page. */
  forget(view) {
    view.children.forEach((child) => this.forget(child));
    this.views.delete(view.id);
    view.item.remove();
    view.home?.counted();
  }

  setArticle({ count, open, message }) {
    if (open !== this.open || !this.frame.composer.hasChildNodes()) {
      this.open = open;
      this.#drawComposer(message);
      for (const view of this.views.values()) view.draw();
    }
    this.setCount(count);
  }

  setCount(count) {
    if (count === this.count) return;
    const { article, site } = this.options;
    this.count = count;
    this.frame.heading.textContent = this.words.count('comments', count);
    this.emit('count', { article, site, count });
  }

  /** An empty thread invites to be the first. */
  invite() {
    const { list, fresh } = this.frame;
    const empty = !list.hasChildNodes() && fresh.hidden;
    this.frame.tell(...(empty && this.open ? [this.words.say('first')] : []));
  }

  async showReplies(view) {
    try {
      const page = await this.api.replies(view.id, view.cursor);
      const added = await this.adoptAll(page.items, null, view);
      view.continueAt(page.next_cursor);
      this.arrived(added);
    } catch (error) {
      this.complain(error, view);
    }
  }

  /** Says how many came and goes to the first of them. */
  arrived(views) {
    this.frame.announce(this.words.count('loaded', views.length));
    views[0]?.card.focus({ preventScroll: true });
  }

  /** Says what went wrong: at the comment it happened to, below a form begun there, or below the list. */
  complain(error, view) {
    if (this.signal.aborted) return;
    this.problem?.remove();
    this.problem = make('p', { className: 'problem', role: 'alert' }, this.words.why(error));
    if (view) view.slot.append(this.problem);
    else this.frame.tell(this.problem);
    this.report(error);
  }

  /** Tells the page what failed. What is no refusal of the server's is a fault of ours. */
  report(error) {
    if (!(error instanceof Refusal)) throw error;
    const message = this.words.why(error);
    this.emit('error', { article: this.options.article, status: error.status, message });
  }

  /** The next page at either end of the list. */
  async #turn(end) {
    const { showing } = this;
    try {
      const page = await this.page({ cursor: this[end] });
      const before = end === 'next' ? null : this.frame.list.firstElementChild;
      const added = await this.adoptAll(page.comments, before, null, showing);
      if (showing !== this.showing) return; // the reader has chosen another order meanwhile
      if (end === 'next') this.#setEnds(this.previous, page.next_cursor);
      else this.#setEnds(page.prev_cursor, this.next);
      this.arrived(added);
    } catch (error) {
      this.complain(error);
    }
  }

  #setEnds(previous, next) {
    Object.assign(this, { previous, next });
    this.frame.earlier.hidden = !previous;
    this.frame.more.hidden = !next;
  }

  #sortBy(sort) {
    this.sort = sort;
    return this.load();
  }

  #failed(error) {
    if (this.signal.aborted) return;
    const { words } = this;
    const again = button('plain', words.say('try_again'), () => this.load(linked()));
    const told = make('span', { role: 'alert' }, `${words.say('not_loaded')} ${words.why(error)} `);
    this.frame.tell(told, again);
    this.#nameCause(error);
    this.report(error);
  }

  /** Tells whoever set up the page, in the console, what readers can do nothing about. */
  async #nameCause({ status, problem }) {
    const { server, site } = this.options;
    if (problem?.detail) console.error(`Belowline: ${problem.detail}`);
    if (status !== 0 || !(await this.api.refusesThisOrigin())) return;
    const command = `belowline site set ${site ?? 'default'} --origin ${location.origin}`;
    console.error(
      `${server} does not allow comments on pages of ${location.origin}. ` +
        `Allow them by: ${command} (with an --origin for each other one that stays allowed)`,
    );
  }

  /** A form to write in while comments are open; else the site's message, above what was begun. */
  #drawComposer(message) {
    this.form ??= new WritingForm(this, {
      place: this.options.article,
      label: this.words.say('write'),
      send: this.words.say('post'),
      deliver: (parcel) => this.own.post(parcel, null),
    });
    const closed = make('p', 'closed', this.words.said(message));
    const begun = this.form.body.value ? [this.form.element] : [];
    this.frame.composer.replaceChildren(...(this.open ? [this.form.element] : [closed, ...begun]));
  }

  /** Once a minute: times go on, and the window for edits closes. */
  #tick() {
    for (const time of this.root.querySelectorAll('time'))
      time.textContent = this.words.ago(new Date(time.dateTime));
    for (const view of this.views.values()) if (view.own) view.draw();
  }

  #followLink() {
    const id = linked();
    if (!id) return;
    if (this.views.has(id)) this.#goTo(id);
    else this.load(id);
  }

  #goTo(id) {
    this.root.querySelector('.target')?.classList.remove('target');
    const view = this.views.get(id);
    for (let above = view?.home; above; above = above.home) above.fold(false);
    const card = view?.card;
    card?.classList.add('target');
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: 'center' });
  }
}

function linked() {
  return /^#comment-([\w-]+)$/.exec(location.hash)?.[1];
}

/** Replies stand in the order of their ids, which is the order they were written in. */
function insertInOrder(home, view) {
  home.list.insertBefore(view.item, home.children.find(({ id }) => id > view.id)?.item ?? null);
  home.counted();
}

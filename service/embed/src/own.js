import { button, make } from './dom.js';
import { flagForm } from './flag_form.js';
import { WritingForm } from './form.js';

const ASKED_AT_ONCE = 5;

/** What the reader does: post, edit, delete, vote, report, and what became of it. */
export class Own {
  constructor(thread) {
    this.thread = thread;
    this.memory = thread.memory;
    this.api = thread.api;
  }

  say(key, values) {
    return this.thread.words.say(key, values);
  }

  announce(key) {
    this.thread.frame.announce(this.say(key));
  }

  /** Comments that only their author sees, put back in their places after a reload. */
  async restore() {
    const { views, options } = this.thread;
    const unsure = this.memory.ownOf(options.article).filter(
      ([id, { status }]) => status !== 'approved' || status !== views.get(id)?.data.status,
    );
    await Promise.all(unsure.map(([id]) => this.look(id)));
  }

  /** Asks what became of waiting comments; true while some still wait. */
  async ask() {
    const waiting = [...this.thread.views.values()].filter(({ own }) => own?.status === 'pending');
    await Promise.all(waiting.slice(0, ASKED_AT_ONCE).map(({ id }) => this.look(id)));
    return waiting.length > 0;
  }

  /** Asks what became of an own comment. */
  async look(id) {
    try {
      const { comment, reason, typical_wait_s } = await this.api.comment(id);
      const data = { ...comment, reason, typical_wait_s };
      const view = this.thread.views.get(id);
      if (view) return this.decided(view, data);
      this.memory.keepOwn(id, data.status === 'deleted' ? null : { status: data.status });
      if (data.status === 'pending' || data.status === 'rejected') this.#place(data);
    } catch (error) {
      if (error.final) this.memory.keepOwn(id, null);
    }
  }

  /** Shows what was decided about an own comment, and says so when it is news. */
  decided(view, data) {
    if (data.status === 'deleted' && !view.children.length) return this.thread.forget(view);
    const news = view.own && data.status !== view.own.status;
    if (news) this.memory.keepOwn(view.id, { status: data.status });
    view.update(data);
    if (!news) return;
    if (data.status === 'approved') this.thread.follow.counted(1);
    const words = { approved: 'published_now', rejected: 'refused' }[data.status];
    if (words) this.announce(words);
  }

  /** Sends a new comment, or a reply to `parent`. */
  async post({ text, name, website, key }, parent) {
    const { url, title } = this.thread.options;
    const comment = { body: text, author: { name } };
    if (parent) comment.parent_id = parent.id;
    if (url) comment.article_url = url;
    if (title) comment.article_title = title;
    if (website) comment.website = website;
    this.#posted(await this.#change(this.api.post(comment, key)), text);
  }

  #posted({ comment, editable_until: until }, body) {
    const { article } = this.thread.options;
    const repeated = this.memory.own(comment.id)?.status === comment.status;
    this.memory.keepOwn(comment.id, { article, body, until, status: comment.status });
    const view = this.#place(comment);
    if (comment.status === 'approved' && !repeated) this.#counted(1);
    this.announce({ approved: 'posted', rejected: 'refused' }[comment.status] ?? 'held');
    this.thread.emit('posted', { article, comment });
    view.card.focus({ preventScroll: true });
    view.card.scrollIntoView({ block: 'nearest' });
    this.thread.follow.wake(1); // second: its author waits for a word
  }

  /** Where a comment just written stands: in its thread, else first, or last in oldest order. */
  #place(data) {
    const { thread } = this;
    const home = thread.homeOf(data);
    const last = home || thread.sort === 'oldest';
    const view = thread.adopt(data, home, last ? null : thread.frame.list.firstElementChild);
    thread.invite();
    return view;
  }

  #counted(change) {
    this.thread.follow.counted(change);
    this.thread.setCount(this.thread.count + change);
  }

  /** Waits for the answer to a change; pages asked for before it are stale, and so is what failed. */
  async #change(answer) {
    this.thread.problem?.remove();
    try {
      return await answer;
    } catch (error) {
      this.thread.report(error);
      throw error;
    } finally {
      this.thread.changes += 1;
    }
  }

  async vote(view, value) {
    try {
      // Garbage ends here, before anything of it is kept.
      const { votes: { up, down }, mine } = await this.#change(this.api.vote(view.id, value));
      view.voted({ up, down }, mine);
    } catch (error) {
      this.thread.complain(error, view);
    }
  }

  /** Opens the form of one of a comment's buttons, or closes it when it is open. */
  act(does, view) {
    if (does === 'dismiss') return this.#dismiss(view);
    if (view.slot.hasChildNodes() && view.slot.dataset.for === does) return this.#shut(view);
    view.slot.dataset.for = does;
    const open = { reply: this.#reply, edit: this.#edit, flag: this.#flag, remove: this.#confirm };
    open[does].call(this, view);
  }

  #shut(view) {
    view.fill(null);
    view.draw();
    view.action(view.slot.dataset.for)?.focus();
  }

  hasDraft(view) {
    return this.memory.draft(this.#placeOfReply(view)).text !== '';
  }

  #placeOfReply(view) {
    return `${this.thread.options.article}:${view.id}`;
  }

  #writingForm(view, options) {
    const cancel = () => this.#shut(view);
    const form = new WritingForm(this.thread, { cancel, ...options });
    view.fill(form.element);
    form.focus();
  }

  #reply(view) {
    this.#writingForm(view, {
      place: this.#placeOfReply(view),
      label: this.say('write_reply', { name: view.data.author.name }),
      send: this.say('post_reply'),
      deliver: (parcel) => this.post(parcel, view),
      done: () => {
        view.fill(null);
        view.draw();
      },
    });
  }

  #edit(view) {
    this.#writingForm(view, {
      text: view.own.body,
      label: this.say('write_edit'),
      send: this.say('save'),
      deliver: async ({ text }) => {
        const { comment } = await this.#change(this.api.edit(view.id, text));
        if (view.own.status === 'approved' && comment.status !== 'approved') this.#counted(-1);
        this.memory.keepOwn(view.id, { body: text, status: comment.status });
        view.update(comment);
        this.#shut(view);
        this.announce(comment.status === 'approved' ? 'saved' : 'held');
      },
    });
  }

  #flag(view) {
    const form = flagForm({
      words: this.thread.words,
      id: view.id,
      cancel: () => this.#shut(view),
      send: async (flag) => {
        await this.#change(this.api.flag(view.id, flag));
        this.memory.keepFlag(view.id);
        view.draw();
        view.fill(make('p', 'hint', this.say('flag_thanks')));
        this.announce('flag_thanks');
        view.card.focus({ preventScroll: true });
      },
    });
    view.fill(form);
    form.querySelector('select').focus();
  }

  #confirm(view) {
    const keep = button('plain', this.say('keep'), () => this.#shut(view));
    const remove = button('primary', this.say('remove'), () => this.#remove(view));
    view.fill(make('div', 'form bar', make('span', 'space', this.say('remove_sure')), keep, remove));
    keep.focus();
  }

  async #remove(view) {
    try {
      await this.#change(this.api.remove(view.id));
    } catch (error) {
      return this.thread.complain(error, view);
    }
    if (view.own?.status === 'approved') this.#counted(-1);
    this.#dismiss(view);
    this.announce('removed');
  }

  /** Takes an own comment off the page; above replies a tombstone stays. */
  #dismiss(view) {
    const tombstone = view.own?.status === 'rejected' ? 'rejected' : 'deleted';
    this.memory.keepOwn(view.id, null);
    view.fill(null);
    if (view.children.length) view.update({ ...view.data, tombstone });
    else this.thread.forget(view);
    this.thread.invite();
    this.thread.frame.heading.focus({ preventScroll: true });
  }
}

import { pageOf } from './api.js';
import { Watch } from './watch.js';

/**
 * Keeps a thread up to date while it is read. Comments on the page change where they stand; new
 * ones are only announced, so that nothing moves under the reader's eyes.
 */
export class Follow {
  #seen = '';
  #settled = 0;
  #newest = '';
  #watch;

  constructor(thread) {
    this.thread = thread;
  }

  start() {
    const { root, signal } = this.thread;
    this.#watch = new Watch(() => this.#poll(), { least: 5, most: 60, signal });
    for (const sign of ['pointerdown', 'keydown', 'focusin']) {
      root.addEventListener(sign, () => this.#watch.wake(), { signal });
    }
  }

  /** Asks again after so many seconds, when the reader waits for something. */
  wake(seconds) {
    this.#watch?.wake(seconds);
  }

  /** What is on the page is the present state: what comes from now on is new. */
  settle(page) {
    this.#seen = '';
    this.#settled = page.article.count;
    this.#newest = page.prev_cursor ? '' : latest(page.comments);
    this.thread.frame.offer(0);
  }

  /** The reader's own comment counts, but is no news to them. */
  counted(change) {
    this.#settled += change;
  }

  /** New comments are the newest, so that is the order they are shown in. */
  async show() {
    const { thread } = this;
    const before = new Set(thread.views.keys());
    try {
      const page = await thread.page({ sort: 'newest' });
      const inOrder = thread.sort === 'newest' && !thread.previous;
      const overlap = page.comments.some(({ id }) => before.has(id));
      thread.sort = thread.frame.sorter.value = 'newest';
      if (inOrder && overlap) await this.#merge(page);
      else await thread.show(page);
      thread.invite();
      thread.arrived([...thread.views.values()].filter(({ id }) => !before.has(id)));
    } catch (error) {
      thread.complain(error);
    }
  }

  async #merge(page) {
    let place = this.thread.frame.list.firstElementChild;
    for (const root of page.comments) {
      if (this.thread.views.get(root.id)?.item === place) place = place.nextElementSibling;
      await this.thread.adoptAll([root], place);
    }
    this.thread.setArticle(page.article);
    this.settle(page);
  }

  /** Asks for the first page again; true when anything changed or an own comment still waits. */
  async #poll() {
    const { thread } = this;
    const waiting = await thread.own.ask();
    const { changes } = thread;
    const text = await thread.pageText();
    if (changes !== thread.changes) return true;
    const seen = changes + text;
    if (seen === this.#seen) return waiting;
    this.#seen = seen;
    this.#compare(pageOf(text));
    return true;
  }

  #compare(page) {
    const { thread } = this;
    for (const root of page.comments) this.#refresh(root);
    if (!thread.previous) this.#sweepRoots(page);
    thread.setArticle(page.article);
    this.#settled = Math.min(this.#settled, page.article.count);
    thread.frame.offer(
      thread.sort === 'newest' ? this.#unknown(page) : page.article.count - this.#settled,
    );
    thread.invite();
  }

  /** How many would be shown; on pages around a comment, which lack more, those that came since. */
  #unknown({ comments }) {
    const { views, previous } = this.thread;
    this.#newest ||= latest(comments);
    const unknown = ({ id }) => !views.has(id) && (!previous || id > this.#newest);
    return flat(comments).filter(unknown).length;
  }

  /** Brings what is shown up to date; what is not shown yet waits until the reader asks for it. */
  #refresh(data) {
    const view = this.thread.views.get(data.id);
    if (!view) return;
    if (view.hidden && data.status === 'approved') this.thread.own.decided(view, data);
    else if (view.own?.status === 'approved' && data.tombstone) this.thread.own.look(view.id);
    else view.update(data);
    const { items, next_cursor: goesOn } = data.replies;
    items.forEach((reply) => this.#refresh(reply));
    this.#sweep(view.children, items, ({ id }) => !goesOn || id <= (items.at(-1)?.id ?? ''));
  }

  /** By rank nobody can say what would be on a page; by time all between its first and last is. */
  #sweepRoots({ comments, next_cursor: goesOn }) {
    const roots = [...this.thread.frame.list.children].map((item) => item.view);
    const ids = comments.map(({ id }) => id).sort();
    const byTime = this.thread.sort !== 'top';
    this.#sweep(
      roots,
      comments,
      ({ id }) => !goesOn || (byTime && id >= ids[0] && id <= ids.at(-1)),
    );
  }

  /**
   * Takes away what the server no longer shows, as far as its answer goes. Authors are told why; of
   * a comment that is being answered a tombstone stays, with the words begun below it.
   */
  #sweep(views, told, covered) {
    const ids = new Set(told.map(({ id }) => id));
    const gone = (view) => !ids.has(view.id) && !view.hidden && covered(view);
    for (const view of views.filter(gone)) {
      if (view.own) this.thread.own.look(view.id);
      else if (view.slot.hasChildNodes()) view.update({ ...view.data, tombstone: 'rejected' });
      else this.thread.forget(view);
    }
  }
}

/** All comments of a page, replies included. */
function flat(comments) {
  return comments.flatMap((comment) => [comment, ...flat(comment.replies.items)]);
}

/** The latest id; ids sort by the time they were made. */
function latest(comments) {
  return flat(comments).reduce((last, { id }) => (id > last ? id : last), '');
}

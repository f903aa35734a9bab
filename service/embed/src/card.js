import { button, make, showServerHtml } from './dom.js';

/**
 * What all comments of a thread look like, made once and then copied, which a slow phone does faster
 * than making it. `item` is the place of a comment in a list: an empty card, a slot, the replies and a
 * way to more of them; `body` is what stands in a card. What a button does is its `data-does`.
 */
export function mouldsFor(words) {
  const time = make('a', { className: 'time', data: { does: 'link' } }, make('time'));
  const avatar = make('span', { className: 'avatar', ariaHidden: true });
  const vote = (does) =>
    button('act vote', '', null, { data: { does }, title: words.say(does) });
  const item = make(
    'li',
    'comment',
    make('article', { className: 'card', tabIndex: -1 }),
    make('div', 'slot'),
    make('ol', 'replies'),
    button('more', words.say('more_replies'), null, { data: { does: 'more' } }),
  );
  const body = make(
    'div',
    {},
    make('header', 'head', avatar, make('span', 'author', make('bdi')), time),
    make('div', { className: 'text', dir: 'auto' }),
    make(
      'div',
      'actions',
      vote('up'),
      vote('down'),
      act(words, 'reply'),
      act(words, 'flag'),
      folder(),
    ),
  );
  return { item, body };
}

/** What is left of a comment that is gone. */
export function graveOf({ words, data }) {
  return [make('p', 'grave', words.say(`gone_${data.tombstone}`)), make('div', 'actions', folder())];
}

/** A comment as it is read: who wrote it and when, its text, its state, its buttons. */
export function bodyOf(view) {
  const { data, thread } = view;
  const [head, text, actions] = thread.moulds.body.cloneNode(true).children;
  fillHead(head, view);
  showServerHtml(text, data.html);
  fillActions(actions, view);
  return view.hidden ? [head, text, stateOf(view), actions] : [head, text, actions];
}

function act(words, does) {
  return button('act', words.say(does), null, { data: { does } });
}

function folder() {
  return button('act fold', '', null, { data: { does: 'fold' } });
}

function fillHead(head, view) {
  const { data, words } = view;
  const { name, initials, staff, verified } = data.author;
  const [avatar, author, time] = head.children;
  const badge = (name) => make('span', `badge ${name}`, words.say(name));
  avatar.textContent = initials;
  avatar.style.setProperty('--hue', name.codePointAt(0) * 47 + name.length * 29);
  author.firstChild.textContent = name;
  time.before(
    ...[
      staff && badge('staff'),
      verified && badge('verified'),
      view.own && badge('you'),
      replyingTo(view),
    ].filter(Boolean),
  );
  time.href = `#comment-${view.id}`;
  time.dataset.at = time.firstChild.dateTime = data.created_at;
  time.firstChild.textContent = words.ago(new Date(data.created_at));
  const edited = data.edited_at;
  const mark = { className: 'edited', data: { at: edited } };
  if (edited) time.after(make('span', mark, words.say('edited')));
}

/** Below the deepest level replies lie flat, so it is said whom they answer. */
function replyingTo({ data, home, thread, words }) {
  const parent = data.parent_id;
  if (!parent || parent === home?.id) return null;
  const name = thread.views.get(parent)?.data.author?.name;
  const text = name ? words.say('in_reply_to', { name }) : words.say('in_reply');
  return make('a', { className: 'to', href: `#comment-${parent}` }, text);
}

function stateOf({ data, own, words }) {
  const waiting = own.status === 'pending';
  const { typical_wait_s: wait, reason } = data;
  return make(
    'p',
    `state ${own.status}`,
    make('strong', {}, words.say(waiting ? 'waiting' : 'not_published')),
    ` ${words.say('only_you')}`,
    waiting && wait != null && ` ${words.say('waiting_time', { time: words.duration(wait) })}`,
    !waiting && reason && ` ${words.say('reason', { reason: words.reason(reason) })}`,
  );
}

function fillActions(actions, view) {
  const { own, thread, words, data } = view;
  const [up, down, reply, flag, fold] = actions.children;
  if (view.hidden) [up, down, reply, flag].forEach((each) => each.remove());
  else {
    const mine = thread.memory.vote(view.id);
    showVotes(up, data.votes.up, mine > 0);
    showVotes(down, data.votes.down, mine < 0);
  }
  if (!thread.open) reply.remove();
  else if (thread.own.hasDraft(view)) reply.textContent = words.say('finish_reply');
  if (own) flag.remove();
  else if (thread.memory.flagged(view.id))
    flag.replaceWith(make('span', 'act done', words.say('flagged')));
  const within = own && own.status !== 'rejected' && Date.now() < Date.parse(own.until);
  if (within) fold.before(act(words, 'edit'), act(words, 'remove'));
  if (own?.status === 'rejected') fold.before(act(words, 'dismiss'));
}

function showVotes(button, n, mine) {
  button.textContent = n || '';
  button.ariaLabel = `${button.title}: ${n}`;
  button.ariaPressed = mine;
}

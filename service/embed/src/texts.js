/** Every text a reader sees, in one place; `{n}` and its like are filled in. */
const TEXTS = {
  comments_zero: 'Comments',
  comments_one: '1 comment',
  comments_other: '{n} comments',
  loading: 'Loading comments…',
  sort: 'Sort by',
  newest: 'Newest',
  oldest: 'Oldest',
  top: 'Top',
  first: 'Nobody has commented yet. Be the first to say what you think.',
  more: 'More comments',
  earlier: 'Earlier comments',
  more_replies: 'More replies',
  fresh_one: '1 new comment — show',
  fresh_other: '{n} new comments — show',
  loaded_one: '1 more comment loaded.',
  loaded_other: '{n} more comments loaded.',
  closed: 'Comments on this article are closed. You can still read them.',
  try_again: 'Try again',
  not_loaded: 'The comments could not be loaded just now.',

  write: 'Write a comment',
  write_reply: 'Reply to {name}',
  write_edit: 'Edit your comment',
  name: 'Your name',
  hint: 'You can use **bold**, *italic*, > quotes and lists.',
  post: 'Post comment',
  post_reply: 'Post reply',
  save: 'Save',
  sending: 'Sending…',
  preview: 'Preview',
  preview_of: 'How it will look',
  cancel: 'Cancel',
  website: 'Leave this empty',
  need_name: 'Please give a name to sign with.',
  need_body: 'Please write something first.',

  posted: 'Your comment is published.',
  held: 'Your comment was received and is waiting for review.',
  refused: 'Your comment was not published.',
  saved: 'Your change is saved.',
  published_now: 'Your comment has been reviewed and is now published.',

  waiting: 'Waiting for review.',
  waiting_note: 'Only you can see this until it is reviewed.',
  waiting_time: 'That usually takes about {time}.',
  not_published: 'Not published.',
  not_published_note: 'Only you can see this.',
  reason: 'Reason: {reason}.',
  dismiss: 'Dismiss',
  you: 'You',
  staff: 'Staff',
  verified: 'Verified',
  edited: 'edited',
  edited_at: 'Edited {time}',
  in_reply_to: 'in reply to {name}',
  just_now: 'just now',

  gone_rejected: 'Removed by a moderator',
  gone_deleted: 'Deleted by its author',
  gone_pending: 'Awaiting review',

  up: 'Agree',
  down: 'Disagree',
  reply: 'Reply',
  finish_reply: 'Finish your reply',
  flag: 'Report',
  flagged: 'Reported',
  edit: 'Edit',
  remove: 'Delete',
  remove_sure: 'Delete this comment for good?',
  removed: 'Your comment is deleted.',
  keep: 'Keep it',

  flag_why: 'What is wrong with this comment?',
  abuse: 'It insults or threatens somebody',
  spam: 'It is advertising or spam',
  off_topic: 'It is not about the article',
  personal_data: 'It gives away personal details',
  illegal: 'It may be against the law',
  other: 'Something else',
  flag_more: 'Anything to add? (optional)',
  flag_send: 'Send report',
  flag_thanks: 'Thank you. A moderator will look at it.',

  error_offline: 'The server could not be reached. Your text is still here: please try again.',
  error_server: 'Something went wrong at our end. Your text is still here: please try again.',
  error_large: 'This is too long to send. Please shorten it.',
  error_often: 'You are going a little fast. Please wait {time}, then try again.',
  error_other: 'That did not work. Please try again.',
  moment: 'a moment',
};

const LANGUAGE = navigator.languages.find((language) => /^en\b/.test(language)) ?? 'en';
const plural = new Intl.PluralRules(LANGUAGE);
const relative = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });
const exactly = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'full', timeStyle: 'short' });
const daily = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium' });

/** The text of that name, with its braces filled in. */
export function say(key, values = {}) {
  return TEXTS[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The text in the plural form of `n`; none at all has its own form where one is written. */
export function sayCount(key, n) {
  const zero = `${key}_zero`;
  const form = n === 0 && zero in TEXTS ? zero : `${key}_${plural.select(n)}`;
  return say(form, { n: n.toLocaleString(LANGUAGE) });
}

/** The name of a reason as a reader may be told it, or the reason itself where we have no words. */
export function sayReason(reason) {
  return TEXTS[reason] ?? reason.replaceAll('_', ' ');
}

const UNITS = [
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** How long ago that was, in words; a date once it is more than a week. */
export function ago(date) {
  const seconds = (Date.now() - date) / 1000;
  if (seconds < 45) return say('just_now');
  if (seconds > 7 * 86400) return daily.format(date);
  const [unit, size] = UNITS.find(([, size]) => seconds >= size * 0.75);
  return relative.format(-Math.round(seconds / size), unit);
}

/** That many seconds in words, in the largest unit that fits: "20 minutes". */
export function duration(seconds) {
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? UNITS.at(-1);
  const style = { style: 'unit', unit, unitDisplay: 'long' };
  return new Intl.NumberFormat(LANGUAGE, style).format(Math.max(1, Math.round(seconds / size)));
}

/** Day and time in full. */
export function exact(date) {
  return exactly.format(date);
}

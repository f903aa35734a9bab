/**
 * English, the pattern for every language: one file, named by its code, with the same keys.
 *
 * A text is a string in which `{n}`, `{name}` and the like are filled in. What depends on a number
 * is an object with one text for each plural form that `Intl.PluralRules` knows of the language
 * (zero, one, two, few, many, other); `zero` may be given in any language, for none at all.
 * `dir` is the direction of writing, and `own_digits` says whether numbers are written in others than
 * 0 to 9. Dates, times and large numbers need nothing: `Intl` words them.
 * `closed` and `paused` are the server's own sentences, by which they are known (`said` in `../words.js`).
 *
 * A new language: copy this file, translate it, and add its code to `LANGUAGES` in `../words.js`
 * and its three forms to `WORDS` in `../count.js`. The tests say what is missing or too long.
 */
export const texts = {
  dir: 'ltr',
  own_digits: false,

  comments: { zero: 'Comments', one: '1 comment', other: '{n} comments' },
  loading: 'Loading comments…',
  sort: 'Sort by',
  newest: 'Newest',
  oldest: 'Oldest',
  top: 'Top',
  first: 'Nobody has commented yet. Be the first.',
  more: 'More comments',
  earlier: 'Earlier comments',
  more_replies: 'More replies',
  replies: { one: '1 reply', other: '{n} replies' },
  fresh: { one: '1 new comment — show', other: '{n} new comments — show' },
  loaded: { one: '1 more comment loaded.', other: '{n} more comments loaded.' },
  closed: 'Comments on this article are closed.',
  paused: 'Comments are paused for the moment.',
  try_again: 'Try again',
  not_loaded: 'The comments could not be loaded.',

  write: 'Write a comment',
  write_reply: 'Reply to {name}',
  write_edit: 'Edit your comment',
  name: 'Your name',
  hint: 'You can use **bold**, *italic*, > quotes and lists.',
  post: 'Post comment',
  post_reply: 'Post reply',
  save: 'Save',
  preview: 'Preview',
  cancel: 'Cancel',
  website: 'Leave this empty',
  need_name: 'Please give a name.',
  need_body: 'Please write something.',
  nudge: 'Readers may find this insulting. Post anyway?',
  anyway: 'Post anyway',

  posted: 'Your comment is published.',
  held: 'Your comment is waiting for review.',
  refused: 'Your comment was not published.',
  saved: 'Your change is saved.',
  published_now: 'Your comment is now published.',

  waiting: 'Waiting for review.',
  waiting_time: 'That usually takes about {time}.',
  not_published: 'Not published.',
  only_you: 'Only you can see this.',
  reason: 'Reason: {reason}.',
  dismiss: 'Dismiss',
  you: 'You',
  staff: 'Staff',
  verified: 'Verified',
  edited: 'edited',
  in_reply_to: 'in reply to {name}',
  in_reply: 'in reply to an earlier comment',
  just_now: 'just now',
  year_ago: { one: '1 year ago', other: '{n} years ago' },
  month_ago: { one: '1 month ago', other: '{n} months ago' },
  day_ago: { one: 'yesterday', other: '{n} days ago' },
  hour_ago: { one: '1 hour ago', other: '{n} hours ago' },
  minute_ago: { one: '1 minute ago', other: '{n} minutes ago' },

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
  insult: 'It insults somebody',
  threat: 'It threatens somebody',
  identity_attack: 'It attacks people for who they are',
  obscene: 'It is obscene',
  flag_more: 'More to add? (optional)',
  flag_send: 'Send report',
  flag_thanks: 'Thank you. A moderator will look at it.',

  error_offline: 'You are offline.',
  error_unreached: 'The server could not be reached.',
  error_slow: 'The server took too long.',
  error_server: 'Something went wrong at our end.',
  error_large: 'This is too long. Please shorten it.',
  error_often: 'Please wait {time}, then try again.',
  error_other: 'That did not work. Please try again.',
  kept: 'Your text is still here.',
  moment: 'a moment',
};

import { texts } from './languages/en.js';

/** English is built in; each of the others is a file beside this script, loaded when needed. */
const LANGUAGES = /^(en|de|fr|ar)(-[a-z]{2})?\b/i;
const UNITS = [
  ['year', 31557600],
  ['month', 2629800],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/**
 * The words for a page in the language `tag`: in that language, or one the reader knows, or English.
 * A language that cannot be loaded is no reason to show nothing: then too it is English.
 */
export async function wordsFor(tag) {
  const wishes = [tag, ...navigator.languages].map((wish) => LANGUAGES.exec(wish)).filter(Boolean);
  const language = wishes[0]?.[1].toLowerCase() ?? 'en';
  const [locale] = wishes.find((wish) => wish[2] && wish[1] === language) ?? [language];
  if (language === 'en') return new Words(locale, texts);
  try {
    const loaded = await import(new URL(`embed/${language}.js`, import.meta.url));
    return new Words(locale, loaded.texts);
  } catch {
    return new Words('en', texts);
  }
}

/**
 * Every text a reader sees, in one language.
 *
 * The first number or date that a page has `Intl` format costs a slow phone a tenth of a second,
 * more than the rest of a thread: that is left for when a reader wants it. Plural rules cost little.
 */
class Words {
  constructor(locale, texts) {
    Object.assign(this, { locale, texts, dir: texts.dir });
    this.plural = new Intl.PluralRules(locale);
  }

  /** The text of that name, with its braces filled in. */
  say(key, values = {}) {
    return fill(this.texts[key], values);
  }

  /** The text in the plural form of `n`; none at all has its own form where one is written. */
  count(key, n) {
    const forms = this.texts[key];
    const form = (!n && forms.zero) || forms[this.plural.select(n)];
    const plain = n < 1000 && !this.texts.own_digits;
    return fill(form, { n: plain ? n : n.toLocaleString(this.locale) });
  }

  /** The name of a reason as a reader may be told it, or the reason itself where we have no words. */
  reason(reason) {
    return this.texts[reason] ?? reason.replaceAll('_', ' ');
  }

  /** Why something did not work, in a sentence; what is no refusal of the server's is our fault. */
  why({ status, problem, wait, slow }) {
    if (status === 0 && !navigator.onLine) return this.say('error_offline');
    if (status === 0) return this.say(slow ? 'error_slow' : 'error_unreached');
    if (status === 413) return this.say('error_large');
    if (status === 429)
      return this.say('error_often', { time: wait ? this.duration(wait) : this.say('moment') });
    if (!(status < 500)) return this.say('error_server');
    return this.said(problem.detail) || this.say('error_other');
  }

  /** What the server says, which is English: in this language where it is one of our sentences. */
  said(sentence) {
    return this.texts[Object.keys(texts).find((key) => texts[key] === sentence)] ?? sentence;
  }

  /** How long ago that was, in words. */
  ago(date) {
    const seconds = (Date.now() - date) / 1000;
    if (seconds < 45) return this.say('just_now');
    const [unit, size] = UNITS.find(([, size]) => seconds >= size * 0.75);
    return this.count(`${unit}_ago`, Math.round(seconds / size));
  }

  /** That many seconds in words, in the largest unit that fits: "20 minutes". */
  duration(seconds) {
    const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? UNITS.at(-1);
    const style = { style: 'unit', unit, unitDisplay: 'long' };
    return new Intl.NumberFormat(this.locale, style).format(
      Math.max(1, Math.round(seconds / size)),
    );
  }

  /** Day and time in full. */
  exact(date) {
    return date.toLocaleString(this.locale, { dateStyle: 'full', timeStyle: 'short' });
  }
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

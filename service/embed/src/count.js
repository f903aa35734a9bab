/**
 * The number beside a headline:
 *
 *   <a data-comment-count="article id"></a>
 *   <script type="module" src="https://comments.example/count.js"></script>
 *
 * It is worded in the language of the element, as the closest `lang` has it; `data-none`, `data-one`
 * and `data-many` on the element word it otherwise, and so do `data-two` and `data-few` in languages
 * that have such forms (those of `Intl.PluralRules`); `{n}` stands for the number.
 *
 * What was written for Disqus is filled too: links that end in `#disqus_thread`, and elements with
 * `data-disqus-identifier` or `data-disqus-url`. The identifier, else the address, is the article's id.
 *
 * One request for the whole page, elements added later included. The numbers follow while the page
 * is visible: every 2 s at first, a tenth later each time nothing changed, at most every 30 s.
 * `data-refresh` on the script sets a fixed number of seconds instead, and 0 asks once.
 * `data-site` names a site other than the default one. Where the server cannot be reached,
 * whatever the elements held stays.
 */
import { Watch } from './watch.js';

const MARKS = ['data-comment-count', 'data-disqus-identifier', 'data-disqus-url'];
const EVERY = `[${MARKS.join('],[')}],a[href$="#disqus_thread"]`;
const AT_ONCE = 100;
const ID = /^.{1,255}$/su;
/** In the order of FORMS; where a form is missing, `other` stands for it. */
const WORDS = {
  en: 'Be the first to comment|{n} comment|{n} comments',
  de: 'Jetzt kommentieren|{n} Kommentar|{n} Kommentare',
  fr: 'Lancez la discussion|{n} commentaire|{n} commentaires',
  ar: 'كن أول من يعلّق|تعليق واحد|{n} تعليق|تعليقان|{n} تعليقات|{n} تعليقًا',
};
const FORMS = 'none|one|other|two|few|many'.split('|');

const script = [...document.scripts].find(({ src }) => src === import.meta.url);
const { site, refresh } = script?.dataset ?? {};
const counts = new Map();
const asked = new Set();

/** All that name an article by an id that can be one; another would spoil the request for the rest. */
const marked = () =>
  [...document.querySelectorAll(EVERY)].filter((element) => ID.test(idOf(element)));

function idOf({ dataset, href }) {
  const { commentCount, disqusIdentifier, disqusUrl } = dataset;
  return commentCount || disqusIdentifier || disqusUrl || (href ?? '').split('#')[0];
}

function words(element, n) {
  const tag = element.closest('[lang]')?.lang || navigator.language;
  const language = /^[a-z]{2,3}/.exec(tag.toLowerCase())?.[0] ?? 'en';
  const ours = WORDS[language] ? language : 'en';
  const form = (rules) => (n ? new Intl.PluralRules(rules).select(n) : 'none');
  const texts = WORDS[ours].split('|');
  const text = texts[FORMS.indexOf(form(ours))] ?? texts[2];
  const theirs = element.dataset[form(language)] ?? (n > 1 ? element.dataset.many : null);
  return (theirs ?? text).replaceAll('{n}', n.toLocaleString(language));
}

function fill(element) {
  const n = counts.get(idOf(element));
  const text = n >= 0 && words(element, n);
  if (n >= 0 && element.textContent !== text) element.textContent = text;
}

function learn(found) {
  let changed = false;
  for (const [id, n] of Object.entries(found)) {
    changed ||= counts.get(id) !== n;
    counts.set(id, n);
  }
  marked().forEach(fill);
  return changed;
}

async function ask(ids) {
  const url = new URL('api/v1/counts', import.meta.url);
  const add = (name, value) => url.searchParams.append(name, value);
  if (site) add('site', site);
  ids.forEach((id) => asked.add(id) && add('article', id));
  const response = await fetch(url, { cache: 'no-cache', credentials: 'omit' });
  return learn((await response.json()).counts); // a problem has none, which is a failure too
}

/** Asks for every article on the page, ids sorted so that caches see the same address again. */
async function askAll() {
  const ids = [...new Set(marked().map(idOf))].sort();
  let changed = false;
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    changed = (await ask(ids.slice(i, i + AT_ONCE))) || changed;
  }
  return changed;
}

const pace = Number(refresh);
const times = pace > 0 ? { least: pace, most: pace } : { least: 2, most: 30 };
const watch = refresh === '0' ? { run: () => askAll().catch(() => {}) } : new Watch(askAll, times);

let noticed;
new MutationObserver(() => {
  marked().forEach(fill);
  if (marked().every((element) => asked.has(idOf(element)))) return;
  clearTimeout(noticed);
  noticed = setTimeout(() => watch.run(), 50);
}).observe(document, { childList: true, subtree: true, attributeFilter: [...MARKS, 'lang'] });

document.addEventListener('belowline:count', ({ detail }) => {
  if (detail.site == site) learn({ [detail.article]: detail.count }); // none is null or undefined
});

watch.run();

/**
 * The number beside a headline:
 *
 *   <a data-comment-count="article id" data-none="Be the first to comment" data-one="1 comment"
 *      data-many="{n} comments"></a>
 *   <script type="module" src="https://comments.example/count.js"></script>
 *
 * One request for the whole page, elements added later included. The numbers follow while the page
 * is visible: every 2 s at first, a tenth later each time nothing changed, at most every 30 s.
 * `data-refresh` on the script sets a fixed number of seconds instead, and 0 asks once.
 * `data-site` names a site other than the default one. Where the server cannot be reached,
 * whatever the elements held stays.
 */
import { Watch } from './watch.js';

const MARK = 'data-comment-count';
const AT_ONCE = 100;
const DEFAULTS = { none: 'Be the first to comment', one: '1 comment', many: '{n} comments' };

const script = [...document.scripts].find(({ src }) => src === import.meta.url);
const { site, refresh } = script?.dataset ?? {};
const counts = new Map();
const asked = new Set();

const marked = () => [...document.querySelectorAll(`[${MARK}]`)];
const idOf = (element) => element.getAttribute(MARK);

function fill(element) {
  const n = counts.get(idOf(element));
  if (n === undefined || element.dataset.count === `${n}`) return;
  const form = n === 0 ? 'none' : n === 1 ? 'one' : 'many';
  element.textContent = (element.dataset[form] ?? DEFAULTS[form]).replaceAll('{n}', n);
  element.dataset.count = n;
}

function learn(found) {
  const news = Object.entries(found).filter(([id, n]) => counts.get(id) !== n);
  news.forEach(([id, n]) => counts.set(id, n));
  marked().forEach(fill);
  return news.length > 0;
}

async function ask(ids) {
  const url = new URL('api/v1/counts', import.meta.url);
  ids.forEach((id) => asked.add(id));
  if (site) url.searchParams.set('site', site);
  ids.forEach((id) => url.searchParams.append('article', id));
  const response = await fetch(url, { cache: 'no-cache', credentials: 'omit' });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return learn((await response.json()).counts);
}

/** Asks for every article on the page, ids sorted so that caches see the same address again. */
async function askAll() {
  const ids = [...new Set(marked().map(idOf))].filter(Boolean).sort();
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
}).observe(document, { childList: true, subtree: true, attributeFilter: [MARK] });

document.addEventListener('belowline:count', ({ detail }) => {
  if ((detail.site ?? undefined) === site) learn({ [detail.article]: detail.count });
});

watch.run();

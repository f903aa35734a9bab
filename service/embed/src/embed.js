/**
 * The thread under an article, as an element:
 *
 *   <script type="module" src="https://comments.example/embed.js"></script>
 *   <belowline-thread article="your article's id"></belowline-thread>
 *
 * or as one line, which puts the element in its own place:
 *
 *   <script type="module" src="https://comments.example/embed.js" data-article="…"></script>
 *
 * Attributes: `article`; perhaps `server` (another server than the script's), `site`, `sort` (newest,
 * oldest or top), `article-url` and `article-title` (the page's own where left out), `lang` (en, de,
 * fr or ar; else that of the page, or one the reader knows). What is wrong is named in the console.
 * Events, which bubble: `belowline:ready`, `belowline:posted`, `belowline:count`, `belowline:error`.
 */
import sheet from './thread.css' with { type: 'css' };
import { Thread } from './thread.js';

const NAME = 'belowline-thread';

/** As much of an address and of a title as the server takes: the one whole or not at all. */
const HERE = /^http[^#]{0,1996}(?=#|$)/;
const TITLE = /^.{0,500}/su;
const ATTRIBUTES = ['article', 'server', 'site', 'sort', 'article-url', 'article-title', 'lang'];

const ADDRESS = [/^((https?:)?\/)?\/[^/[]/, 'an address that begins with https:'];
const EXPECTED = {
  article: [/^.{1,255}$/s, 'your own id of the article, up to 255 characters'],
  server: ADDRESS,
  'article-url': ADDRESS,
  sort: [/^(newest|oldest|top)$/, 'newest, oldest or top'],
};

class BelowlineThread extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  #placed = false;
  #thread;

  connectedCallback() {
    this.#placed = true;
    this.#open();
  }

  disconnectedCallback() {
    this.#placed = false;
    this.#close();
  }

  attributeChangedCallback(name, before, now) {
    if (this.#placed && before !== now) this.#open();
  }

  #open() {
    this.#close();
    const options = this.#options();
    if (!options.article) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    this.#thread = new Thread(root, options, (name, detail) => this.#emit(name, detail));
    this.#thread.start();
  }

  #close() {
    this.#thread?.stop();
    this.#thread = null;
  }

  #options() {
    const [article, server, site, sort, url, title] = ATTRIBUTES.map((name) => this.#read(name));
    const here = HERE.exec(location)?.[0];
    return {
      article,
      site,
      sort,
      lang: (this.closest('[lang]') ?? document.documentElement).lang,
      dir: this.dir,
      server: new URL(server ? `${server.replace(/\/*$/, '')}/` : '.', import.meta.url).href,
      url: url ? new URL(url, location).href : here,
      title: TITLE.exec(title ?? document.title)[0],
    };
  }

  /** An attribute's value; what it should have been is said where it is not that. */
  #read(name) {
    const value = this.getAttribute(name);
    const [pattern, what] = EXPECTED[name] ?? [/^/];
    if (pattern.test(value ?? '') || (value === null && name !== 'article')) return value;
    const given = value === null ? 'none' : `"${value}"`;
    console.error(`<${NAME}> needs an attribute "${name}": ${what}; it has ${given}.`);
    return null;
  }

  #emit(name, detail) {
    this.dispatchEvent(
      new CustomEvent(`belowline:${name}`, { detail, bubbles: true, composed: true }),
    );
  }
}

/** The one-line form: `data-article` and its like on the script become the element's attributes. */
function standIn(script) {
  const element = document.createElement(NAME);
  for (const name of ATTRIBUTES) {
    const value = script.getAttribute(`data-${name}`);
    if (value !== null) element.setAttribute(name, value);
  }
  script.removeAttribute('data-article');
  script.after(element);
}

function standInForScripts() {
  for (const script of document.querySelectorAll('script[src][data-article]')) {
    if (script.src === import.meta.url) standIn(script);
  }
}

if (!customElements.get(NAME)) customElements.define(NAME, BelowlineThread);
standInForScripts();
document.addEventListener('load', standInForScripts, true);

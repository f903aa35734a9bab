/**
 * The reader's choices on these pages: by day or by night, and the language of the comments. They are
 * kept in the browser. This runs before anything is drawn, so that no page is light first and dark
 * then; the buttons come with the page, and do nothing but ask for a choice.
 */
const kept = (name) => {
  try {
    return localStorage.getItem(`demo:${name}`);
  } catch {
    return null; // where the browser keeps nothing, a choice lasts as long as the page
  }
};

const keep = (name, value) => {
  try {
    localStorage.setItem(`demo:${name}`, value);
  } catch {
    // The same.
  }
};

const apply = {
  theme(theme) {
    document.documentElement.dataset.theme = theme;
  },
  language(language) {
    const spoken = '[data-comment-count], belowline-thread';
    document.querySelectorAll(spoken).forEach((element) => (element.lang = language));
  },
};

const systems = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
const chosen = { theme: kept('theme') ?? systems(), language: kept('language') ?? 'en' };
apply.theme(chosen.theme);

document.addEventListener('DOMContentLoaded', () => {
  for (const choice of document.querySelectorAll('[data-choice]')) {
    const name = choice.dataset.choice;
    choice.hidden = false;
    choice.value = chosen[name];
    choice.addEventListener('change', () => {
      keep(name, choice.value);
      apply[name](choice.value);
    });
  }
  // Another language makes a thread ask anew; that of the page it speaks already.
  if (chosen.language !== document.documentElement.lang) apply.language(chosen.language);
});

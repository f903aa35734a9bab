/** The form that makes a webhook or changes one; what is wrong is said beside its field. */

import { byId, make } from "../dom.js";
import { changeWebhook, makeWebhook, sites, webhook } from "./calls.js";
import { titled } from "./pieces.js";
import { webhookAddress } from "./place.js";
import { showSecret } from "./secret.js";
import { EVENTS } from "./words.js";

const FIELDS = ["url", "events", "site", "article_prefix", "format", "full_text"];
const USUAL_SITE = "default";
const form = byId("webhook-form");

/** Shows the form, empty or (given an id) filled in with that webhook. */
export async function showForm(id, moderator) {
  const [present, names] = await Promise.all([id ? webhook(id) : null, sites()]);
  offerSites(names, moderator.sites === null);
  byId("events").append(...[...EVENTS].map(choice));
  fill(present ?? { url: "", events: [], site: usual(names), format: "standard" });
  titled("New webhook");
  if (present) speakOf(present);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(present);
  });
  byId("form").hidden = false;
}

const usual = (names) => (names.includes(USUAL_SITE) ? USUAL_SITE : names[0]);

function offerSites(names, all) {
  const every = all ? [make("option", { value: "" }, "Every site")] : [];
  const each = names.map((name) => make("option", { value: name }, name));
  byId("site").replaceChildren(...every, ...each);
}

function choice([type, meaning]) {
  const box = make("input", { type: "checkbox", id: type, name: "events", value: type,
    "aria-describedby": `${type}-hint` });
  return make("div", { class: "check" }, box,
    make("span", {}, make("label", { for: type }, type),
      make("span", { id: `${type}-hint`, class: "hint" }, meaning)));
}

function fill(values) {
  form.url.value = values.url;
  form.site.value = values.site ?? "";
  form.article_prefix.value = values.article_prefix ?? "";
  form.format.value = values.format;
  form.full_text.checked = values.full_text ?? false;
  for (const box of form.querySelectorAll("[name=events]")) {
    box.checked = values.events.includes(box.value);
  }
}

function speakOf({ id, url }) {
  titled(`Change ${url}`);
  byId("form-title").textContent = `Change ${url}`;
  byId("save").textContent = "Save";
  for (const link of [byId("form-back"), byId("form-cancel")]) link.href = webhookAddress(id);
  byId("form-back").textContent = "The webhook";
}

/** What the form says; types that it does not offer stay as they were. */
function values(present) {
  const chosen = [...form.querySelectorAll("[name=events]:checked")].map(({ value }) => value);
  const others = (present?.events ?? []).filter((type) => !EVENTS.has(type));
  return {
    url: form.url.value.trim(),
    events: [...chosen, ...others],
    site: form.site.value || null,
    article_prefix: form.article_prefix.value.trim() || null,
    format: form.format.value,
    full_text: form.full_text.checked,
  };
}

async function submit(present) {
  const save = byId("save");
  if (save.hasAttribute("aria-disabled")) return;
  save.setAttribute("aria-disabled", "true");
  showProblems({});
  try {
    await keep(present);
  } catch (error) {
    showProblems(error.errors ?? {}, error.message);
    save.removeAttribute("aria-disabled");
  }
}

async function keep(present) {
  if (present) {
    await changeWebhook(present.id, values(present));
    location.assign(webhookAddress(present.id));
    return;
  }
  const made = await makeWebhook(values(null));
  await showSecret(made.secret);
  location.replace(webhookAddress(made.id)); // back leads to the list, not to the form again
}

/** Says what is wrong beside each field, goes to the first, and says the rest above the form. */
function showProblems(errors, message = "") {
  const wrong = FIELDS.filter((name) => showProblem(name, about(name, errors)));
  byId("form-problem").textContent = wrong.length ? "Not saved: see below." : message;
  if (wrong.length) focusOn(wrong[0]);
}

function showProblem(name, said) {
  byId(`${name}-problem`).textContent = said;
  if (said) byId(name).setAttribute("aria-invalid", "true");
  else byId(name).removeAttribute("aria-invalid");
  return said;
}

/** What the API says of a field, or of one of its items ("events.0"). */
const about = (field, errors) => Object.entries(errors)
  .filter(([name]) => name.split(".")[0] === field)
  .map(([, messages]) => messages.join(" ")).join(" ");

const focusOn = (name) =>
  (name === "events" ? form.querySelector("[name=events]") : byId(name)).focus();

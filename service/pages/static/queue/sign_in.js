/** The sign-in form: asks the API for a session and goes on to the queue. */

import { inSeconds, session, signIn } from "./api.js";
import { byId } from "./dom.js";

const PAGES = new Set(["rules", "numbers", "webhooks"]); // beside the queue itself
const form = byId("sign-in");
const problem = byId("problem");
const button = form.querySelector("button"); // off in the page, on with this script

/** Where to go afterwards: only ever a page of ours, whatever the address says. */
function destination() {
  const asked = new URLSearchParams(location.search);
  const page = PAGES.has(asked.get("page")) ? `/queue/${asked.get("page")}` : "/queue";
  const view = asked.get("view") ?? "";
  return `${page}${view ? `?${new URLSearchParams(view)}` : ""}`;
}

function say(text) {
  problem.textContent = text;
}

/** The first field still to be filled in, with what to say about it. */
function missing() {
  if (!form.email.value.trim()) return [form.email, "Enter your e-mail address."];
  if (!form.password.value) return [form.password, "Enter your password."];
  return null;
}

function explain(error) {
  switch (error.status) {
    case 401:
      return "This e-mail address and password do not belong together.";
    case 422:
      return "Enter an e-mail address and a password.";
    case 429:
      return `Too many attempts. Try again ${inSeconds(error.retryAfter)}.`;
    default:
      return error.message;
  }
}

async function submit() {
  const gap = missing();
  if (gap) {
    say(gap[1]);
    gap[0].focus();
    return;
  }
  button.disabled = true;
  say("");
  try {
    await signIn(form.email.value.trim(), form.password.value);
    location.replace(destination());
  } catch (error) {
    say(explain(error));
    button.disabled = false;
    form.password.select();
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
button.disabled = false;

// Signed in already: straight to work.
session().then(() => location.replace(destination()), () => {});

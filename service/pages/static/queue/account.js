/** The head of every moderators' page: who is signed in, where they may go, and signing out. */

import { onSignedOut, session, signOut } from "./api.js";
import { byId } from "./dom.js";

/** To the sign-in page, which comes back to the page and view that are open now. */
function goToSignIn() {
  const page = location.pathname.split("/")[2] ?? "";
  const given = Object.entries({ page, view: location.search.slice(1) }).filter(([, value]) => value);
  const asked = new URLSearchParams(given);
  location.replace(given.length ? `/queue/sign-in?${asked}` : "/queue/sign-in");
}

async function leave(say) {
  try {
    await signOut();
    location.assign("/queue/sign-in");
  } catch (error) {
    say(`Could not sign you out: ${error.message}`);
  }
}

/**
 * Asks who is signed in and fills the head of the page; whoever is not goes to sign in. `say` is
 * told what goes wrong. Resolves to the moderator: `{id, email, role, sites}`.
 */
export async function enter(say) {
  onSignedOut(goToSignIn);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // it has aged
  const moderator = await session();
  byId("who").textContent = moderator.email;
  byId("sign-out").addEventListener("click", () => leave(say));
  for (const link of document.querySelectorAll("#pages [data-only]")) {
    link.hidden = link.dataset.only !== moderator.role;
  }
  byId("pages").classList.remove("waiting"); // not before there is somebody whom they obey
  byId("account").classList.remove("waiting");
  return moderator;
}

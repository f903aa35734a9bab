/** The head of a card: who wrote the comment, how earlier ones fared, where, when, and its status. */

import { html } from "../../vendor/html.js";
import { addressOf, readView } from "../view.js";
import { ago, history, month, restriction, span, statusName } from "../words.js";
import { useDesk } from "./context.js";

export function CardHead({ card: { id, item }, selected, now }) {
  const desk = useDesk();
  return html`<header>
    <label class="select"><input type="checkbox" checked=${selected} aria-keyshortcuts="x"
      aria-label=${`Select ${item.comment.author.name}’s comment`} onChange=${() => desk.toggleSelected(id)} /></label>
    <div class="who">
      <h3 id=${`author-${id}`}><bdi>${item.comment.author.name}</bdi></h3>
      <${Badge} item=${item} />
      ${item.overdue && html`<span class="badge overdue">Overdue</span>`}
      <${Author} item=${item} />
    </div>
    <p class="where"><span>on <${Article} article=${item.article} /> · <${When} item=${item} now=${now} /></span>
      ${item.comment.edited_at && html`<span>version ${item.comment.version}, edited</span>`}
      ${item.lease && item.lease.by && html`<${Leased} lease=${item.lease} />`}</p>
  </header>`;
}

function Author({ item: { author, author_history: decided } }) {
  const desk = useDesk();
  if (!author) return html`<span class="record">${history(decided)}</span>`;
  const theirs = { ...readView(""), state: "all", sort: "newest", reader: author.id };
  const open = (event) => {
    event.preventDefault();
    desk.goTo(theirs);
  };
  return html`
    ${author.staff && html`<span class="badge">Staff</span>`}
    ${author.verified && html`<span class="badge">Verified</span>`}
    <a class="record" href=${addressOf(theirs)} onClick=${open}
      title="All comments by this author">${history(decided)}</a>
    ${author.since && html`<span class="since">here since ${month(author.since)}</span>`}
    ${author.restriction && html`<span class="badge rejected">${restriction(author.restriction)}</span>`}`;
}

function Article({ article: { id, title, url } }) {
  const desk = useDesk();
  const view = desk.state.view;
  const only = { ...view, article: [id] };
  const open = (event) => {
    event.preventDefault();
    desk.goTo(only);
  };
  const linked = /^https?:\/\//i.test(url ?? "");
  return html`${linked
    ? html`<a href=${url} target="_blank" rel="noopener noreferrer"><bdi>${title || id}</bdi></a>`
    : html`<bdi>${title || id}</bdi>`}${" "}
    ${view.article.join() !== id && html`<a class="only" href=${addressOf(only)} onClick=${open}
      aria-label=${`Only comments on ${title || id}`}>only this</a>`}`;
}

function When({ item: { comment, waiting_s: waiting }, now }) {
  const age = (now - Date.parse(comment.created_at)) / 1000;
  return html`<time datetime=${comment.created_at} title=${comment.created_at}>${ago(comment.created_at, now)}</time>
    ${waiting >= 60 && age - waiting > 120 && `, waiting ${span(waiting)}`}`;
}

function Badge({ item: { comment: { status }, risk, escalation } }) {
  const waits = status === "pending";
  const name = waits && escalation ? "Escalated" : waits && risk === null ? "Unscored" : statusName(status);
  return html`<span class=${`badge ${status}`}>${name}</span>`;
}

function Leased({ lease }) {
  const desk = useDesk();
  if (lease.by === desk.state.moderator?.email) return null;
  return html`<span class="leased">with ${lease.by} just now</span>`;
}

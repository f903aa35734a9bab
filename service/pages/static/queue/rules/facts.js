/** What rules may ask: each fact with its kind, its name and a sentence of explanation. */

const SHARE = "From 0 to 1, as the classifier sees it.";

/** `kind`: share (0 to 1), count, flag (yes or no), language, or words. */
export const FACTS = {
  risk: ["share", "Risk", "The highest of the classifier’s scores. Most rules need only this one."],
  toxicity: ["share", "Toxicity", `Rude or likely to make somebody leave. ${SHARE}`],
  severe_toxicity: ["share", "Severe toxicity", `Hateful beyond rudeness. ${SHARE}`],
  obscene: ["share", "Obscene", `Swear words and the like. ${SHARE}`],
  threat: ["share", "Threat", `Wishes or announces harm. ${SHARE}`],
  insult: ["share", "Insult", `Aimed at a person. ${SHARE}`],
  identity_attack: ["share", "Identity attack", `Against people for what they are. ${SHARE}`],
  sexual_explicit: [
    "share", "Sexually explicit",
    "From 0 to 1. Only some models know it; with the others this condition never holds.",
  ],
  words: ["words", "Listed words", "A word of one of these lists is in the text or in the author’s name, disguised or not."],
  links: ["count", "Links", "How many links the comment has."],
  length: ["count", "Length", "In characters, spaces included."],
  language: ["language", "Language", "Codes such as en or fr. Short texts have no certain language: then this never holds."],
  duplicates: ["count", "Same text before", "How many other comments had the same text within a day."],
  honeypot: ["flag", "Hidden field filled", "Only robots fill the field that people do not see."],
  "author.approved": ["count", "Author’s approved comments", "How many other comments of this author a person has approved."],
  "author.rejected": ["count", "Author’s rejected comments", "How many other comments of this author were rejected."],
  "author.verified": ["flag", "Author is verified", "Signed in with your own accounts."],
  depth: ["count", "Depth", "0 for a comment on the article, 1 for an answer to it, and so on."],
  flags: ["count", "Flags", "How many readers’ flags are open. A new comment has none."],
};

/** Counts in the middle of a sentence. */
const COUNTED = {
  links: "the number of links",
  length: "the length",
  duplicates: "the number of comments with the same text",
  "author.approved": "the number of the author’s approved comments",
  "author.rejected": "the number of the author’s rejected comments",
  depth: "the depth",
  flags: "the number of flags",
};

/** Yes and no in the middle of a sentence. */
export const SAID = {
  honeypot: { true: "the hidden field is filled", false: "the hidden field is empty" },
  "author.verified": { true: "the author is verified", false: "the author is not verified" },
};

/** The facts as a list of choices groups them. */
export const GROUPS = {
  Scores: [
    "risk", "toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack",
    "sexual_explicit",
  ],
  Text: ["words", "links", "length", "language", "duplicates", "honeypot"],
  Author: ["author.approved", "author.rejected", "author.verified"],
  Place: ["depth", "flags"],
};

const NUMBERS = {
  lt: "is below", lte: "is at most", gt: "is above", gte: "is at least",
  eq: "is exactly", ne: "is not", in: "is one of",
};

/** The operators of each kind, in words. */
export const OPERATORS = {
  share: NUMBERS,
  count: NUMBERS,
  flag: { eq: "is", ne: "is not" },
  language: { eq: "is", ne: "is not", in: "is one of" },
  words: { in: "from" },
};

/** What a new condition of each kind begins with. */
export const BEGINNING = {
  share: { op: "lt", value: "" },
  count: { op: "lte", value: "" },
  flag: { op: "eq", value: true },
  language: { op: "in", value: "" },
  words: { op: "in", value: [] },
};

export const THEN = { approve: "Approve", hold: "Hold", reject: "Reject" };

/** What each verdict does, for whoever chooses. */
export const THEN_MEANS = {
  approve: "It appears at once.",
  hold: "It waits for a person.",
  reject: "It never appears; its author is told.",
};

/** A fact's name in the middle of a sentence. */
export const saidOf = (fact) =>
  COUNTED[fact] ?? nameOf(fact).charAt(0).toLowerCase() + nameOf(fact).slice(1);
export const kindOf = (fact) => FACTS[fact]?.[0] ?? "count";
export const nameOf = (fact) => FACTS[fact]?.[1] ?? fact;
export const meaningOf = (fact) => FACTS[fact]?.[2] ?? "";
export const operatorsOfKind = (fact) => OPERATORS[kindOf(fact)];

// The report's words, a card for every region, the claims, the places, and what could not be placed.
mapper.evidence = () => {
const { data, t, el, byId } = mapper;
const root = byId("evidence");
const language = { lang: data.report.language || null, dir: "auto" };
const section = (id, heading, ...content) => root.appendChild(el("section", { class: `part ${id}`, "aria-labelledby": `h-${id}` }, el("h2", { id: `h-${id}`, text: t(heading) }), ...content));
const swatch = area => el("span", { class: `badge ${area.tone >= 0 ? `tone-${area.tone}` : "tone-x"}`, "aria-hidden": "true", text: mapper.number(area) || "" });
const marks = {};

if (data.sentences.length) {
const paragraphs = data.sentences.map(runs => {
const seen = new Set();
return el("p", language, ...runs.map(([text, targets, kind]) => {
if (!targets.length) return text;
const areas = targets.filter(n => typeof n === "number"), first = targets[0];
const fresh = !seen.has(String(first));
seen.add(String(first));
const tone = areas.length ? data.areas[areas[0]].tone : -2;
const act = () => areas.length ? mapper.choose(areas[0], "words") : mapper.tell("claim", +first.slice(1));
const mark = el("mark", { class: `${kind} tone-${tone >= 0 ? tone : "x"}`, role: fresh ? "button" : null, tabindex: fresh ? "0" : null, text,
onmouseenter: () => areas.length && mapper.look(areas[0], "words"), onmouseleave: () => mapper.look(null, "words"),
onfocus: () => areas.length && mapper.look(areas[0], "words"), onblur: () => mapper.look(null, "words"), onclick: act,
onkeydown: event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); } } });
for (const target of targets) (marks[target] ??= []).push(mark);
return mark;
}));
});
section("words", "h_words", el("p", { class: "hint", text: t(data.report.whole ? "hint_whole" : "hint_sentences") }), el("div", { class: "report" }, ...paragraphs));
}

const body = area => [
el("p", { class: "says", text: mapper.says(area) }),
...area.quotes.map(([text, by]) => el("figure", { class: "quote" }, el("blockquote", { ...language, text }), by && el("figcaption", { dir: "auto", text: `— ${by}` }))),
area.time && el("p", { class: "when" }, el("b", { text: `${t("time")} ` }), mapper.clock(area.time), area.time.derived ? ` · ${t("derived")}` : ""),
el("details", {}, el("summary", { text: t("how") }),
area.because.length ? el("ol", { class: "steps" }, ...area.because.map(text => el("li", { dir: "auto", text }))) : null,
area.budget.length ? el("div", { class: "budget" },
el("p", { class: "budget-head", text: t("budget") }),
el("div", { class: "meter", "aria-hidden": "true" }, ...area.budget.map(([, , share], n) => { const part = el("i", { class: `b${n % 6}` }); part.style.flexGrow = share; return part; })),
el("ul", {}, ...area.budget.map(([name, metres], n) => el("li", {}, el("i", { class: `b${n % 6}`, "aria-hidden": "true" }), ` ${t(`budget_${name}`) === `budget ${name.replace(/_/g, " ")}` ? name.replace(/_/g, " ") : t(`budget_${name}`)}: ${metres}`)))) : null,
area.source || area.confidence !== null ? el("p", { class: "source" }, area.source ? `${t("source")}: ${area.source}` : "", area.confidence !== null ? ` · ${t("confidence")} ${Math.round(area.confidence * 100)} %` : "") : null,
area.lost.length ? el("div", { class: "lost" }, el("p", { text: t("lost") }), el("ul", {}, ...area.lost.map(([name, where, source, score]) => el("li", { dir: "auto", text: `${name} · ${where} · ${source} · ${score}` })))) : null),
];
const cards = [];
const card = (area, n) => {
const button = el("button", { type: "button", class: "card-name", "aria-pressed": "false", onclick: () => mapper.choose(n, "card") }, swatch(area), el("span", { dir: "auto", text: mapper.title(area) }));
const made = el("article", { class: `card ${area.sort}`, id: `card-${n}`, onmouseenter: () => mapper.look(n, "card"), onmouseleave: () => mapper.look(null, "card"), onfocusin: () => mapper.look(n, "card"), onfocusout: () => mapper.look(null, "card") }, el("h3", {}, button), ...(mapper.many ? [el("p", { class: "says", text: mapper.says(area) })] : body(area)));
cards[n] = made;
return el("li", {}, made);
};
const list = el("ol", { class: "cards" });
const empty = data.areas.length ? null : el("p", { text: t("nothing") });
section("regions", "h_regions", empty, list);
let at = 0;
const fill = upto => { const batch = []; for (; at < Math.min(upto, data.areas.length); at++) batch.push(card(data.areas[at], at)); list.append(...batch); };
fill(60);
const more = () => { fill(at + 250); if (at < data.areas.length) setTimeout(more, 0); else mapper.tell("size"); };
if (at < data.areas.length) setTimeout(more, 50);

const table = (heads, rows) => el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": heads[0] }, el("table", {}, el("thead", {}, el("tr", {}, ...heads.map(text => el("th", { scope: "col", text })))), el("tbody", {}, ...rows)));
const claimRows = data.claims.map((claim, n) => el("tr", { id: `claim-${n}`, class: claim.differs ? "differs" : null, tabindex: "-1" },
el("th", { scope: "row" }, t(`claim_${claim.what}`) === `claim ${claim.what}` ? claim.what : t(`claim_${claim.what}`), claim.scope ? el("small", { dir: "auto", text: ` ${claim.scope}` }) : null),
el("td", { class: "figure" }, claim.figure, claim.estimate ? el("small", { text: ` ${t("estimate")}` }) : null, claim.differs ? el("small", { class: "conflict", text: ` ${t("differs")}` }) : null),
el("td", { dir: "auto", text: claim.by || t("unattributed") }),
el("td", {}, claim.asOf ? mapper.clock({ value: claim.asOf, precision: "minute" }) : ""),
el("td", { ...language, text: claim.said })));
if (data.claims.length) section("claims", "h_claims", table([t("th_claim"), t("th_figure"), t("th_by"), t("th_as_of"), t("th_said")], claimRows));
if (data.unplaced.length) section("unplaced", "h_unplaced", el("ul", {}, ...data.unplaced.map(([what, why]) => el("li", { dir: "auto" }, el("b", { text: what }), ` — ${why}`))));
if (data.places.length && !mapper.many) section("places", "h_places", table([t("th_place"), t("th_role"), t("th_at"), t("th_radius"), t("th_source")], data.places.map(([name, kind, role, where, radius, source]) => el("tr", {}, el("th", { scope: "row", dir: "auto" }, name, kind ? el("small", { text: ` ${kind}` }) : null), el("td", { text: t(`role_${role}`) }), el("td", { class: "figure", text: where || t("not_located") }), el("td", { text: radius }), el("td", { text: source })))));

mapper.on("look", (n, from) => {
document.querySelectorAll("mark.lit, .card.lit").forEach(node => node.classList.remove("lit"));
if (n === null) return;
(marks[n] ?? []).forEach(mark => mark.classList.add("lit"));
cards[n]?.classList.add("lit");
});
const view = (node, block = "nearest") => node?.scrollIntoView({ block, behavior: mapper.still ? "auto" : "smooth" });
mapper.on("choose", (n, from) => {
document.querySelectorAll(".card.chosen, mark.chosen").forEach(node => { node.classList.remove("chosen"); node.querySelector?.(".card-name")?.setAttribute("aria-pressed", "false"); });
if (n === null) return;
(marks[n] ?? []).forEach(mark => mark.classList.add("chosen"));
cards[n]?.classList.add("chosen");
cards[n]?.querySelector(".card-name").setAttribute("aria-pressed", "true");
if (from === "map" && !mapper.framed && innerWidth >= 1000) view(marks[n]?.[0] ?? cards[n]);
});
mapper.on("read", n => { view(cards[n], "start"); cards[n]?.querySelector(".card-name").focus({ preventScroll: true }); });
mapper.on("claim", n => { const row = byId(`claim-${n}`); view(row, "center"); row?.focus({ preventScroll: true }); });
};

// A time as said: the wall clock of the place with its offset, never the reader's own zone.
mapper.clock = ({ value, precision }) => {
const parts = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?/.exec(value || "");
if (!parts) return value || mapper.t("time_unknown");
const [, year, month, day, hour, minute, offset] = parts;
const moment = new Date(Date.UTC(+year, month - 1, +day, +(hour ?? 0), +(minute ?? 0)));
const date = moment.toLocaleDateString(mapper.language, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric" });
if (hour === undefined || precision === "day") return date;
return `${date}, ${precision === "hour" ? "≈ " : ""}${hour}:${minute}${offset ? ` (UTC${offset === "Z" ? "" : offset})` : ""}`;
};

"use strict";
// Everything the page's script shares. Text from the report reaches the document only through `el`, as text.
const mapper = (() => {
const read = id => JSON.parse(document.getElementById(id).textContent);
const data = read("texts");
const listeners = {};
const asked = new URLSearchParams(location.search);
const language = data.words[asked.get("lang")] ? asked.get("lang") : data.language;
const words = data.words[language];

// A sentence of the page's own in the reader's language, its slots filled.
const t = (key, slots) => (words[key] ?? key.replace(/_/g, " ")).replace(/\{(\w+)\}/g, (whole, slot) => slots?.[slot] ?? whole);

// An element: `set` holds attributes, "text", "class" and "on<event>" functions; children are elements or texts.
const el = (tag, set = {}, ...children) => {
const made = /^(svg|path|circle|line|rect|g|text)$/.test(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
for (const [name, value] of Object.entries(set)) {
if (value === undefined || value === null || value === false) continue;
if (name === "text") made.textContent = value;
else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
else made.setAttribute(name === "class" ? "class" : name, value === true ? "" : value);
}
made.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
return made;
};

return {
data, asked, language, t, el,
shapes: read("shapes"),
byId: id => document.getElementById(id),
on: (event, run) => (listeners[event] ??= []).push(run),
tell: (event, ...about) => (listeners[event] ?? []).forEach(run => run(...about)),
selected: null,
still: matchMedia("(prefers-reduced-motion: reduce)").matches,
framed: window.parent !== window,
many: data.areas.length > 150,
// The name of a region as read aloud and as shown in popups.
title: area => area.reading ? `${area.name} (${area.reading}, ${Math.round(area.weight * 100)} %)` : area.name,
says: area => t(`says_${area.says[0]}`, area.says[1]) + (area.open ? ` ${t("open_edge")}` : ""),
// The number on the map and on the card: sites only, readings of one site share it.
number: area => area.sort === "site" ? mapper.sites.indexOf(area.site) + 1 : 0,
sites: [...new Set(data.areas.filter(area => area.sort === "site").map(area => area.site))],
// A region is being looked at (null: none), or chosen.
look: (n, from) => mapper.tell("look", n, from),
choose: (n, from) => { mapper.selected = n; mapper.tell("choose", n, from); },
};
})();

"use strict";
// Everything the page's script shares. Text from the report reaches the document only through `el`, as text.
const mapper = (() => {
  const read = id => JSON.parse(document.getElementById(id).textContent);
  const data = read("texts");
  // Regions travel as a table; what a row leaves out is as here.
  const bare = { name: "", reading: "", weight: 1, site: "", source: "", tone: 0, confidence: null };
  const none = { quotes: [], budget: [], because: [], lost: [] };
  const { keys, rows } = data.areas;
  data.areas = rows.map(row => {
    const area = { ...bare, ...none };
    row.forEach((value, k) => value !== null && (area[keys[k]] = value));
    area.label ??= area.name;
    area.anchor = area.says[3];
    return area;
  });
  // A ring of two numbers has the middle of the round one before it.
  const shapes = read("shapes");
  for (const region of shapes.regions) {
    let middle = [];
    for (const ring of region.flat(2)) {
      if (ring?.length === 4) middle = ring.slice(0, 2);
      else if (typeof ring?.[1] === "number") ring.unshift(...middle);
    }
  }
  const listeners = {};
  const asked = new URLSearchParams(location.search);
  const language = data.words[asked.get("lang")] ? asked.get("lang") : data.language;
  const words = data.words[language];

  // Lengths in metres as people read them: metric, and what it is in feet or miles.
  const form = digits => new Intl.NumberFormat(language, { maximumSignificantDigits: digits, numberingSystem: "latn" });
  const [two, three, four] = [form(2), form(3), form(4)];
  const whole = x => (x < 100 ? two : three).format(x);
  const metric = m => (m < 1000 ? `${whole(m)} m` : `${four.format(m / 1000)} km`);
  const imperial = m => (m < 400 ? `${whole(m / 0.3048)} ft` : `${whole(m / 1609.344)} mi`);
  const length = m => `${metric(m)} (${imperial(m)})`;

  // A sentence of the page's own in the reader's language, its slots filled; a number in a slot is a length.
  // Where directions mix, what fills a slot keeps its own.
  const apart = text => (words.dir === "rtl" || /[\u0590-\u08ff]/.test(text) ? `\u2068${text}\u2069` : text);
  const shown = (value, gap) => (value === undefined ? gap : apart(typeof value === "number" ? length(value) : value));
  const t = (key, slots) =>
    (words[key] ?? key.replace(/_/g, " ")).replace(/\{(\w+)\}/g, (gap, slot) => shown(slots?.[slot], gap));

  // An element: `set` holds attributes, "text", "class" and "on<event>" functions; children are elements or texts.
  const el = (tag, set = {}, ...children) => {
    const made = /^(svg|path|circle|line|rect|g|text)$/.test(tag)
      ? document.createElementNS("http://www.w3.org/2000/svg", tag)
      : document.createElement(tag);
    for (const [name, value] of Object.entries(set)) {
      if (value === undefined || value === null || value === false) continue;
      if (name === "text") made.textContent = value;
      else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name === "class" ? "class" : name, value === true ? "" : value);
    }
    made.append(...children.flat(Infinity).filter(Boolean));
    return made;
  };

  const readings = new Map(); // the regions of each site, in order
  for (const area of data.areas)
    if (area.sort === "site") readings.set(area.site, [...(readings.get(area.site) ?? []), area]);
  const sites = [...readings.keys()];
  const order = new Map(sites.map((site, n) => [site, n]));

  return {
    data,
    asked,
    language,
    t,
    has: key => key in words,
    metric,
    imperial,
    length,
    el,
    shapes,
    byId: id => document.getElementById(id),
    on: (event, run) => (listeners[event] ??= []).push(run),
    tell: (event, ...about) => (listeners[event] ?? []).forEach(run => run(...about)),
    selected: null,
    still: matchMedia("(prefers-reduced-motion: reduce)").matches,
    framed: window.parent !== window,
    many: data.areas.length > 150,
    percent: share => apart(`${Math.round(share * 100)}\u00a0%`),
    tone: area => (area.tone >= 0 ? `tone-${area.tone}` : "tone-x"),
    lesser: area => Boolean(area.reading) && area.weight < 0.5,
    // A reading with its share; a region that a later report replaced has none.
    reading: (area, between) =>
      [area.reading && apart(area.reading), area.weight && mapper.percent(area.weight)].filter(Boolean).join(between),
    // The name of a region as read aloud and as shown in popups; the number on the map where there are several sites.
    title: area => (area.reading ? `${area.name} (${mapper.reading(area, ", ")})` : area.name),
    number: area => (area.sort === "site" && mapper.sites.length > 1 ? order.get(area.site) + 1 : 0),
    numbered: area => `${mapper.number(area) || ""} ${mapper.title(area)}`.trim(),
    says: area => {
      const [key, low, high, anchor, compass] = area.says;
      const slots = { low, radius: low, high, anchor, compass: compass && t(`compass_${compass}`) };
      return t(`says_${key}`, slots) + (area.open ? ` ${t("open_edge")}` : "");
    },
    sites,
    readings,
    // A region is being looked at (null: none), or chosen.
    look: (n, from) => mapper.tell("look", n, from),
    choose: (n, from) => {
      mapper.selected = n;
      mapper.tell("choose", n, from);
    },
  };
})();

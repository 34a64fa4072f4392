// The evidence beside the map, and the links both ways between words, cards, rows and regions.
mapper.section = (root, id, ...content) =>
  root.append(
    mapper.el(
      "section",
      { class: `part ${id}`, "aria-labelledby": `h-${id}` },
      mapper.el("h2", { id: `h-${id}`, text: mapper.t(`h_${id}`) }),
      ...content,
    ),
  );

mapper.evidence = () => {
  const { byId } = mapper;
  const fold = byId("fold");
  const root = byId("evidence");
  const marks = {};
  const cards = [];
  mapper.report(root, marks);
  mapper.cards(root, cards);
  mapper.tables(root);
  if (mapper.framed) fold.open = false; // an article gives the map little room; the evidence is one tap away
  fold.addEventListener("toggle", () => mapper.tell("size"));

  const every = name => document.querySelectorAll(`mark.${name}, .card.${name}`);
  const follow = name => n => {
    every(name).forEach(node => node.classList.remove(name));
    if (n === null) return;
    for (const node of [...(marks[n] ?? []), cards[n]]) node?.classList.add(name);
  };
  mapper.on("look", follow("lit"));
  mapper.on("choose", follow("chosen"));
  const view = (node, block) => node?.scrollIntoView({ block, behavior: mapper.still ? "auto" : "smooth" });
  mapper.on("choose", (n, from) => {
    document.querySelectorAll(".card-name").forEach(button => button.setAttribute("aria-pressed", "false"));
    cards[n]?.querySelector(".card-name").setAttribute("aria-pressed", "true");
    if (from === "map" && !mapper.framed && innerWidth >= 1000) view(marks[n]?.[0] ?? cards[n], "nearest");
  });
  mapper.on("read", n => {
    fold.open = true;
    view(cards[n], "start");
    cards[n]?.querySelector(".card-name").focus({ preventScroll: true });
  });
  mapper.on("claim", n => {
    view(byId(`claim-${n}`), "center");
    byId(`claim-${n}`)?.focus({ preventScroll: true });
  });
};

// A time as said: the wall clock of the place with its offset, never the reader's own zone.
mapper.clock = ({ value, precision }) => {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/.exec(value || "");
  if (!parts) return value || mapper.t("time_unknown");
  const [, year, month, day, hour, minute, offset] = parts;
  const moment = new Date(Date.UTC(+year, month - 1, +day));
  const form = { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric" };
  const date = moment.toLocaleDateString(mapper.language, form);
  if (hour === undefined || precision === "day") return date;
  const zone = offset ? ` (UTC${offset === "Z" ? "" : offset})` : "";
  return `${date}, ${precision === "hour" ? "≈ " : ""}${hour}:${minute}${zone}`;
};

// A card for every region: what it means, the words and the speaker, and how it follows from them.
mapper.cards = (root, cards) => {
  const { data, t, el } = mapper;
  const language = { lang: data.report.language || null, dir: "auto" };
  const badge = area =>
    el("span", { class: `badge ${mapper.tone(area)}`, "aria-hidden": "true", text: mapper.number(area) || "" });

  const budget = parts => {
    const piece = ([, metres], n) => {
      const made = el("i", { class: `b${n % 6}` });
      made.style.flexGrow = metres;
      return made;
    };
    const named = name => (mapper.has(`budget_${name}`) ? t(`budget_${name}`) : name.replace(/_/g, " "));
    const row = ([name, metres], n) =>
      el(
        "li",
        {},
        el("i", { class: `b${n % 6}`, "aria-hidden": "true" }),
        ` ${named(data.steps[name])}: ${mapper.length(metres)}`,
      );
    return el(
      "div",
      { class: "budget" },
      el("p", { class: "budget-head", text: t("budget") }),
      el("div", { class: "meter", "aria-hidden": "true" }, parts.map(piece)),
      el("ul", {}, parts.map(row)),
    );
  };
  const lost = others =>
    el(
      "div",
      { class: "lost" },
      el("p", { text: t("lost") }),
      el(
        "ul",
        {},
        others.map(other => el("li", { dir: "auto", text: other.join(" · ") })),
      ),
    );
  const steps = area => {
    const sure = area.confidence === null ? "" : `${t("confidence")} ${mapper.percent(area.confidence)}`;
    const from = [area.source && `${t("source")}: ${area.source}`, sure].filter(Boolean).join(" · ");
    const because = [...(area.time?.derived ? area.time.because : []), ...area.because.map(n => data.steps[n])];
    return [
      because.length &&
        el(
          "ol",
          { class: "steps" },
          because.map(text => el("li", { dir: "auto", text })),
        ),
      area.budget.length && budget(area.budget),
      from && el("p", { class: "source", dir: "auto", text: from }),
      area.lost.length && lost(area.lost),
    ];
  };
  const body = area => [
    el("p", { class: "says", dir: "auto", text: mapper.says(area) }),
    area.quotes.map(([text, by]) =>
      el(
        "figure",
        { class: "quote" },
        el("blockquote", { ...language, text }),
        by && el("figcaption", { dir: "auto", text: `— ${by}` }),
      ),
    ),
    area.time &&
      el(
        "p",
        { class: "when" },
        el("b", { text: `${t("time")} ` }),
        mapper.clock(area.time) + (area.time.derived ? ` · ${t("derived")}` : ""),
      ),
    el("details", {}, el("summary", { text: t("how") }), steps(area)),
  ];
  const card = (area, n) => {
    const look = on => () => mapper.look(on ? n : null, "card");
    const chosen = mapper.selected === n;
    const button = el(
      "button",
      { type: "button", class: "card-name", "aria-pressed": `${chosen}`, onclick: () => mapper.choose(n, "card") },
      badge(area),
      el("span", { dir: "auto", text: mapper.title(area) }),
    );
    cards[n] = el(
      "article",
      {
        class: `card ${area.sort}${chosen ? " chosen" : ""}`,
        onmouseenter: look(true),
        onmouseleave: look(false),
        onfocusin: look(true),
        onfocusout: look(false),
      },
      el("h3", {}, button),
      mapper.many && n >= 100 ? el("p", { class: "says", text: mapper.says(area) }) : body(area),
    );
    return el("li", {}, cards[n]);
  };

  // The first cards at once; thousands more, a few at a time, while the reader already looks at the map.
  const list = el("ol", { class: "cards" });
  mapper.section(root, "regions", !data.areas.length && el("p", { text: t("nothing") }), list);
  let at = 0;
  mapper.fill = milliseconds => {
    const batch = [];
    const end = performance.now() + milliseconds;
    do {
      if (at < data.areas.length) batch.push(card(data.areas[at], at++));
    } while (at < data.areas.length && performance.now() < end);
    list.append(...batch);
    if (at < data.areas.length) setTimeout(mapper.fill, 30, milliseconds);
  };
  mapper.fill(12);
};

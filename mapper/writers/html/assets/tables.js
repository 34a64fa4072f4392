// The tables: figures by who said them, what could not be placed, and the places of the report.
mapper.tables = root => {
  const { data, t, el } = mapper;
  const language = { lang: data.report.language || null, dir: "auto" };
  const cell = (text, more = {}) => el("td", { dir: "auto", text, ...more });
  const table = (label, heads, rows) =>
    el(
      "div",
      { class: "scroll", role: "group", tabindex: "0", "aria-label": label },
      el(
        "table",
        {},
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            heads.map(key => el("th", { scope: "col", text: t(key) })),
          ),
        ),
        el("tbody", {}, rows),
      ),
    );

  const change = ([day, what, kind, now, before, why]) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", text: day }),
      cell(now || t(`what_${what}`)),
      cell(t(`change_${kind}`), { class: kind === "conflicts" ? "conflict" : null }),
      cell(before),
      cell(why),
    );
  if (data.changes?.length) {
    const heads = ["th_report", "th_now", "th_change", "th_before", "th_why"];
    mapper.section(root, "changes", table(t("h_changes"), heads, data.changes.map(change)));
  }

  const claim = (c, n) =>
    el(
      "tr",
      { id: `claim-${n}`, tabindex: "-1" },
      el(
        "th",
        { scope: "row", dir: "auto" },
        mapper.has(`claim_${c.what}`) ? t(`claim_${c.what}`) : c.what,
        c.scope && el("small", { text: ` ${c.scope}` }),
        c.site && el("small", { text: ` · ${c.site}` }),
      ),
      el(
        "td",
        { class: "figure" },
        c.figure,
        c.estimate && el("small", { text: ` ${t("estimate")}` }),
        c.differs && el("small", { class: "conflict", text: ` ${t("differs")}` }),
      ),
      cell(c.by || t("unattributed")),
      cell(c.asOf ? mapper.clock({ value: c.asOf, precision: "minute" }) : ""),
      el("td", language, c.said),
    );
  if (data.claims.length) {
    const heads = ["th_claim", "th_figure", "th_by", "th_as_of", "th_said"];
    mapper.section(root, "claims", table(t("h_claims"), heads, data.claims.map(claim)));
  }

  if (data.unplaced.length) {
    const item = ([what, why]) => el("li", { dir: "auto" }, el("b", { text: what }), why && ` — ${why}`);
    mapper.section(root, "unplaced", el("ul", {}, data.unplaced.map(item)));
  }

  const degrees = at => `${at[0].toFixed(4)}, ${at[1].toFixed(4)}`;
  const drawn = data.areas
    .filter(area => area.role)
    .map(area => [area.name, area.kind, area.role, degrees(area.at), area.says[1], area.source]);
  const places = [...drawn, ...data.places].slice(0, 400);
  const place = ([name, kind, role, where, radius, source]) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", dir: "auto" }, name, kind && el("small", { text: ` ${kind}` })),
      cell(mapper.has(`role_${role}`) ? t(`role_${role}`) : role),
      cell(where || t("not_located"), { class: "figure" }),
      cell(radius ? mapper.length(radius) : ""),
      cell(source),
    );
  if (places.length) {
    const heads = ["th_place", "th_role", "th_at", "th_radius", "th_source"];
    mapper.section(root, "places", table(t("h_places"), heads, places.map(place)));
  }
};

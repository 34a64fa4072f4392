// What surrounds the map: heading, tools, legend, inset, light and dark, life inside another page, address and print.
mapper.dark = () => (mapper.scheme ? mapper.scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);

mapper.heading = () => {
  const { data, t, byId } = mapper;
  document.documentElement.lang = mapper.language;
  document.documentElement.dir = t("dir") === "rtl" ? "rtl" : "ltr";
  document.querySelectorAll("[data-t]").forEach(node => {
    node.textContent = t(node.dataset.t);
  });
  document.title = data.report.title;
  const published = data.report.published ? mapper.clock({ value: data.report.published, precision: "day" }) : "";
  byId("kicker").textContent = [data.report.publisher, published].filter(Boolean).join(" · ");
  const sites = mapper.sites.length,
    regions = data.areas.filter(area => area.sort === "site").length;
  const deck = sites ? (sites === 1 ? "deck_one" : "deck_many") : "deck_none";
  byId("deck").textContent = t(regions > sites ? `${deck}_readings` : deck, { sites: `${sites}`, regions: `${regions}` });
  byId("stage").setAttribute("aria-label", t("map"));
  const map = byId("map_incident");
  map.setAttribute("role", "region");
  map.setAttribute("aria-label", t("map_of", { title: data.report.title }));
  map.setAttribute("tabindex", "0");
};

mapper.legend = () => {
  const { data, t, el, byId } = mapper;
  const sites = data.areas.filter(area => area.sort === "site");
  const has = n => mapper.shapes.regions.some((shape, i) => data.areas[i].sort === "site" && shape[n]);
  const key = (kind, text) =>
    el(
      "li",
      {},
      el(
        "svg",
        { viewBox: "0 0 44 22", width: "44", height: "22", "aria-hidden": "true" },
        ...(kind === "nominal"
          ? [
              el("path", { class: "area halo tone-0", d: "M3 16Q22 2 41 16" }),
              el("path", { class: "area nominal tone-0", d: "M3 16Q22 2 41 16" }),
            ]
          : kind === "anchor"
            ? [
                el("circle", { class: "area full anchor tone-x", cx: 22, cy: 11, r: 9 }),
                el("path", { class: "dot anchor", d: "M16 11H28M22 5V17" }),
              ]
            : [
                el("rect", {
                  class: `area full ${kind === "place" ? "place tone-x" : "tone-0"}${kind === "lesser" ? " lesser" : ""}`,
                  x: 2,
                  y: 2,
                  width: 40,
                  height: 18,
                  rx: 3,
                }),
                ["stated", "half", "ninety"].includes(kind) &&
                  el("rect", {
                    class: `area ${kind} tone-0`,
                    x: kind === "half" ? 13 : 8,
                    y: kind === "half" ? 7 : 5,
                    width: kind === "half" ? 18 : 28,
                    height: kind === "half" ? 8 : 12,
                  }),
              ]),
      ),
      el("span", { text }),
    );
  const keys = [
    sites.length && key("full", t("legend_full")),
    has(4) && key("ninety", t("legend_ninety")),
    has(3) && key("half", t("legend_half")),
    has(1) && key("stated", t("legend_stated")),
    has(2) && key("nominal", t("legend_nominal")),
    sites.some(area => area.reading && area.weight < 0.5) && key("lesser", t("legend_lesser")),
    data.areas.some(area => area.sort === "anchor") && key("anchor", t("legend_anchor")),
    data.areas.some(area => area.sort === "place") && key("place", t("legend_place")),
  ];
  byId("legend").append(el("h2", { class: "small", text: t("legend") }), el("ul", {}, ...keys));
};

mapper.inset = map => {
  const { data, t, el, byId } = mapper;
  const [land, x, y] = data.globe;
  const inset = byId("inset");
  inset.append(
    el(
      "svg",
      { viewBox: "-67 -67 134 134", role: "img", "aria-label": t("inset") },
      el("circle", { class: "globe-sea", r: 64 }),
      el("path", { class: "globe-land", d: land }),
      el("circle", { class: "globe-rim", r: 64 }),
      el("circle", { class: "globe-ring", cx: x, cy: y, r: 9 }),
      el("circle", { class: "globe-spot", cx: x, cy: y, r: 3.5 }),
    ),
  );
  // In the upper corner, or the lower one where less of what matters is hidden there.
  const hidden = low => {
    inset.classList.toggle("low", low);
    const [own, globe] = [map.getContainer(), inset].map(node => node.getBoundingClientRect());
    const corner = [globe.left - own.left, globe.top - own.top];
    const box = L.bounds(corner, [corner[0] + globe.width, corner[1] + globe.height]);
    const point = at => map.latLngToContainerPoint(at);
    const covers = ({ n }) => {
      const bounds = mapper.bounds(n);
      const region = L.bounds(point(bounds.getSouthWest()), point(bounds.getNorthEast()));
      return box.intersects(region) && !region.contains(box);
    };
    return mapper.entries.filter(e => ["site", "anchor"].includes(e.area.sort) && covers(e)).length;
  };
  if (hidden(false) <= hidden(true)) inset.classList.remove("low");
};

// Readings of one phrase, the street layer, coordinates and distance on demand, and the way back.
mapper.tools = (map, street) => {
  const { data, t, el, byId } = mapper;
  const bar = byId("tools");
  const off = {};
  for (const site of mapper.sites) {
    const readings = mapper.readings.get(site).filter(area => area.reading);
    if (readings.length < 2) continue;
    const option = (text, value, on) =>
      el(
        "label",
        {},
        el("input", {
          type: "radio",
          name: `reading-${mapper.sites.indexOf(site)}`,
          checked: on,
          onchange: () => {
            off[site] = value;
            mapper.tell("show", area => !area.reading || !off[area.site] || off[area.site] === area.reading);
          },
        }),
        el("span", { dir: "auto", text }),
      );
    bar.append(
      el(
        "fieldset",
        { class: "readings" },
        el("legend", { dir: "auto", text: t("readings_of", { name: readings[0].label }) }),
        option(t("readings_all"), "", true),
        ...readings.map(area => option(mapper.reading(area, " "), area.reading)),
      ),
    );
  }
  const toggle = (text, run) => {
    const button = el("button", {
      type: "button",
      "aria-pressed": "false",
      text,
      onclick: () => {
        const on = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(on));
        run(on);
      },
    });
    return button;
  };
  const acts = el("div", { class: "acts" });
  acts.append(el("button", { type: "button", text: t("whole"), onclick: () => mapper.home() }));
  if (street) {
    const button = toggle(t("street"), on => (on ? street.on() : street.off()));
    button.setAttribute("aria-pressed", String(street.shown()));
    mapper.on("street", on => button.setAttribute("aria-pressed", String(on)));
    acts.append(button);
  }
  const readout = byId("readout");
  const line = L.polyline([], { pane: "sites", interactive: false, className: "measure" });
  const anchors = data.areas.filter(area => area.anchorAt);
  const show = at => {
    const chosen = data.areas[mapper.selected],
      from = chosen?.anchorAt ? chosen : anchors[0];
    const where = at.wrap();
    let text = `${Math.abs(where.lat).toFixed(4)}° ${where.lat < 0 ? "S" : "N"}, ${Math.abs(where.lng).toFixed(4)}° ${where.lng < 0 ? "W" : "E"}`;
    if (from) {
      const metres = map.distance(from.anchorAt, at);
      text += ` · ${t("measured", { metres, anchor: from.anchor })}`;
      line.setLatLngs([from.anchorAt, at]);
    }
    readout.textContent = text;
  };
  const moved = event => show(event.latlng),
    centred = () => show(map.getCenter());
  acts.append(
    toggle(t(anchors.length ? "measure" : "coordinates"), on => {
      readout.hidden = !on;
      map[on ? "on" : "off"]("mousemove", moved)[on ? "on" : "off"]("click", moved)[on ? "on" : "off"]("move", centred);
      map.getContainer().classList.toggle("measuring", on);
      on ? (line.addTo(map), centred()) : line.remove();
    }),
  );
  bar.append(acts);
};

// The wheel scrolls the article until the reader means the map: after a click on it, or with Ctrl held.
mapper.manners = map => {
  const { t, byId } = mapper;
  const box = map.getContainer(),
    gesture = byId("gesture");
  let fade = 0;
  const tell = text => {
    gesture.textContent = text;
    gesture.classList.add("shown");
    clearTimeout(fade);
    fade = setTimeout(() => gesture.classList.remove("shown"), 1200);
  };
  let meant = false;
  box.addEventListener("mousedown", () => {
    meant = true;
    map.scrollWheelZoom.enable();
  });
  const leave = () => {
    meant = false;
    map.scrollWheelZoom.disable();
  };
  box.addEventListener("mouseleave", leave);
  box.addEventListener(
    "wheel",
    event => {
      if (meant) return;
      if (!event.ctrlKey && !event.metaKey) return tell(t("gesture_wheel"));
      event.preventDefault();
      map.setZoomAround(map.mouseEventToLatLng(event), map.getZoom() - Math.sign(event.deltaY) * 0.5, {
        animate: false,
      });
    },
    { passive: false },
  );
  if (matchMedia("(pointer: coarse)").matches) {
    map.dragging.disable();
    box.addEventListener(
      "touchmove",
      event => {
        if (event.touches.length === 1) tell(t("gesture_touch"));
      },
      { passive: true },
    );
  }
  for (const [selector, key] of [
    [".leaflet-control-zoom-in", "zoom_in"],
    [".leaflet-control-zoom-out", "zoom_out"],
  ])
    for (const name of ["title", "aria-label"]) box.querySelector(selector)?.setAttribute(name, t(key));
};

// Short credits stand on the map, all of them under it; both as text, for a gazetteer may name anything as its source.
mapper.credits = map => {
  const holder = document.createElement("i");
  const safe = text => {
    holder.textContent = text;
    return holder.innerHTML;
  };
  map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
  for (const credit of mapper.data.credits)
    if (credit.length <= 40) map.attributionControl.addAttribution(safe(credit));
};
mapper.sources = () => {
  const { data, t, el, byId } = mapper;
  const { url, publisher } = data.report;
  const rules = Object.entries(data.rules).map(([name, rule]) => `${name.replace(/_/g, " ")}: ${rule}`);
  byId("foot").append(
    el("p", { dir: "auto", text: `${t("sources")}: ${[...new Set(data.credits)].join(" · ")}` }),
    ...[
      rules.length && el("p", { dir: "auto", text: `${t("rules")}: ${rules.join(" · ")}` }),
      url && el("p", {}, el("a", { href: url, rel: "noopener noreferrer", target: "_blank", text: publisher || url })),
    ].filter(Boolean),
  );
};

// Inside another page: its height in our own words and in pym's; asked-for variants; dark and light.
mapper.surroundings = () => {
  const { asked, framed } = mapper;
  const root = document.documentElement;
  for (const name of ["plain", "static"]) if (asked.has(name)) root.classList.add(name);
  if (framed) root.classList.add("framed");
  if (asked.has("dark") || asked.has("light")) {
    mapper.scheme = asked.has("dark") && asked.get("dark") !== "0" ? "dark" : "light";
    for (const sheet of document.styleSheets)
      for (const rule of sheet.cssRules)
        if (/prefers-color-scheme/.test(rule.media?.mediaText ?? ""))
          rule.media.mediaText = mapper.scheme === "dark" ? "screen" : "not all";
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => mapper.tell("scheme"));
  if (!framed) return;
  let last = 0;
  const child = asked.get("childId") ?? "";
  const send = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (Math.abs(height - last) < 2) return;
    last = height;
    parent.postMessage({ type: "incident-map", height }, "*");
    parent.postMessage(`pymxPYMx${child}xPYMxheightxPYMx${height}`, "*");
  };
  new ResizeObserver(send).observe(document.body);
  mapper.on("size", send);
  send();
};

// The address keeps the view and the choice, so that a link leads to what its sender saw.
mapper.address = map => {
  const { data } = mapper;
  const write = () => {
    const c = map.getCenter(),
      chosen = data.areas[mapper.selected];
    const hash = `#${map.getZoom().toFixed(2)}/${c.lat.toFixed(5)}/${c.lng.toFixed(5)}${chosen ? `/${encodeURIComponent(chosen.id)}` : ""}`;
    try {
      history.replaceState(null, "", hash);
    } catch {
      /* a sandboxed frame has no address to keep */
    }
  };
  const found = /^#([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)(?:\/(.+))?$/.exec(location.hash);
  if (found) {
    map.setView([+found[2], +found[3]], +found[1], { animate: false });
    let id = "";
    try {
      id = decodeURIComponent(found[4] ?? "");
    } catch {
      /* a broken link still shows the map */
    }
    const n = data.areas.findIndex(area => area.id === id);
    if (n >= 0) mapper.choose(n, "popup");
  }
  map.on("moveend", write);
  mapper.on("choose", write);
};

mapper.print = map => {
  let opened = [];
  const before = () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach(node => {
      node.open = true;
    });
    map.invalidateSize({ animate: false });
    mapper.home();
  };
  const after = () => {
    opened.forEach(node => {
      node.open = false;
    });
    map.invalidateSize({ animate: false });
  };
  matchMedia("print").addEventListener("change", event => (event.matches ? before() : after()));
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
};

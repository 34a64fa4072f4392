// What a region means in a few words, opened on the map; Esc closes it and the focus goes back to the region.
mapper.popups = map => {
  const { data, t, el } = mapper;
  const popup = L.popup({ maxWidth: 300, minWidth: 200, autoPanPadding: [24, 24], className: "card-popup" });
  let opener = null;
  map.on("popupopen popupclose", event => mapper.byId("mapbox").classList.toggle("reading", event.type === "popupopen"));

  // Other regions under the same spot: regions overlap, and the one on top must not be the only one to be had.
  const below = (n, event) => mapper.under(event).filter(m => m !== n);
  const read = n => {
    mapper.choose(n, "popup");
    mapper.tell("read", n);
  };

  mapper.open = (n, event) => {
    const area = data.areas[n];
    const quote = area.quotes[0];
    opener = mapper.entries[n].full?.getElement() ?? map.getContainer();
    popup.setContent(
      el(
        "div",
        { class: "brief", dir: "auto" },
        el("p", { class: "brief-name", text: mapper.numbered(area) }),
        el("p", { text: mapper.says(area) }),
        quote && el("blockquote", { text: quote[0], lang: data.report.language, dir: "auto" }),
        el(
          "p",
          { class: "brief-acts" },
          el("button", { type: "button", text: t("read_evidence"), onclick: () => read(n) }),
          below(n, event)
            .slice(0, 4)
            .map(m =>
              el("button", {
                type: "button",
                class: "also",
                text: t("also_here", { name: mapper.numbered(data.areas[m]) }),
                onclick: () => mapper.open(m),
              }),
            ),
        ),
      ),
    );
    popup.setLatLng(event?.latlng ?? area.at).openOn(map);
    const close = popup.getElement()?.querySelector(".leaflet-popup-close-button");
    for (const name of ["aria-label", "title"]) close?.setAttribute(name, t("close"));
    mapper.choose(n, "map");
  };

  document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !popup.isOpen()) return;
    const inside = popup.getElement().contains(document.activeElement) || document.activeElement === opener;
    map.closePopup(popup);
    if (inside) opener?.focus?.({ preventScroll: true });
  });
};

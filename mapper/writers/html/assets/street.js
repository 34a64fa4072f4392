// The street layer, when there is one: it fails softly, and nothing of the page depends on it.
mapper.street = (map, tiles) => {
  const { data, t } = mapper;
  if (!tiles) return null;
  const light = tiles._url;
  const suit = () => {
    if (tiles.options.darkUrl) tiles.setUrl(mapper.dark() ? tiles.options.darkUrl : light, !map.hasLayer(tiles));
  };
  let good = 0,
    bad = 0;
  tiles.options.attribution = null;
  tiles.on("tileload", () => {
    good++;
    document.documentElement.classList.add("has-street");
  });
  tiles.on("tileerror", () => {
    if (++bad >= 3 && !good) {
      off();
      mapper.notice(t("street_failed"));
    }
  });
  const credit = document.createElement("i");
  credit.textContent = data.street.credit;
  const on = () => {
    good = bad = 0;
    suit();
    tiles.addTo(map);
    map.attributionControl.addAttribution(credit.innerHTML);
  };
  const off = () => {
    tiles.remove();
    map.attributionControl.removeAttribution(credit.innerHTML);
    document.documentElement.classList.remove("has-street");
    mapper.tell("street", false);
  };
  mapper.on("scheme", suit);
  if (data.street.when !== "click" && (data.street.tiles || navigator.onLine !== false)) on();
  return {
    on: () => {
      on();
      mapper.tell("street", true);
    },
    off,
    shown: () => map.hasLayer(tiles),
  };
};

mapper.notice = text => {
  mapper.byId("notice").textContent = text;
};

// Sites in the order of time: steps, play, and a slider. Nothing is hidden by it; what comes later only stands back.
mapper.timeline = () => {
  const { data, t, el, byId } = mapper;
  const moments = mapper.sites.map(site => mapper.readings.get(site)[0]).filter(area => area.time);
  const known = moments.filter(area => area.time.value);
  if (!known.length) return;
  const stamp = area => Date.parse(area.time.value.length > 10 ? area.time.value : `${area.time.value}T12:00Z`) || 0;
  const times = [...new Set(known.map(stamp))].sort((a, b) => a - b);
  const root = byId("timeline");
  const stops = times.map(time => known.filter(area => stamp(area) === time));
  const first = times[0],
    span = times.at(-1) - first || 1;
  let timer = null;
  const slider = el("input", {
    type: "range",
    min: "0",
    max: String(times.length),
    value: "0",
    step: "1",
    "aria-label": t("timeline"),
  });
  const status = el("output", { class: "time-now" });
  const set = n => {
    slider.value = n;
    slider.setAttribute("aria-valuetext", n ? said(n) : t("time_all"));
    status.textContent = n ? said(n) : t("time_all");
    mapper.tell("until", area => !n || area.sort !== "site" || !area.time?.value || stamp(area) <= times[n - 1]);
    buttons.forEach((button, k) => button.setAttribute("aria-pressed", String(k + 1 === n)));
  };
  const said = n => `${mapper.clock(stops[n - 1][0].time)} · ${stops[n - 1].map(area => area.label).join(", ")}`;
  const buttons = stops.map((areas, k) => {
    const button = el(
      "button",
      {
        type: "button",
        class: "stop",
        "aria-pressed": "false",
        onclick: () => {
          halt();
          set(k + 1);
          mapper.choose(data.areas.indexOf(areas[0]), "time");
        },
      },
      el("span", {
        class: `badge ${mapper.tone(areas[0])}`,
        "aria-hidden": "true",
        text: mapper.number(areas[0]) || "",
      }),
      el("span", {
        text: mapper
          .clock(areas[0].time)
          .replace(/^.*, (?=.*\d\d:\d\d)/, "")
          .replace(/ \(UTC.*/, ""),
      }),
      el("span", { class: "stop-name", dir: "auto", text: areas.map(area => area.label).join(", ") }),
    );
    return button;
  });
  const halt = () => {
    clearInterval(timer);
    timer = null;
    play.setAttribute("aria-pressed", "false");
    play.textContent = t("play");
  };
  const play = el("button", {
    type: "button",
    class: "play",
    "aria-pressed": "false",
    text: t("play"),
    onclick: () => {
      if (timer) return halt();
      play.setAttribute("aria-pressed", "true");
      play.textContent = t("pause");
      set(+slider.value >= times.length ? 1 : +slider.value + 1);
      timer = setInterval(() => (+slider.value >= times.length ? (halt(), set(0)) : set(+slider.value + 1)), 1800);
    },
  });
  slider.addEventListener("input", () => {
    halt();
    set(+slider.value);
  });
  const track = el(
    "div",
    { class: "track", "aria-hidden": "true" },
    ...stops.map((areas, k) => {
      const dot = el("i", { class: mapper.tone(areas[0]) });
      dot.style.insetInlineStart = `${stops.length > 1 ? ((times[k] - first) / span) * 100 : 50}%`;
      return dot;
    }),
  );
  const unknown = moments.filter(area => !area.time.value);
  root.append(
    ...[
      el("h2", { class: "small", text: t("timeline") }),
      el("div", { class: "time-row" }, play, slider, status),
      track,
      stops.length <= 30 && el("ol", { class: "stops" }, ...buttons.map(button => el("li", {}, button))),
      ...(unknown.length
        ? [
            el("p", {
              class: "hint",
              dir: "auto",
              text: t("time_without", { names: unknown.map(area => area.label).join(", ") }),
            }),
          ]
        : []),
    ].filter(Boolean),
  );
  set(0);
};

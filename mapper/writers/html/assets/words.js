// The report's words beside the map: every used phrase marked, and leading to what rests on it.
mapper.report = (root, marks) => {
  const { data, t, el } = mapper;
  if (!data.sentences.length) return;
  const language = { lang: data.report.language || null, dir: "auto" };

  const paragraph = runs => {
    const seen = new Set(); // a phrase that other marks cut in pieces is one stop of Tab
    return el(
      "p",
      language,
      runs.map(([text, targets, kind]) => {
        if (!targets.length) return text;
        const first = targets[0];
        const area = targets.find(target => typeof target === "number");
        const fresh = !seen.has(first);
        seen.add(first);
        const act = () => (area === undefined ? mapper.tell("claim", +first.slice(1)) : mapper.choose(area, "words"));
        const look = on => () => area !== undefined && mapper.look(on ? area : null, "words");
        const mark = el("mark", {
          class: `${kind} ${area === undefined ? "tone-x" : mapper.tone(data.areas[area])}`,
          role: fresh ? "button" : null,
          tabindex: fresh ? "0" : null,
          text,
          onmouseenter: look(true),
          onmouseleave: look(false),
          onfocus: look(true),
          onblur: look(false),
          onclick: act,
          onkeydown: event => {
            if (event.key !== "Enter" && event.key !== " ") return;
            event.preventDefault();
            act();
          },
        });
        for (const target of targets) (marks[target] ??= []).push(mark);
        return mark;
      }),
    );
  };
  // Of several reports, each one's words stand under its name.
  const headings = n =>
    (data.reports ?? [])
      .filter(([first]) => first === n)
      .map(([, title, publisher, day]) =>
        el("h3", { dir: "auto" }, title, el("small", { text: ` ${[publisher, day].filter(Boolean).join(", ")}` })),
      );
  mapper.section(
    root,
    "words",
    el("p", { class: "hint", text: t(data.report.whole ? "hint_whole" : "hint_sentences") }),
    el(
      "div",
      { class: "report" },
      data.sentences.map((runs, n) => [headings(n), paragraph(runs)]),
    ),
  );
};

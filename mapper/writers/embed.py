"""The snippet that puts the page into an article: a frame of its own height, and a picture where no script runs."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from re import sub

from mapper.model import Incident
from mapper.seams import Style
from mapper.writers import _told
from mapper.writers._address import published
from mapper.writers._view import NAME, short
from mapper.writers._words import words

TITLE = "Embed snippet"
FOR = "web editors: paste it into an article beside the published page"
LOSES = "nothing; it shows the page"
NEEDS = ""
BY_DEFAULT = True
SUFFIX = ".embed.html"
OPEN = "the snippet to paste into an article"

SNIPPET = """\
<!-- {comment} -->
<iframe id="{key}" title="{title}" src="{page}" loading="lazy" sandbox="allow-scripts allow-popups" \
referrerpolicy="strict-origin-when-cross-origin" style="width:100%;height:640px;border:0"></iframe>
<noscript><a href="{page}"><img src="{picture}" alt="{alt}" style="width:100%;height:auto"></a></noscript>
<script>
(function () {{
  var frame = document.getElementById("{key}");
  addEventListener("message", function (event) {{
    if (event.source !== frame.contentWindow || !event.data || event.data.type !== "incident-map") return;
    var height = Number(event.data.height);
    if (height > 100 && height < 20000) frame.style.height = height + "px";
  }});
}})();
</script>
"""


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.embed.html`."""
    text = words(style.language)
    name = short(incident.report.title or incident.report.id, NAME)
    snippet = SNIPPET.format(
        comment=escape(text["embed"]).replace("--", "- -"),
        key=f"map-{sub('[^0-9a-f]', '', incident.report.sha256)[:12] or 'incident'}",
        title=inert(text["map_of"].replace("{title}", name)),
        page=inert(published(style.url, f"{stem}.html")),
        picture=inert(published(style.url, f"{stem}.png")),
        alt=inert(short(_told.told(incident, style.language), 1200)),
    )
    return {f"{stem}.embed.html": snippet.encode("utf-8")}


def inert(text: str) -> str:
    """Text as an attribute that no template engine of a content system reads as its own."""
    return escape(text, quote=True).replace("{", "&#123;").replace("}", "&#125;")

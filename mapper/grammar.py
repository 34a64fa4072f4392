"""The engine of phrases: word patterns to typed nodes and matches. It knows no language and no relation.

A language file (`languages/`) declares words and rules as data; this module compiles and matches them.

    [classes]                      word classes, members parted by commas or line breaks; several words are fine;
                                   further tables of classes have names that end so ([time_classes])
    hedge = "some, about, more or less"

    [values.unit]                  a class whose words mean something: the node's value is the key
    1000 = "km, kilometres"

    [[node]]                       a rule that makes typed nodes, bottom-up, in the order of the file
    type = "length"
    make = "length"                a function given to `Grammar` by that name: (match, chart) -> value, None for no node
    say = ["<hedge>? <number> <unit>"]

    [[phrase]]                     any other section: rules whose matches a room reads with `chart.find("phrase")`
    name = "distance"              with whatever fields the room wants (`rule.fields`)
    say = ["<length> from <anchor:mention>"]

Patterns: `word` (folded, hyphens are tokens of their own), `a|b|c` words to choose from, `<slot>` a class of words
or a type of node, `<name:slot>` the same kept under another name, `item?` and `(some items)?` optional,
`(one way | another)` a choice, `..` up to four ordinary words, none of them punctuation. Nothing crosses the
end of a sentence. No pattern can run away: a match looks at most a fixed number of tokens ahead, so time grows
with the length of the text.

Built-in slots: `<digits>` a figure as written, `<word>` any one word of letters, `<sign>` any other token.

How a room uses it:

    grammar = Grammar(tables, makers={"length": ...})     once
    chart = grammar.chart(text)                           tokens, and the nodes of section "node"
    chart.add("mention", first, last, value)              nodes of one's own, by token positions
    chart.grow("late")                                    nodes of a further section (rules with `type`)
    for match in chart.find("phrase"): ...                longest first wins, no overlaps, in order of the text
        match.rule.name, match.rule.fields, match.start, match.end (tokens), match["anchor"].value
        chart.span(match.start, match.end)                characters (start, end) of the text

Of matches that begin at one token the longest wins, and of equals the rule that comes first in the file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mapper.tokens import Breaks, Tokens, tokenize

Parts = tuple[Any, str, Any, int] | None
"""The slots filled on the way to a state: those before, the name of the last, what fills it, and its token."""
Way = tuple[int, tuple[int, "Rule", str, Parts]]
"""Where a match ends, the order of its rule, the rule, the pattern, and the slots filled."""

MOST_PAIRS = 20_000  # pairs of words that are remembered for the texts to come
GAP = 4  # words that `..` may pass over
_GAP_STOPS = frozenset('.!?;:,()[]"/\u2014\u2026')


class Node(NamedTuple):
    """Tokens `start` to `end` read as one thing of a type, with its value."""

    type: str
    start: int
    end: int
    value: Any = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One table of the language file: its section, its place in the file, and its fields besides `say`."""

    section: str
    order: int
    name: str
    fields: Mapping[str, Any]

    def get(self, key: str, default: Any = None) -> Any:
        """A field of the rule."""
        return self.fields.get(key, default)


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `start` to `end` said as a rule says; `parts` are its slots by name, `pattern` the way it was said."""

    rule: Rule
    pattern: str
    start: int
    end: int
    parts: Mapping[str, Node]

    def __getitem__(self, name: str) -> Node:
        return self.parts[name]

    def get(self, name: str) -> Node | None:
        """The node of a slot, or None where the wording left it out."""
        return self.parts.get(name)

    def value(self, name: str, default: Any = None) -> Any:
        """The value of a slot's node."""
        node = self.parts.get(name)
        return default if node is None else node.value


Maker = Callable[[Match, "Chart"], Any]


# ------------------------------------------------------------------------------------------------ patterns to tries


@dataclass(slots=True)
class _State:
    """A point in all patterns of one trie at once: where each word, class or type of node leads."""

    edges: dict[str, list[tuple[str, _State]]] = field(default_factory=dict)
    gap: _State | None = None
    accepts: tuple[int, Rule, str] | None = None


class PatternError(ValueError):
    """A pattern of a language file that can't be compiled: says which and why."""


def _items(pattern: str) -> list[Any]:
    """A pattern as nested lists: a str per item, ["?", [...]] optional, ["|", [...], [...]] a choice."""
    spaced = pattern.replace("(", " ( ").replace(")?", " )? ").replace(")", " ) ").replace(") ?", ")?")
    words, stack = spaced.split(), [[[]]]  # type: ignore[var-annotated]
    for word in words:
        if word == "(":
            stack.append([[]])
        elif word in {")", ")?"}:
            ways = stack.pop()
            if not stack:
                raise PatternError(f"{pattern!r}: a bracket closes that never opened")
            choice = ways[0] if len(ways) == 1 else [["|", *ways]]
            stack[-1][-1].append(["?", choice] if word == ")?" else ["|", choice])
        elif word == "|":
            stack[-1].append([])
        elif word.endswith("?") and len(word) > 1:
            stack[-1][-1].append(["?", _atom(word[:-1])])
        else:
            stack[-1][-1].extend(_atom(word))
    if len(stack) != 1:
        raise PatternError(f"{pattern!r}: a bracket is never closed")
    ways = stack[0]
    return ways[0] if len(ways) == 1 else [["|", *ways]]


def _atom(word: str) -> list[Any]:
    if word.startswith("<") or word == "..":
        return [word]
    ways = [_split(way) for way in word.split("|")] if len(word) > 1 else [[word]]
    if len(ways) == 1:
        return ways[0]
    if all(len(way) == 1 for way in ways):
        return ["|".join(way[0] for way in ways)]  # one step for all of them: see `Grammar._known`
    return [["|", *ways]]


def _split(word: str) -> list[str]:
    pieces = word.split()
    if all(piece.isascii() and piece.isalpha() and piece.islower() for piece in pieces):
        return pieces  # nearly every word of a language file: no need to look closer
    return list(tokenize(word).words)


def _sequences(items: Sequence[Any]) -> Iterator[tuple[str, ...]]:
    """Every plain sequence of atoms that the items stand for."""
    if not items:
        yield ()
        return
    head, rest = items[0], items[1:]
    for tail in _sequences(rest):
        if isinstance(head, str):
            yield (head, *tail)
            continue
        if head[0] == "?":
            yield tail
        for way in head[1:]:
            for start in _sequences(way):
                yield (*start, *tail)


class _Trie:
    """All patterns of one section (or of one type of node), sharing their beginnings."""

    __slots__ = ("bit", "pairs", "root")

    def __init__(self, bit: int) -> None:
        self.bit = bit
        self.root = _State()
        self.pairs: dict[tuple[str, ...], bool] = {}
        """Pairs of words met so far (and nodes at the second), and whether a pattern can begin so."""

    def begins(self, first: Iterable[str], second: Sequence[str]) -> bool:
        """Whether a pattern can begin with one of the keys `first` and one of the keys `second` behind it."""
        return any(
            child.accepts is not None or child.gap is not None or any(key in child.edges for key in second)
            for key in first
            for _, child in self.root.edges.get(key, ())
        )

    def insert(self, atoms: Sequence[str], rule: Rule, pattern: str) -> None:
        state = self.root
        for place, atom in enumerate(atoms):
            if atom == "..":
                if place in {0, len(atoms) - 1}:
                    raise PatternError(f"{pattern!r}: `..` can't begin or end a pattern")
                state.gap = state.gap or _State()
                state = state.gap
                continue
            key, name = _key(atom)
            if state is self.root and key in {"<word>", "<sign>"}:
                raise PatternError(f"{pattern!r}: {key} would begin everywhere; begin with something rarer")
            ways = state.edges.setdefault(key, [])
            known = next((child for known, child in ways if known == name), None)
            if known is None:
                known = _State()
                ways.append((name, known))
            state = known
        if state is self.root:
            raise PatternError(f"{pattern!r} of {rule.name!r} can match nothing at all")
        if state.accepts is None or rule.order < state.accepts[0]:
            state.accepts = (rule.order, rule, pattern)


def _key(atom: str) -> tuple[str, str]:
    """What an atom looks for, and the name that it is kept under ("" for plain words)."""
    if not atom.startswith("<"):
        return atom, ""
    name, _, slot = atom[1:-1].rpartition(":")
    return f"<{slot}>", name or ("" if "|" in slot else slot)


# ------------------------------------------------------------------------------------------------------ the grammar


class Grammar:
    """A language, compiled: its words, and its rules as tries.

    `tables` is the parsed language file: "classes", "breaks", and lists of rules by section.

    >>> grammar = Grammar({"classes": {"unit": "km, nautical miles"},
    ...                    "phrase": [{"name": "distance", "say": ["<digits> <unit> (away)? from <who:word>"]}]})
    >>> chart = grammar.chart("It sank 12 nautical miles from Odesa, 5 km away from Kyiv.")
    >>> [(match.rule.name, chart.said(match.start, match.end)) for match in chart.find("phrase")]
    [('distance', '12 nautical miles from Odesa'), ('distance', '5 km away from Kyiv')]
    """

    def __init__(self, tables: Mapping[str, Any], makers: Mapping[str, Maker] | None = None) -> None:
        self.makers = dict(makers or {})
        self.classes: dict[str, tuple[str, ...]] = {}
        for section, table in tables.items():
            for name, members in table.items() if section.split("_")[-1] == "classes" else ():
                if name in self.classes or name in tables.get("values", {}):
                    raise PatternError(f"the class {name!r} of [{section}] stands twice in the language file")
                self.classes[name] = tuple(listed(members))
        self.breaks = Breaks(**{name: frozenset(listed(words)) for name, words in tables.get("breaks", {}).items()})
        self.values: dict[str, dict[str, str]] = {}
        self._member: dict[str, list[str]] = {}
        self._single: dict[str, set[str]] = {}
        """Of each class the members of one word."""
        self._several: dict[str, list[tuple[tuple[str, ...], str, str | None]]] = {}
        for name, members in self.classes.items():
            for member in members:
                self._learn(member, name)
        for name, table in tables.get("values", {}).items():
            for value, members in table.items():
                for member in listed(members):
                    self._learn(member, name, value)
        self._sections: dict[str, list[tuple[str, str, _Trie]]] = {}
        self._tries: list[_Trie] = []
        for section, rules in tables.items():
            if isinstance(rules, list):
                self._compile(section, rules)
        self._first = self._firsts()
        self._keys = {word: self._keys_of(word, kinds) for word, kinds in self._member.items()}
        self._asked_for: set[str] = set()
        self._asked: dict[str, Sequence[str]] = {}
        self._words: dict[tuple[str, ...], frozenset[str]] = {}
        self._starters: dict[int, tuple[int, ...]] = {}
        self._second: dict[str, dict[str, list[tuple[tuple[str, ...], str, str | None]]]] = {}
        for word, groups in self._several.items():
            for group in groups:
                self._second.setdefault(word, {}).setdefault(group[0][1], []).append(group)

    def _keys_of(self, word: str, kinds: Sequence[str]) -> dict[str, Any]:
        """What a known word is, to a pattern: itself, its classes with its value in each, and any word or sign."""
        values = self.values
        known: dict[str, Any] = {word: None}
        for kind in kinds:
            known[kind] = (kind[1:-1], values[kind].get(word) if kind in values else None)
        known.update(_plain(word))
        return known

    def _bits(self, bits: int) -> tuple[int, ...]:
        """The single bits of a number, each its own power of two."""
        if bits not in self._starters:
            self._starters[bits] = tuple(trie.bit for trie in self._tries if trie.bit & bits)
        return self._starters[bits]

    def _learn(self, member: str, name: str, value: str | None = None) -> None:
        words = (member,) if member.isalpha() and member.islower() else tuple(_split(member))
        if len(words) == 1:
            self._member.setdefault(words[0], []).append(f"<{name}>")
            self._single.setdefault(name, set()).add(words[0])
            if value is not None:
                self.values.setdefault(f"<{name}>", {})[words[0]] = value
        elif words:
            self._several.setdefault(words[0], []).append((words, name, value))

    def _compile(self, section: str, rules: Sequence[Mapping[str, Any]]) -> None:
        groups = self._sections.setdefault(section, [])
        for order, table in enumerate(rules):
            fields = {key: value for key, value in table.items() if key not in {"say", "examples"}}
            rule = Rule(section, order, str(table.get("name") or table.get("type") or section), fields)
            kind, maker = str(table.get("type", "")), str(table.get("make", ""))
            if maker and maker not in self.makers:
                raise PatternError(f"{section} {rule.name!r}: there is no maker called {maker!r}")
            if not groups or groups[-1][0] != kind:
                self._tries.append(_Trie(1 << len(self._tries)))
                groups.append((kind, maker, self._tries[-1]))
            for pattern in listed(table["say"], lines=True):
                for atoms in _sequences(_items(pattern)):
                    groups[-1][2].insert([self._known(atom, pattern) for atom in atoms], rule, pattern)

    def _known(self, atom: str, pattern: str) -> str:
        """The atom, with `a|b` made a class of its own."""
        if "|" in atom[1:] and not atom.startswith("<"):
            slot = f"<{atom}>"
            for word in atom.split("|"):
                if slot not in self._member.setdefault(word, []):
                    self._member[word].append(slot)
            return slot
        if atom.startswith("<") and not atom.endswith(">"):
            raise PatternError(f"{pattern!r}: {atom!r} is not closed")
        return atom

    def _firsts(self) -> dict[str, int]:
        """Of every known word, the tries that can begin with it, as bits."""
        first: dict[str, int] = {}
        slots: dict[str, int] = {}
        for trie in self._tries:
            for key in trie.root.edges:
                target = slots if key.startswith("<") else first
                target[key] = target.get(key, 0) | trie.bit
        for word, kinds in self._member.items():
            for kind in kinds:
                if kind in slots:
                    first[word] = first.get(word, 0) | slots[kind]
        for word in (*self._member, *self._several):
            first.setdefault(word, 0)
        return first

    def asked(self, names: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """Of each word, the classes that anybody ever asked for with these names and those before."""
        slots = {f"<{name}>" for name in names}
        if not slots <= self._asked_for:
            self._asked_for |= slots
            kept = ((word, tuple(k for k in kinds if k in self._asked_for)) for word, kinds in self._member.items())
            self._asked = {word: kinds for word, kinds in kept if kinds}
        return self._asked

    def tokens(self, text: str) -> Tokens:
        """The tokens of `text`, its sentences parted as this language does."""
        return tokenize(text, self.breaks)

    def chart(self, text: str, *, section: str = "node") -> Chart:
        """The text with the nodes that the rules of `section` find in it."""
        chart = Chart(self, self.tokens(text))
        chart.grow(section)
        return chart

    def words(self, *names: str) -> frozenset[str]:
        """The single words of some classes."""
        if names not in self._words:
            self._words[names] = frozenset().union(*(self._single.get(name, ()) for name in names))
        return self._words[names]

    def first_words(self, *names: str) -> frozenset[str]:
        """The words that members of some classes begin with."""
        key = ("", *names)
        if key not in self._words:
            groups = {word for word, found in self._several.items() if any(name in names for _, name, _ in found)}
            self._words[key] = self.words(*names) | groups
        return self._words[key]

    def kinds(self, word: str) -> list[str]:
        """The classes that a word is in, as slots (`<hedge>`)."""
        return self._member.get(word, [])


def listed(value: str | Iterable[str], *, lines: bool = False) -> list[str]:
    """A TOML list, or a text whose entries stand between commas or on lines of their own."""
    if not isinstance(value, str):
        return list(value)
    parts = value.splitlines() if lines else value.replace("\n", ",").split(",")
    return [part.strip() for part in parts if part.strip()]


# -------------------------------------------------------------------------------------------------------- the chart


class Chart:
    """One text: its tokens, and the nodes found so far. Nodes of one type that begin at one token: the longest."""

    def __init__(self, grammar: Grammar, tokens: Tokens) -> None:
        self.grammar = grammar
        self.tokens = tokens
        self.nodes: dict[int, dict[str, Node]] = {}
        self._at: dict[str, set[int]] = {}
        self._shouted: frozenset[int] | None = None
        self._single: dict[str, list[int]] | None = None
        self._asked: Mapping[str, Sequence[str]] = {}
        self._firsts: list[int] | None = None
        self._hot = [
            (place, bits) for place, bits in enumerate(map(grammar._first.get, tokens.words)) if bits is not None
        ]
        self._begin: dict[int, list[int]] = {trie.bit: [] for trie in grammar._tries}
        begin, second, words = self._begin, grammar._second, [*tokens.words, "", ""]
        for place, bits in self._hot:
            if bits:
                for bit in grammar._bits(bits):
                    begin[bit].append(place)
            if (follow := second.get(words[place])) and (groups := follow.get(words[place + 1])):
                for group, name, value in groups:
                    if len(group) == 2 or tuple(words[place : place + len(group)]) == group:
                        self.add(name, place, place + len(group), value)
        for place, word in enumerate(tokens.words):
            if (word < ":" or not word.isascii()) and word[0].isdecimal():
                self.add("digits", place, place + 1, word)

    def add(self, type_: str, start: int, end: int, value: Any = None) -> None:
        """Put a node in; of two of one type at one start the longer stays."""
        slot = f"<{type_}>"
        here = self.nodes.setdefault(start, {})
        if slot not in here or here[slot].end < end:
            here[slot] = Node(type_, start, end, value)
            self._at.setdefault(slot, set()).add(start)

    def of(self, type_: str) -> list[Node]:
        """All nodes of a type, in the order of the text."""
        slot = f"<{type_}>"
        return [self.nodes[start][slot] for start in sorted(self._at.get(slot, ()))]

    def at(self, type_: str, start: int) -> Node | None:
        """The node of a type that begins at a token, if there is one."""
        here = self.nodes.get(start)
        return here.get(f"<{type_}>") if here else None

    def grow(self, section: str) -> None:
        """Add the nodes that the rules of a section make, type after type in the order of the file."""
        for kind, maker, trie in self.grammar._sections.get(section, ()):
            make = self.grammar.makers.get(maker)
            for start in self._starts(trie):
                for way in self._ways(trie.root, start):
                    match = _match(start, way)
                    value = match if make is None else make(match, self)
                    if value is not None:
                        self.add(kind, match.start, match.end, value)
                        break

    def find(self, section: str, *, every: bool = False) -> list[Match]:
        """The matches of a section in the order of the text: no two overlap, or with `every` the best of each start."""
        groups = self.grammar._sections.get(section, ())
        found = [
            _match(start, way)
            for *_, trie in groups
            for start in self._starts(trie)
            for way in self._ways(trie.root, start)[:1]
        ]
        if every:
            return found
        taken: set[int] = set()
        kept = []
        for match in sorted(found, key=lambda m: (m.start - m.end, m.start, m.rule.order)):
            if taken.isdisjoint(range(match.start, match.end)):
                taken.update(range(match.start, match.end))
                kept.append(match)
        return sorted(kept, key=lambda m: m.start)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of tokens `start` to `end`."""
        return self.tokens.starts[start], self.tokens.ends[end - 1]

    def said(self, start: int, end: int) -> str:
        """The text of tokens `start` to `end`."""
        return self.tokens.said(start, end)

    def plain(self, start: int, end: int) -> str:
        """The text of tokens `start` to `end` as a value: its spaces plain and single."""
        return " ".join(self.tokens.said(start, end).split())

    def capital(self, place: int) -> bool:
        """Whether a token begins with a capital that means something: not in a line that is all in capitals."""
        tokens = self.tokens
        if not tokens.text[tokens.starts[place]].isupper():
            return False
        if self._shouted is None:
            text, starts, ends = tokens.text, tokens.starts, tokens.ends
            self._shouted = frozenset(
                end for start, end in tokens.sentences if text[starts[start] : ends[end - 1]].isupper()
            )
        return tokens.limits[place] not in self._shouted

    def token_at(self, character: int) -> int:
        """The first token that ends after a character."""
        return bisect_right(self.tokens.ends, character)

    def sentence_of(self, place: int) -> int:
        """The index of the sentence that holds a token."""
        if self._firsts is None:
            self._firsts = [start for start, _ in self.tokens.sentences]
        return bisect_right(self._firsts, place) - 1

    def words_of(self, *names: str) -> list[Node]:
        """The words and groups of words in classes, in the order of the text; of several at one token the longest."""
        asked = self.grammar.asked(names)
        if self._single is None or self._asked is not asked:
            self._single, self._asked = self._by_class(asked), asked
        found: dict[int, Node] = {}
        for kind in (f"<{name}>" for name in names):
            values = self.grammar.values.get(kind)
            for place in self._single.get(kind, ()):
                if place not in found:
                    value = values.get(self.tokens.words[place]) if values else None
                    found[place] = Node(kind[1:-1], place, place + 1, value)
        for kind in (f"<{name}>" for name in names):
            for start in self._at.get(kind, ()):
                node = self.nodes[start][kind]
                if start not in found or node.end > found[start].end:
                    found[start] = node
        return [found[place] for place in sorted(found)]

    def _by_class(self, asked: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
        """The tokens that are in each of the classes asked for by one word."""
        found: dict[str, list[int]] = {}
        for place, kinds in enumerate(map(asked.get, self.tokens.words)):
            for kind in kinds or ():
                if kind in found:
                    found[kind].append(place)
                else:
                    found[kind] = [place]
        return found

    def is_a(self, place: int, name: str) -> bool:
        """Whether the word at a token is in a class."""
        return self.tokens.words[place] in self.grammar._single.get(name, ())

    def _starts(self, trie: _Trie) -> list[int]:
        """The tokens at which a pattern of the trie can begin."""
        more = [found for key in trie.root.edges if (found := self._at.get(key))]
        nodes, words, pairs = self.nodes, self.tokens.words, trie.pairs
        likely = []
        for place in self._begin[trie.bit]:
            after = place + 1
            if after == len(words):
                likely.append(place)
                continue
            slots = tuple(nodes[after]) if after in nodes else ()
            pair = (words[place], words[after], *slots)
            known = pairs.get(pair)
            if known is None:
                if len(pairs) > MOST_PAIRS:
                    pairs.clear()
                known = pairs[pair] = trie.begins(self._word_keys(place), [*self._word_keys(after), *slots])
            if known:
                likely.append(place)
        return sorted(set(likely).union(*more)) if more else likely

    def _word_keys(self, place: int) -> list[str]:
        """What a token is by its word alone."""
        word = self.tokens.words[place]
        return list(self.grammar._keys.get(word) or _plain(word))

    def _ways(self, root: _State, start: int) -> list[Way]:
        """The matches that begin at a token, the longest first, one for each end."""
        words, limit, nodes, keys = self.tokens.words, self.tokens.limits[start], self.nodes, self.grammar._keys
        best: dict[int, tuple[int, Rule, str, Parts]] = {}
        agenda: list[tuple[_State, int, Parts]] = [(root, start, None)]
        while agenda:
            state, place, parts = agenda.pop()
            done = state.accepts
            if done is not None and (place not in best or done[0] < best[place][0]):
                best[place] = (*done, parts)
            if place >= limit:
                continue
            edges = state.edges
            if edges:
                word = words[place]
                known = keys.get(word) or _plain(word)
                fewer, more = (edges, known) if len(edges) < len(known) else (known, edges)
                hits = [key for key in fewer if key in more]
                if len(hits) > 1 and fewer is edges:  # of equal matches the word's order of classes decides
                    hits = [key for key in known if key in edges]
                for key in hits:
                    for name, child in edges[key]:
                        agenda.append((child, place + 1, (parts, name, known[key], place) if name else parts))
                if place in nodes:
                    for key, node in nodes[place].items():
                        if key in edges:
                            for name, child in edges[key]:
                                agenda.append((child, node.end, (parts, name, node, place) if name else parts))
            if state.gap is not None:
                stop = min(place + GAP, limit)
                agenda.append((state.gap, place, parts))
                while place < stop and words[place] not in _GAP_STOPS:
                    place += 1
                    agenda.append((state.gap, place, parts))
        if not best:
            return []
        return sorted(best.items(), reverse=True) if len(best) > 1 else list(best.items())


def _match(start: int, way: Way) -> Match:
    end, (_, rule, pattern, parts) = way
    return Match(rule, pattern, start, end, _filled(parts))


def _plain(word: str) -> dict[str, Any]:
    """What a word of no class is: itself, and a word or a sign."""
    if word[0].isalpha():
        return {word: None, "<word>": ("word", word)}
    return {word: None} if word[0].isalnum() else {word: None, "<sign>": ("sign", word)}


def _filled(parts: Parts) -> dict[str, Node]:
    """The slots of a match by name, in the order of the text; of two of one name the last."""
    filled = []
    while parts is not None:
        parts, name, payload, place = parts
        node = payload if isinstance(payload, Node) else Node(payload[0], place, place + 1, payload[1])
        filled.append((name, node))
    return dict(reversed(filled))

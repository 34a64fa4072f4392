"""One text as the rules of a language read it: typed nodes, found bottom-up, and the matches of a section."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from mapper.grammar.tries import END, Accept, Rule, State, Trie
from mapper.tokens import Tokens

if TYPE_CHECKING:
    from mapper.grammar.language import Grammar

Parts = tuple[Any, str, Any, int] | None
"""The slots filled on the way to a state: those before, the name of the last, what fills it, and its token."""
Way = tuple[int, tuple[Accept, Parts]]
"""Where a match ends, what is said so, and the slots filled."""

GAP = 4  # words that `..` may pass over
FEW = 4  # types of nodes that are looked through one by one
_GAP_STOPS = frozenset('.!?;:,()[]"/\u2014\u2026')


class Node(NamedTuple):
    """Tokens `start` to `end` read as one thing of a type, with its value."""

    type: str
    start: int
    end: int
    value: Any = None


@dataclass(slots=True, eq=False)  # (not frozen: hundreds are made of each report)
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


class Chart:
    """One text: its tokens, and the nodes found so far. Nodes of one type that begin at one token: the longest."""

    def __init__(self, grammar: Grammar, tokens: Tokens) -> None:
        self.grammar = grammar
        self.tokens = tokens
        self.nodes: dict[int, dict[str, Node]] = {}
        """Of each token the nodes that begin there, by type."""
        self._of: dict[str, dict[int, Node]] = {}
        self._words = words = tokens.words
        self._in_class = grammar.single
        self._shouted: frozenset[int] | None = None
        self._single: dict[str, list[int]] | None = None
        self._asked: Mapping[str, Sequence[str]] = {}
        self._firsts: list[int] | None = None
        self._symbols = symbols = [*map(grammar.symbol, words), END]
        self._begin: dict[int, list[int]] = {}
        """Of each trie, by its index, the tokens at which two words begin one of its patterns."""
        begin = self._begin
        starts = map(grammar.start, pairwise(symbols))
        for place, (tries, groups, figure) in [(place, start) for place, start in enumerate(starts) if start]:
            for index in tries:
                if index in begin:
                    begin[index].append(place)
                else:
                    begin[index] = [place]
            for group, name, value in groups:
                if len(group) == 2 or tuple(words[place : place + len(group)]) == group:
                    self.add(name, place, place + len(group), value)
            if figure:
                self.add("digits", place, place + 1, words[place])

    def add(self, type_: str, start: int, end: int, value: Any = None) -> None:
        """Put a node in; of two of one type at one start the longer stays."""
        every = self._of.get(type_)
        if every is None:
            every = self._of[type_] = {}
        elif (here := every.get(start)) and here.end >= end:
            return
        every[start] = node = Node(type_, start, end, value)
        if start in self.nodes:
            self.nodes[start][type_] = node
        else:
            self.nodes[start] = {type_: node}

    def of(self, type_: str) -> list[Node]:
        """All nodes of a type, in the order of the text."""
        every = self._of.get(type_)
        return [every[start] for start in sorted(every)] if every else []

    def at(self, type_: str, start: int) -> Node | None:
        """The node of a type that begins at a token, if there is one."""
        every = self._of.get(type_)
        return every.get(start) if every else None

    def grow(self, section: str) -> None:
        """Add the nodes that the rules of a section make, type after type in the order of the file."""
        for kind, make, trie in self.grammar.sections.get(section, ()):
            for start, ways in self._matches(trie):
                for way in ways:
                    match = self._match(start, way)
                    value = match if make is None else make(match, self)
                    if value is not None:
                        self.add(kind, start, match.end, value)
                        break

    def find(self, section: str, *, every: bool = False) -> list[Match]:
        """The matches of a section in the order of the text: no two overlap, or with `every` the best of each start."""
        found = [
            self._match(start, ways[0])
            for *_, trie in self.grammar.sections.get(section, ())
            for start, ways in self._matches(trie)
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
        for name in names:
            values = self.grammar.values.get(name)
            for place in self._single.get(name, ()):
                if place not in found:
                    value = values.get(self._words[place]) if values else None
                    found[place] = Node(name, place, place + 1, value)
        for name in names:
            for start, node in self._of.get(name, {}).items():
                if start not in found or node.end > found[start].end:
                    found[start] = node
        return [found[place] for place in sorted(found)]

    def _by_class(self, asked: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
        """The tokens that are in each of the classes asked for by one word, word after word."""
        found: dict[str, list[int]] = {}
        for word in self._vocabulary.keys() & asked.keys():
            for kind in asked[word]:
                found.setdefault(kind, []).extend(self._vocabulary[word])
        return found

    @cached_property
    def _vocabulary(self) -> dict[str, list[int]]:
        """Of each word of the text the tokens where it stands."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            if word in found:
                found[word].append(place)
            else:
                found[word] = [place]
        return found

    @property
    def vocabulary(self) -> Iterable[str]:
        """The words of the text, each once, in the order of the text."""
        return self._vocabulary

    def places(self, words: set[str] | frozenset[str]) -> list[int]:
        """The tokens that are one of some words, in order."""
        known = self._vocabulary
        return sorted([place for word in words.intersection(known) for place in known[word]])

    def among(self, name: str, start: int, end: int) -> bool:
        """Whether a word or a node of a class stands among tokens `start` to `end`, or begins there."""
        members = self._in_class.get(name)
        return bool(members and not members.isdisjoint(self._words[start:end])) or self.begins(name, start, end)

    def begins(self, type_: str, start: int, end: int) -> bool:
        """Whether a node of a type begins among tokens `start` to `end`."""
        every = self._of.get(type_)
        return every is not None and not every.keys().isdisjoint(range(start, end))

    def is_a(self, place: int, name: str) -> bool:
        """Whether the word at a token is in a class; there is none behind the last token."""
        try:
            return self._words[place] in self._in_class[name]
        except (IndexError, KeyError):
            return False

    def _starts(self, trie: Trie) -> Iterable[int]:
        """The tokens at which a pattern of the trie can begin, in order."""
        likely = self._begin.get(trie.index, ())
        nodes, at, symbols, root = self._of, self.nodes, self._symbols, trie.root
        after, more = trie.after, set()
        for type_ in nodes.keys() & root.slots.keys():
            types = after.nodes[type_]
            more.update([
                start
                for start, (_, _, end, _) in nodes[type_].items()
                if after[type_, symbols[end]] or (end in at and not types.isdisjoint(at[end]))
            ])  # fmt: skip
        behind = nodes.keys() & trie.second
        for place in set().union(*[nodes[type_] for type_ in behind]) if len(behind) < FEW else at:
            for child, *_ in root[symbols[place - 1]] if place else ():
                if not child.slots.keys().isdisjoint(at[place]):
                    more.add(place - 1)
        return sorted(more.union(likely)) if more else likely

    def _matches(self, trie: Trie) -> Iterator[tuple[int, list[Way]]]:
        """Where patterns of the trie match: the token, and the ways from there, the longest first, one for each end."""
        symbols, words, nodes, limits = self._symbols, self._words, self.nodes, self.tokens.limits
        root = trie.root
        for start in self._starts(trie):
            limit = limits[start]
            best: dict[int, tuple[Accept, Parts]] | None = None
            agenda: list[tuple[State, int, Parts]] = []
            state: State
            parts: Parts
            state, place, parts = root, start, None
            while True:
                done = state.accepts
                if done is not None:
                    if best is None:
                        best = {place: (done, parts)}
                    elif place not in best or done[0] < best[place][0][0]:
                        best[place] = (done, parts)
                if place < limit:
                    for child, name, filling in state[symbols[place]]:
                        agenda.append((child, place + 1, (parts, name, filling, place) if name else parts))
                    if state.slots and place in nodes:
                        slots = state.slots
                        for type_, node in nodes[place].items():
                            if type_ in slots:
                                for name, child in slots[type_]:
                                    agenda.append((child, node.end, (parts, name, node, place) if name else parts))
                    if state.gap is not None:
                        after, stop = place, min(place + GAP, limit)
                        agenda.append((state.gap, after, parts))
                        while after < stop and words[after] not in _GAP_STOPS:
                            after += 1
                            agenda.append((state.gap, after, parts))
                if not agenda:
                    break
                state, place, parts = agenda.pop()
            if best is not None:
                yield start, sorted(best.items(), reverse=True) if len(best) > 1 else list(best.items())

    def _match(self, start: int, way: Way) -> Match:
        """A way as a match; its slots by name in the order of the text, of two of one name the last."""
        end, ((_, rule, pattern), parts) = way
        filled = []
        while parts is not None:
            parts, name, filling, place = parts
            if not isinstance(filling, Node):
                word = self._words[place]
                type_, value = filling or ("word" if word[0].isalpha() else "sign", word)
                filling = Node(type_, place, place + 1, value)
            filled.append((name, filling))
        return Match(rule, pattern, start, end, dict(reversed(filled)))

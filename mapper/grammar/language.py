"""A language, compiled: its words in their classes, and its rules as tries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mapper.grammar.chart import Chart, Maker
from mapper.grammar.patterns import PatternError, listed, sequences, split
from mapper.grammar.tries import END, FIGURE, OTHER, SIGN, WORD, Group, Pairs, Rule, Symbols, Trie
from mapper.tokens import Breaks, Tokens, tokenize


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
        """Of each class whose words mean something, the meaning of each single word."""
        self.single: dict[str, set[str]] = {}
        """Of each class the members of one word."""
        self._member: dict[str, list[str]] = {}
        self._several: dict[str, dict[str, list[Group]]] = {}
        """Groups of words by their first and their second."""
        for name, members in self.classes.items():
            self._learn(members, name)
        for name, table in tables.get("values", {}).items():
            for value, members in table.items():
                self._learn(listed(members), name, value)
        self._kinds: dict[str, Sequence[tuple[str, Any]]] = {}
        self._atoms: dict[str, None] = {}
        self.tries: list[Trie] = []
        self.sections: dict[str, list[tuple[str, Maker | None, Trie]]] = {}
        """Of each section the types of nodes that it makes, who makes them, and their patterns."""
        for section, rules in tables.items():
            if isinstance(rules, list):
                self._compile(section, rules)
        known = self._known()
        self._kinds.update({word: self._kinds_of(word) for word in known})
        self._kinds.update({WORD: (("word", None),), SIGN: (("sign", None),), FIGURE: (), OTHER: (), END: ()})
        self.symbol = Symbols(known).__getitem__
        """The symbol of a word, for the tries."""
        self.start = Pairs(self.tries, self._several).__getitem__
        """What can begin with two symbols."""
        self._asked_for: set[str] = set()
        self._asked: dict[str, Sequence[str]] = {}
        self._words: dict[tuple[str, ...], frozenset[str]] = {}

    def _kinds_of(self, word: str) -> Sequence[tuple[str, Any]]:
        """What a word is besides itself: its classes, each with its value in it; and a word or a sign like any other.

        Of equal matches this order decides.
        """
        values = self.values
        own = dict.fromkeys(self._member.get(word, ()))
        kinds = [(kind, (kind, values[kind].get(word) if kind in values else None)) for kind in own]
        other = "word" if word[0].isalpha() else "" if word[0].isalnum() else "sign"
        return (*kinds, (other, None)) if other else kinds

    def _learn(self, members: Iterable[str], name: str, value: str | None = None) -> None:
        single, values = (
            self.single.setdefault(name, set()),
            self.values.setdefault(name, {}) if value is not None else {},
        )
        for member in members:
            words = (member,) if member.isalpha() and member.islower() else tuple(split(member))
            if len(words) > 1:
                self._several.setdefault(words[0], {}).setdefault(words[1], []).append((words, name, value))
                continue
            for word in words:
                single.add(word)
                self._member.setdefault(word, []).append(name)
                if value is not None:
                    values[word] = value

    def _compile(self, section: str, rules: Sequence[Mapping[str, Any]]) -> None:
        groups = self.sections.setdefault(section, [])
        for order, table in enumerate(rules):
            fields = {key: value for key, value in table.items() if key not in {"say", "examples"}}
            rule = Rule(section, order, str(table.get("name") or table.get("type") or section), fields)
            kind, maker = str(table.get("type", "")), str(table.get("make", ""))
            if maker and maker not in self.makers:
                raise PatternError(f"{section} {rule.name!r}: there is no maker called {maker!r}")
            if not groups or groups[-1][0] != kind:
                self.tries.append(Trie(len(self.tries), self._kinds))
                groups.append((kind, self.makers.get(maker), self.tries[-1]))
            for pattern in listed(table["say"], lines=True):
                for atoms in sequences(pattern):
                    self._atoms.update(dict.fromkeys(atoms))
                    groups[-1][2].insert(atoms, rule, pattern)

    def _known(self) -> set[str]:
        """The words that any class or pattern knows; of them, `a|b` is a class of its own."""
        known = {word for found in self._several.values() for several in found.values() for word in several[0][0][:2]}
        for atom in self._atoms:
            if "|" in atom[1:] and not atom.startswith("<"):
                for word in atom.split("|"):
                    self._member.setdefault(word, []).append(atom)
        return known.union(self._member, (atom for atom in self._atoms if not atom.startswith("<")))

    def asked(self, names: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """Of each word, the classes that anybody ever asked for with these names and those before."""
        if not self._asked_for.issuperset(names):
            self._asked_for.update(names)
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
            self._words[names] = frozenset().union(*(self.single.get(name, ()) for name in names))
        return self._words[names]

    def first_words(self, *names: str) -> frozenset[str]:
        """The words that members of some classes begin with."""
        key = ("", *names)
        if key not in self._words:
            wanted = set(names)
            groups = {
                word
                for word, found in self._several.items()
                if any(name in wanted for several in found.values() for _, name, _ in several)
            }
            self._words[key] = self.words(*names) | groups
        return self._words[key]

    def kinds(self, word: str) -> list[str]:
        """The classes that a word is in."""
        return self._member.get(word, [])

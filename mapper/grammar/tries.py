"""All patterns of a section as one trie, so that a thousand ways of saying cost little more than ten.

A token is a *symbol* to the tries: itself where any pattern or class of the language knows the word, else only that it
is some word, some figure or some sign (`Symbols`). Where a symbol leads from a state is worked out when it is first met
there and then remembered; so is with which two symbols a pattern can begin (`Pairs`), which settles most tokens of
a text with one look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mapper.grammar.patterns import PatternError

WORD, FIGURE, SIGN, OTHER, END = "<word>", "<figure>", "<sign>", "<other>", ""
"""Symbols of tokens that no pattern knows: by what they begin with; and what stands behind the last token."""

MOST = 50_000  # words, and pairs of words, that are remembered for the texts to come

Move = tuple["State", str, Any]
"""A state that a symbol leads to, the slot that it fills ("" for none), and (type, value) where it is in a class."""
Accept = tuple[int, "Rule", str]
"""The order of the rule that is said here, the rule, and the pattern."""
Kinds = Mapping[str, Sequence[tuple[str, Any]]]
"""Of every symbol what it is besides itself: the name of each class with what fills a slot for it."""
Group = tuple[tuple[str, ...], str, str | None]
"""Several words that are a member of a class, its name, and their value in it."""
Start = tuple[tuple[int, ...], Sequence[Group], bool]
"""What can begin with two symbols: tries by their index, groups of words, and whether the first is a figure."""


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


class State(dict[str, tuple[Move, ...]]):
    """A point in some patterns of one trie at once: of each symbol where it leads, worked out when first asked.

    `words` and `slots` are the steps as written: by a word, by the name of a class or of a type of node. What one
    symbol leads to in several ways that keep the same slots is one state again, of all of them (`several`).
    """

    __slots__ = ("accepts", "gap", "several", "slots", "trie", "words")

    def __init__(self, trie: Trie, several: Sequence[State] = ()) -> None:
        self.trie = trie
        self.several = several
        self.words: dict[str, State] = _NO_WORDS
        self.slots: dict[str, list[tuple[str, State]]] = _NO_SLOTS
        self.gap: State | None = None
        self.accepts: Accept | None = None
        if several:
            self._join(several)

    def _join(self, several: Sequence[State]) -> None:
        slots: dict[str, dict[str, list[State]]] = {}
        for state in several:
            for slot, ways in state.slots.items():
                for name, child in ways:
                    slots.setdefault(slot, {}).setdefault(name, []).append(child)
            if state.accepts is not None and (self.accepts is None or state.accepts[0] <= self.accepts[0]):
                self.accepts = state.accepts
        one = self.trie.one
        self.slots = {slot: [(name, one(ways)) for name, ways in named.items()] for slot, named in slots.items()}
        gaps = [state.gap for state in several if state.gap is not None]
        self.gap = one(gaps) if gaps else None

    def __missing__(self, symbol: str) -> tuple[Move, ...]:
        ways: dict[tuple[str, Any], list[State]] = {}
        if symbol in self.words:
            ways["", None] = [self.words[symbol]]
        if self.slots and not self.several:
            for kind, filling in self.trie.kinds[symbol]:
                for name, child in self.slots.get(kind, ()):
                    ways.setdefault((name, filling if name else None), []).append(child)
        for state in self.several:
            for child, name, filling in state[symbol]:
                ways.setdefault((name, filling), []).append(child)
        one = self.trie.one
        self[symbol] = found = tuple([(one(states), name, filling) for (name, filling), states in ways.items()])
        return found

    def goes_on(self, symbol: str) -> bool:
        """Whether a pattern ends here, or goes on with a symbol."""
        return self.accepts is not None or self.gap is not None or bool(self[symbol])

    def step(self, atom: str) -> State:
        """The state that an atom of a pattern leads to, made if there is none yet."""
        if atom == "..":
            if self.gap is None:
                self.gap = State(self.trie)
            return self.gap
        slot, name = slot_of(atom)
        if not slot:
            if atom not in self.words:
                self.words = self.words or {}
                self.words[atom] = State(self.trie)
            return self.words[atom]
        self.slots = self.slots or {}
        ways = self.slots.setdefault(slot, [])
        for known, child in ways:
            if known == name:
                return child
        ways.append((name, State(self.trie)))
        return ways[-1][1]


_NO_WORDS: dict[str, State] = {}
_NO_SLOTS: dict[str, list[tuple[str, State]]] = {}


@lru_cache(maxsize=10_000)
def slot_of(atom: str) -> tuple[str, str]:
    """What a slot or a choice of words looks for ("" for a word), and the name that it is kept under ("" for words)."""
    if atom.startswith("<"):
        name, _, slot = atom[1:-1].rpartition(":")
        return slot, name or slot
    return (atom, "") if "|" in atom[1:] else ("", "")


class Trie:
    """All patterns of one section (or of one type of node), sharing their beginnings."""

    __slots__ = ("_joined", "_second", "after", "index", "kinds", "root")

    def __init__(self, index: int, kinds: Kinds) -> None:
        self.index = index
        self.kinds = kinds
        self.root = State(self)
        self._joined: dict[tuple[int, ...], State] = {}
        self._second: frozenset[str] | None = None
        self.after = After(self.root)

    def insert(self, atoms: Sequence[str], rule: Rule, pattern: str) -> None:
        """Add one sequence of atoms."""
        state = self.root
        if ".." in atoms and ".." in {atoms[0], atoms[-1]}:
            raise PatternError(f"{pattern!r}: `..` can't begin or end a pattern")
        if atoms and slot_of(atoms[0])[0] in {"word", "sign"}:
            raise PatternError(f"{pattern!r}: {atoms[0]} would begin everywhere; begin with something rarer")
        for atom in atoms:
            state = state.step(atom)
        if state is self.root:
            raise PatternError(f"{pattern!r} of {rule.name!r} can match nothing at all")
        if state.accepts is None or rule.order < state.accepts[0]:
            state.accepts = (rule.order, rule, pattern)

    def one(self, states: Sequence[State]) -> State:
        """The state that is in all of some states at once."""
        if len(states) == 1:
            return states[0]
        parts = {id(part): part for state in states for part in state.several or (state,)}
        key = tuple(parts)
        if key not in self._joined:
            self._joined[key] = State(self, tuple(parts.values()))
        return self._joined[key]

    def begins(self, first: str, second: str) -> bool:
        """Whether a pattern can begin with these two symbols."""
        return any(child.goes_on(second) for child, *_ in self.root[first])

    @property
    def second(self) -> frozenset[str]:
        """The types of nodes that can be the second thing in a pattern."""
        if self._second is None:
            first = [*self.root.words.values(), *(child for ways in self.root.slots.values() for _, child in ways)]
            self._second = frozenset(slot for child in first for slot in child.slots)
        return self._second


class After(dict[tuple[str, str], bool]):
    """Whether a pattern can begin with a node of some type and a symbol behind it."""

    def __init__(self, root: State) -> None:
        self._root = root
        self.nodes = _NodesAfter(root)

    def __missing__(self, pair: tuple[str, str]) -> bool:
        node, second = pair
        self[pair] = found = any(child.goes_on(second) for _, child in self._root.slots.get(node, ()))
        return found


class _NodesAfter(dict[str, frozenset[str]]):
    """Of a type of node the types that a pattern can have behind it, where it begins with it."""

    def __init__(self, root: State) -> None:
        self._root = root

    def __missing__(self, node: str) -> frozenset[str]:
        self[node] = found = frozenset(slot for _, child in self._root.slots.get(node, ()) for slot in child.slots)
        return found


class Symbols(dict[str, str]):
    """Of every word its symbol."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__((word, word) for word in known)
        self._most = len(self) + MOST

    def __missing__(self, word: str) -> str:
        first = word[0]
        symbol = WORD if first.isalpha() else FIGURE if first.isdecimal() else OTHER if first.isalnum() else SIGN
        if len(self) < self._most:
            self[word] = symbol
        return symbol


class Pairs(dict[tuple[str, str], "Start | None"]):
    """Of every two symbols what can begin with them; None for most."""

    def __init__(self, tries: Sequence[Trie], groups: Mapping[str, Mapping[str, Sequence[Group]]]) -> None:
        self._tries, self._groups = tries, groups

    def __missing__(self, pair: tuple[str, str]) -> Start | None:
        first, second = pair
        tries = tuple([trie.index for trie in self._tries if trie.begins(first, second)])
        groups = self._groups.get(first, {}).get(second, ())
        figure = first == FIGURE or first[:1].isdecimal()
        if len(self) > MOST:
            self.clear()
        self[pair] = found = (tries, groups, figure) if tries or groups or figure else None
        return found

"""The engine of phrases: word patterns to typed nodes and matches. It knows no language and no relation.

A language file (`languages/`) declares words and rules as data. Here they become tries (`patterns`, `tries`,
`language`) and are matched against a text (`chart`).

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

from mapper.grammar.chart import Chart, Maker, Match, Node
from mapper.grammar.language import Grammar
from mapper.grammar.patterns import PatternError, listed
from mapper.grammar.tries import Rule

__all__ = ["Chart", "Grammar", "Maker", "Match", "Node", "PatternError", "Rule", "listed"]

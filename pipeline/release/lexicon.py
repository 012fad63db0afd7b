"""The names that are known, as words to cut by and as phrases to look for; each made once for a registry."""

from __future__ import annotations

from functools import cache

from extractors.mentions.phrases import NAMES, PhraseFinder
from normalizers.registry.gazetteer import entities
from normalizers.registry.names import Registry, forms_in_hans
from normalizers.words import WordCutter
from schemas.mentions import MentionKind, Phrase

_SHORTEST_AGENCY = 3
"""Two characters (海关, 侨办) are as often a word as a body's name."""
_LONGEST_WORD = 4
"""Longer titles and names of events are several words, which may name a place."""


@cache
def phrases(registry: Registry) -> tuple[Phrase, ...]:
    """The names of entities and then those of the registry, in simplified Chinese."""
    known = [Phrase(form, entity.kind, entity.entity_id) for entity in entities().values() for form in entity.forms]
    forms = dict.fromkeys(forms_in_hans(registry))
    return (*known, *(Phrase(form, MentionKind.AGENCY) for form in forms if len(form) >= _SHORTEST_AGENCY))


@cache
def word_cutter(registry: Registry) -> WordCutter:
    """The cutter that has these names in its dictionary."""
    return WordCutter(p.form for p in phrases(registry) if p.kind in NAMES or len(p.form) <= _LONGEST_WORD)


@cache
def phrase_finder(registry: Registry) -> PhraseFinder:
    """The finder of these names among words that the cutter cut."""
    return PhraseFinder(phrases(registry), word_cutter(registry).split)

"""Months in words, as statements of Europe print them: whole, shortened, with and without accents."""

from __future__ import annotations

from functools import cache

from seqmatch.data.statements.words import word

NAMES = (
    "january januar janvier enero gennaio januari janeiro jan ene gen jaenner janner leden ledna styczen stycznia "
    "sty januar",
    "february februar fevrier febrero febbraio februari fevereiro feb fev unor unora luty lutego lut febr",
    "march marz maerz mars marzo maart marco mrz mrt mar brezen brezna marzec marca marcius marts",
    "april avril abril aprile apr avr abr duben dubna kwiecien kwietnia kwi aprilis",
    "may mai mayo maggio mei maio maj mag kveten kvetna maja majus",
    "june juni juin junio giugno junho jun giu cerven cervna czerwiec czerwca cze junius",
    "july juli juillet julio luglio julho jul lug juil cervenec cervence lipiec lipca lip julius",
    "august aout agosto augustus aug ago srpen srpna sierpien sierpnia sie augusztus",
    "september septembre septiembre settembre setembro sep sept set zari wrzesien wrzesnia wrz szeptember szept "
    "setiembre",
    "october oktober octobre octubre ottobre outubro oct okt ott out rijen rijna pazdziernik pazdziernika paz",
    "november novembre noviembre novembro nov listopad listopadu listopada lis",
    "december dezember decembre diciembre dicembre dezembro dec dez dic des desember prosinec prosince grudzien "
    "grudnia gru",
)
"""The names of each month, in the form of :func:`seqmatch.data.statements.words.word`."""


@cache
def month_of(text: str) -> int | None:
    """The month, from 1, that a word names or shortens to three letters or more; None where it could be several.

    Example
    -------
    >>> month_of("Févr."), month_of("Mai"), month_of("jui")
    (2, 5, None)
    """
    said = word(text)
    whole = {number for number, names in enumerate(NAMES, 1) if said in names.split()}
    if len(whole) == 1:
        return whole.pop()
    begun = {number for number, names in enumerate(NAMES, 1) if any(name.startswith(said) for name in names.split())}
    return begun.pop() if len(said) >= 3 and len(begun) == 1 else None

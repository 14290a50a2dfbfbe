"""Rubrics: what a role's interviewers look for, read from YAML, and what one of them must fill in."""

from hiring.rubric.answers import SURE, VERDICTS, Answer, Answers, sure_word, verdict_meaning, verdict_word
from hiring.rubric.library import Library, parse_reference
from hiring.rubric.loading import check, load, parse
from hiring.rubric.model import Decision, Dimension, Exercise, Level, Profile, Question, Rubric
from hiring.rubric.schema import schema, write_schema
from hiring.rubric.sheet import Blank, Sheet
from hiring.rubric.shown import show

__all__ = [
    "SURE",
    "VERDICTS",
    "Answer",
    "Answers",
    "Blank",
    "Decision",
    "Dimension",
    "Exercise",
    "Level",
    "Library",
    "Profile",
    "Question",
    "Rubric",
    "Sheet",
    "check",
    "load",
    "parse",
    "parse_reference",
    "schema",
    "show",
    "sure_word",
    "verdict_meaning",
    "verdict_word",
    "write_schema",
]

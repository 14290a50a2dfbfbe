"""A house full of life for looking around in, made from nothing: invented people with a past that goes by the rules."""

"""An encoder as small as one can be: how often each letter stands in a sentence."""

from string import ascii_lowercase


class Letters:
    def encode(self, texts):
        return [[text.lower().count(letter) for letter in ascii_lowercase] for text in texts]


model = Letters()

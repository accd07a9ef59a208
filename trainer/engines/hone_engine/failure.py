"""A run that can't go on, told in a sentence."""


class RunFailure(Exception):
    """@param word a stable word for machines: `bad-recipe`, `empty-dataset`, `nan-loss` …"""

    def __init__(self, word: str, sentence: str):
        super().__init__(sentence)
        self.word = word
        self.sentence = sentence


class InUse(Exception):
    """Another process is at this run."""


class Paused(Exception):
    """The run was asked to stop and has saved its state."""

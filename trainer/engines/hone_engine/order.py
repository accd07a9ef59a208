"""The order in which Hone's trainer goes through rows: java.util.Random and SplitMix64's finalizer, as Java specifies them."""

MASK48, MASK64 = (1 << 48) - 1, (1 << 64) - 1


class Random:
    def __init__(self, seed: int):
        self.state = (seed ^ 0x5DEECE66D) & MASK48

    def next31(self) -> int:
        self.state = (self.state * 0x5DEECE66D + 0xB) & MASK48
        return self.state >> 17

    def below(self, bound: int) -> int:
        if bound & (bound - 1) == 0:
            return (bound * self.next31()) >> 31
        while True:
            bits = self.next31()
            value = bits % bound
            if bits - value + bound - 1 < 1 << 31:
                return value


def mix(seed: int, number: int) -> int:
    z = (seed + (number + 1) * 0x9E3779B97F4A7C15) & MASK64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK64
    return z ^ (z >> 31)


def order(size: int, seed: int, epoch: int) -> list[int]:
    """The places of an epoch's rows."""
    random, places = Random(mix(seed, epoch)), list(range(size))
    for i in range(size - 1, 0, -1):
        j = random.below(i + 1)
        places[i], places[j] = places[j], places[i]
    return places

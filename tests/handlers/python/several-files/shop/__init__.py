from .sums import total

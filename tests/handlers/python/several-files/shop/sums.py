def total(prices, wanted):
    return sum(prices[name] for name in wanted)

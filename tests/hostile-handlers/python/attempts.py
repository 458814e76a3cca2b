"""Beside every handler: tries ways by their names, and says what came of each."""


def attempts(**ways):
    """Each way by its name: `refused: …`, or `REACHED …` with what it gave."""
    results = {}
    for name, way in ways.items():
        try:
            results[name] = f"REACHED {str(way())[:200]}"
        except Exception as error:
            results[name] = f"refused: {type(error).__name__}: {str(error)[:300]}"
    return results

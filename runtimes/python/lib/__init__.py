"""Lambda's runtime for Python, as the code in a function sees it, over an interpreter in a browser's worker."""

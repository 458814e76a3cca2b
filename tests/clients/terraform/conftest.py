"""Terraform finds its settings where AWS's other clients do."""

import settings  # noqa: F401

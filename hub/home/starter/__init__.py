"""The content a new site starts with: JSON files (described in LISEZMOI.md) and what loads them.

Each module loads one kind of things and finds again what is already there; `loader` says in which order.
"""

from hub.home.starter.loader import load_starter

__all__ = ["load_starter"]

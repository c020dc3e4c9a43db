"""Loads an algorithm and answers its calls, one after the other."""

import importlib
import os
import sys

from .answers import answer_to, describe_error
from .channel import Channel
from .official import adapt_official_packages


def work(module):
    """Imports `src.<module>` of the working directory and serves it until the platform closes its end; never returns."""
    channel = Channel()

    def serve(respond, error_type="AlgorithmError"):
        channel.ready()
        for line in channel.requests():
            channel.answer(answer_to(respond, line, error_type))
        os._exit(0)

    sys.path.insert(0, os.getcwd())
    sys.argv = [module]
    try:
        adapt_official_packages(serve)
        # The import of an ADK or Handler algorithm ends in `serve`.
        serve(_classic_apply(importlib.import_module(f"src.{module}")))
    except BaseException as error:  # also SystemExit, and CancelledError of asyncio
        channel.failed(describe_error(error, "InitializationError"))
        os._exit(1)


def _classic_apply(algorithm):
    apply = getattr(algorithm, "apply", None)
    if callable(apply):
        return apply
    raise AttributeError(f"{algorithm.__name__} has no function `apply(input)`, nor does it call `init` of an ADK object.")

"""Lets the official packages of PyPI run here: `algorithmia-adk` and `Algorithmia.handler` of the package `algorithmia`.

Both write to a FIFO at a fixed path and were written for Python versions before 3.10; see reference/building-blocks.md §1.
"""

import importlib.util
import inspect
import sys


def adapt_official_packages(serve):
    """Makes ADK and Handler objects answer calls through `serve(respond, error_type)`, which never returns."""
    if not hasattr(inspect, "getargspec"):  # gone in 3.11, used by Handler
        inspect.getargspec = lambda function: inspect.getfullargspec(function)[:4]
    # Algorithmia first: imported after adk it would hold the module adk.ADK instead of the class.
    if importlib.util.find_spec("Algorithmia"):
        import Algorithmia  # noqa: F401

        # Algorithmia.handler is also the name of a function in the package.
        handler = sys.modules.get("Algorithmia.handler")
        if handler is not None:
            _adapt_handler(handler.Handler, serve)
    if importlib.util.find_spec("adk"):
        import adk

        _adapt_adk(adk.ADK, serve)


def _adapt_adk(adk_class, serve):
    def respond(self, data):
        if self.loading_exception is not None:
            raise self.loading_exception
        # A load function that returned nothing leaves `apply` with one argument, as in ADK.apply.
        if self.load_result and self.apply_arity == 2:
            return self.apply_func(data, self.load_result)
        return self.apply_func(data)

    def init(self, local_payload=None, pprint=print, mlops=False):
        if mlops:
            self.mlops_init()
        self.load()
        serve(lambda data: respond(self, data), "AlgorithmError" if self.loading_exception is None else "LoadingError")

    adk_class.init = init
    # A property wins over the assignment in __init__, which looks for the FIFO.
    adk_class.is_local = property(lambda self: False, lambda self, value: None)


def _adapt_handler(handler_class, serve):
    def init_and_serve(self):
        self.load()
        serve(lambda data: self.apply_func(data, self.load_result) if self.load_result else self.apply_func(data))

    handler_class.serve = init_and_serve

"""The instance's line to the platform, kept apart from the algorithm's own stdin, stdout and stderr."""

import ctypes
import json
import os
import secrets
import sys

ANSWERS = 3


class Channel:
    """Takes over the descriptors that the platform opened.

    Afterwards the algorithm reads nothing from stdin, and its stdout and stderr are one stream in the order of writing.
    No process that it starts inherits the platform's ends.
    """

    def __init__(self):
        self._requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
        self._answers = os.dup(ANSWERS)
        self._output = os.dup(1)
        os.close(ANSWERS)
        self._owner = os.getpid()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(1, 2)
        # Only the platform learns it, so nothing that an algorithm prints can be taken for it.
        self._end_of_output = secrets.token_hex(16)

    def ready(self):
        """Says that the algorithm is loaded."""
        self._say(json.dumps({"ready": True, "endOfOutput": self._end_of_output}))

    def failed(self, error):
        """Says that the algorithm could not be loaded; `error` as in an answer."""
        self._say(json.dumps({"failed": error, "endOfOutput": self._end_of_output}))

    def requests(self):
        """Yields the calls' inputs, each the JSON text of `{"content_type", "data"}`, until the platform closes its end.

        Each is acknowledged first: a call that was not may be given to another instance when this one has died meanwhile.
        """
        for line in self._requests:
            _write_all(self._answers, b'{"taken": true}\n')
            yield line

    def answer(self, text):
        """Sends one answer, a JSON text without line breaks."""
        self._say(text)

    def _say(self, text):
        if os.getpid() != self._owner:
            os._exit(0)  # a copy of us that the algorithm forked and let return from `apply`
        self._finish_output()
        _write_all(self._answers, text.encode() + b"\n")

    def _finish_output(self):
        """Pushes out what was printed and marks its end: the two streams reach the platform in no particular order."""
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (AttributeError, OSError, ValueError):
                pass  # the algorithm closed or replaced it
        ctypes.CDLL(None).fflush(None)
        _write_all(self._output, self._end_of_output.encode())


def _write_all(descriptor, data):
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]

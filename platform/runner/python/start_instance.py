"""Starts one instance of an algorithm: `python start_instance.py MODULE PRIVATE_FOLDER`.

The process becomes the guardian of a second one, the worker, which imports `src.MODULE` of the working directory and answers calls:
requests are JSON lines on stdin, answers JSON lines on file descriptor 3.
"""

import sys

from algorithmia_instance.guardian import guard_worker
from algorithmia_instance.worker import work

# This folder may not provide or hide any module of the algorithm.
del sys.path[0]

# multiprocessing imports this file again in the processes that it spawns.
if __name__ == "__main__":
    module, private_folder = sys.argv[1:]
    guard_worker(lambda: work(module), private_folder)

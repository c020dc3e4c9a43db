"""Starts one instance of an algorithm in another language: `python start_program.py PRIVATE_FOLDER PROGRAM ARGUMENT...`.

The process becomes the guardian of the program, as `start_instance.py` is of a Python worker. The program finds the requests on
descriptor 4, answers on 3, and prints to 1, 2 and 5, which are one stream; its stdin is empty.
"""

import os
import sys

from algorithmia_instance.guardian import guard_worker

REQUESTS = 4
OUTPUT = 5


def run_program(program, arguments):
    """Becomes the program; it keeps this process's parent, and dies with it."""
    os.dup2(0, REQUESTS)
    os.dup2(1, OUTPUT)
    os.dup2(1, 2)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.execv(program, [program, *arguments])


if __name__ == "__main__":
    private_folder, program, *arguments = sys.argv[1:]
    guard_worker(lambda: run_program(program, arguments), private_folder)

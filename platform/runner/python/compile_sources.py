"""Byte-compiles an algorithm's sources: `python compile_sources.py SOURCE_FOLDER`. Exits with 1 when a file under src/ has an error."""

import os
import py_compile
import sys


def main(source_folder):
    broken = 0
    for path in sorted(_python_files(source_folder)):
        name = os.path.relpath(path, source_folder)
        try:
            py_compile.compile(path, dfile=name, doraise=True)
        except (py_compile.PyCompileError, OSError) as error:
            essential = name.split(os.sep)[0] == "src"
            broken += essential
            print(f"{name} {'does not compile' if essential else 'does not compile and is left as it is'}:\n{error}", flush=True)
    return 1 if broken else 0


def _python_files(folder):
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != ".git"]
        yield from (os.path.join(parent, name) for name in names if name.endswith(".py"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""Imports the modules of some installed packages: `python smoke_import.py PACKAGE...`.

Done once in a build, so that the first call finds them compiled and in the page cache. A module that fails is only told of.
"""

import importlib
import importlib.metadata
import re
import sys
import time


def main(packages):
    for module in _modules_of({_normal(name) for name in packages}):
        began = time.monotonic()
        try:
            importlib.import_module(module)
            print(f"Imported {module} in {time.monotonic() - began:.1f} s", flush=True)
        except (Exception, SystemExit) as error:
            print(f"Importing {module} failed: {type(error).__name__}: {error}", flush=True)


def _modules_of(packages):
    owners = importlib.metadata.packages_distributions()
    modules = (name for name, distributions in owners.items() if packages.intersection(map(_normal, distributions)))
    # Capitals sort first, so Algorithmia comes before adk, as it must.
    return sorted(name for name in modules if name.isidentifier() and not name.startswith("_"))


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main(sys.argv[1:])

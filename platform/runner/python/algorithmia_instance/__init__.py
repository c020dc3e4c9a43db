"""What surrounds an algorithm's code in the process that runs it. Python 3.10 and newer, standard library only."""

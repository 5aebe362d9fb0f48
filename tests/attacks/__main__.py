"""`python -m tests.attacks` grades all cheats and prints the suite's table; it takes about two minutes."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1]), str(HERE.parents[1] / "chapters")]

if __name__ == "__main__":
    from table_of_attacks import main

    sys.exit(main())

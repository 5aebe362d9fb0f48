"""`make bench`: what building, reading and grading cost on this machine. It measures and prints; it asserts nothing.

| module | its one job |
|---|---|
| `__main__` | the command: what to measure, in which order; progress |
| `measure` | processor time, wall time and memory of commands with all their children |
| `mixed_class` | the class of 60 hand-ins, and the copy of the course in which it is graded |
| `graders` | the graders that are compared, each as commands |
| `otter_course`, `otter_grade` | the same class in otter-grader's format, graded in an environment of its own |
| `floor` | the same cells in one warm process: what no grader can be faster than |
| `small` | single costs: recording, an array across, a worker ready, an endless loop |
| `scores` | whether two gradebooks say the same |
| `grading` | the rounds, and what they come to |
| `load` | classes of up to ten thousand, here and on a cluster: throughput and memory |
| `book` | building |
| `pages` | weight, time until a page answers, slider latency, shifts, Lighthouse; ours and stock |
| `machine` | the machine in general terms |
| `progress` | what is being measured, and how long the rest takes |
| `report` | tables, bars, and `autograde/BENCHMARKS.md` |

Everything runs on copies of the checkout, so that a bench changes nothing. On a machine that does other work, read
ratios rather than seconds.
"""

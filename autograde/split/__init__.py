"""The split grader: the student's code in one process, the tests and the verdict in another.

| module | side | its one job |
|---|---|---|
| `run` | trusted | what `grade` calls: an aligned notebook in, plain results out |
| `plan`, `scopes` | trusted | which cell runs where, and whose each name is |
| `engine`, `client`, `limits` | trusted | starts the warm processes, watches a submission's time, kills |
| `walls`, `cgroups` | trusted | which walls this machine can put up; a group for each worker |
| `judge`, `verdicts` | trusted | runs the test cells and writes the verdicts |
| `student` | trusted | the judge's end of the line to the worker |
| `said`, `sentences` | trusted | how much of what the student's code says about itself is told |
| `standin` | trusted | objects that stand for the student's functions and classes in a test |
| `zygote`, `warm` | both, one each | the warm processes from which judges and workers are forked |
| `sandbox`, `root`, `seccomp`, `kernel` | before the student's code | what shuts the worker in |
| `worker`, `shell` | UNTRUSTED | run the student's cells and answer the judge |
| `line`, `shared`, `wire`, `plain`, `encoder`, `decoder`, `handles`, `named` | both ends | how plain values cross |
"""

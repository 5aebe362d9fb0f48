"""Where submissions are graded: plain data goes to a place of work, bytes come back.

| module | runs | its one job |
|---|---|---|
| `executor` | with the grader | the one interface, and the loop that keeps a bounded number of tasks under way |
| `desk` | wherever the work is done | one chapter's warm processes: a task in, a graded submission out |
| `pool` | with the grader | the default: threads of this process |
| `cluster` | with the grader | a Dask scheduler and its workers |
| `remote` | in each worker of the cluster | keeps a desk for each chapter; checks that it is the grader's equal |

Who works on what, and how data gets there, is left to `concurrent.futures` and `dask.distributed`. What these do not
know is decided here: how many tasks are handed out at a time, that a task which ended whoever worked on it is tried
once more with nothing beside it, and that a worker which cannot grade is given no more.
"""

"""How to run the grader in a container: the one place that knows the command, which `doctor` and `Containerfile` name.

A container's own filter, its AppArmor profile and its masked parts of /proc keep programs in it from making
namespaces. The grader makes some for each submission, so these three are lifted; they guard the container's walls, and
the grader's own are put up inside.
"""

FLAGS = (
    "--security-opt seccomp=unconfined",
    "--security-opt apparmor=unconfined",
    "--security-opt systempaths=unconfined",
)
PODMAN_FLAGS = ("--security-opt seccomp=unconfined", "--security-opt unmask=ALL", "--security-opt label=disable")
COMMANDS = (
    "docker build -t byhand-grader -f Containerfile .",
    f'docker run --rm -it {" ".join(FLAGS)} --user "$(id -u):$(id -g)" -v "$PWD:/course" byhand-grader grade',
)
PODMAN_COMMANDS = (
    "podman build -t byhand-grader -f Containerfile .",  # podman has a store of images of its own
    f'podman run --rm -it {" ".join(PODMAN_FLAGS)} --userns=keep-id -v "$PWD:/course" byhand-grader grade',
)

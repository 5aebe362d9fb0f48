"""Lets every `nbgrader` command run from the top of the checkout; the settings are in autograde/."""

c = get_config()  # noqa: F821 (given by traitlets)
load_subconfig("autograde/nbgrader_config.py")  # noqa: F821

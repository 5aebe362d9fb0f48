"""The set-up says in one line what is missing on a bare machine."""

import subprocess
import sys

import pytest

from autograde import bootstrap


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_python_outside_the_pins_is_named(version):
    with pytest.raises(bootstrap.SetUpError, match=rf"Python 3\.{version[1]} is not supported.*make PYTHON="):
        bootstrap.check_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_supported_python_is_accepted(version):
    bootstrap.check_python(version)


def test_full_disk_is_named_before_anything_is_written():
    with pytest.raises(bootstrap.SetUpError, match=r"Only 0\.3 GB free"):
        bootstrap.check_space(free=0.3e9)


@pytest.mark.parametrize(
    ("printed", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("The virtual environment was not created because ensurepip is not available", "python3-venv"),
        ("NewConnectionError: Temporary failure in name resolution", "No network"),
        ("ReadTimeoutError: Read timed out.", "Run `make` again"),
        ("something nobody has seen", "last lines above"),
    ],
)
def test_failing_command_ends_in_one_line_of_advice(printed, advice):
    command = [sys.executable, "-c", f"import sys; print({printed!r}); sys.exit(1)"]
    with pytest.raises(bootstrap.SetUpError, match=advice):
        bootstrap.run(command)


def test_changed_pin_makes_the_environment_stale(tmp_path, monkeypatch):
    pins = tmp_path / "requirements.txt"
    monkeypatch.setattr(bootstrap, "REQUIREMENTS", pins)
    pins.write_text("numpy==2.4.6\n")
    before = bootstrap.fingerprint()
    pins.write_text("numpy==2.4.7\n")
    assert bootstrap.fingerprint() != before


def test_missing_python_package_manager_fails_with_one_line(tmp_path):
    """The whole command, as `make` starts it, on a machine whose index has nothing."""
    copy = tmp_path / "autograde"
    copy.mkdir()
    (copy / "bootstrap.py").write_bytes((bootstrap.ROOT / "autograde" / "bootstrap.py").read_bytes())
    (tmp_path / "requirements.txt").write_text("no-such-package-by-hand==1.0\n")
    done = subprocess.run(
        [sys.executable, str(copy / "bootstrap.py")],
        env={"PATH": "/usr/bin:/bin", "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": "/dev/null"},
        capture_output=True, text=True, check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("make: A pinned package is not in your package index")
    assert not (tmp_path / ".venv" / "installed").exists()

"""What a worker has loaded before it answers."""

import subprocess
import sys

LOADED = "import hub.wsgi, sys; print('workshops.registering.views.public' in sys.modules)"


def test_views_are_loaded_before_the_first_request():
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"

import pytest


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What is done inside is committed at its end, and heard."""
    return lambda: django_capture_on_commit_callbacks(execute=True)

"""Days in the lists of the administration are written as days."""

import ast

from django.apps import apps
from django.db.models import DateField, DateTimeField

from tests.harness.sources import APPS, name, python_files

DAYS = {
    field.name
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, DateField) and not isinstance(field, DateTimeField)
}


def test_column_of_a_day_is_never_counted_from_now():
    counted = [
        f"{name(path)}: {ast.unparse(call)}"
        for path in python_files(*APPS)
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "DateColumn"
        if call.args and ast.literal_eval(call.args[0]) in DAYS
    ]
    assert counted == []

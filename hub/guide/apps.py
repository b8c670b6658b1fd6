from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "hub.guide"
    label = "guide"
    verbose_name = "Guide"

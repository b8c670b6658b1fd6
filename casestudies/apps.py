from django.apps import AppConfig
from django.db.models.signals import post_delete


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Études de cas"

    def ready(self):
        from casestudies.actions.files import forget_stored_file  # models are not loaded at import time

        post_delete.connect(forget_stored_file, sender="casestudies.ProposalFile", dispatch_uid="forget_stored_file")

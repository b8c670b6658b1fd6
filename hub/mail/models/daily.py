"""When each task that does not run at every tick runs next."""

from django.db import models


class DailyRun(models.Model):
    """A row per task of `register_purge`. Whoever moves `next_at` runs the task: two schedulers do no harm."""

    name = models.CharField("tâche", max_length=100, unique=True)
    next_at = models.DateTimeField("prochaine fois")
    last_error = models.CharField("dernière erreur", max_length=300, blank=True)

    class Meta:
        verbose_name = "tâche quotidienne"
        verbose_name_plural = "tâches quotidiennes"

    def __str__(self) -> str:
        return self.name

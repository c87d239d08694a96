"""Publishing from the table of an import."""

from collections.abc import Collection

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from archive.models import Article


def publish(chosen: Collection[int], user: AbstractBaseUser) -> int:
    """Publish these articles, each with its entry in the history; how many that were."""
    with transaction.atomic():
        articles = list(Article.objects.filter(pk__in=chosen).drafts())
        changed = [{"changed": {"fields": ["status"]}}]
        LogEntry.objects.log_actions(user.pk, articles, CHANGE, change_message=changed)
        return Article.objects.filter(pk__in=[article.pk for article in articles]).update(
            status=Article.Status.PUBLISHED, updated_at=timezone.now()
        )

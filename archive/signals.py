"""Every saved or deleted row that an index entry is made of notes its article in the outbox; of divisions, that they changed."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from archive import outbox
from archive.models import Absence, Article, Caption, DivisionMark, Region, RegionSuccession, Section
from archive.region_scopes import rebuild_scopes


@receiver([post_save, post_delete], sender=Article)
def note_article(instance: Article, **kwargs: Any) -> None:
    outbox.note([instance.pk])


@receiver(pre_delete, sender=Article)
def note_reprints(instance: Article, **kwargs: Any) -> None:
    """Reprints of what is deleted stand for themselves again."""
    outbox.note(instance.reprints.values_list("pk", flat=True))


@receiver([post_save, post_delete], sender=Section)
@receiver([post_save, post_delete], sender=Caption)
def note_part(instance: Section | Caption, **kwargs: Any) -> None:
    outbox.note([instance.article_id])


@receiver([post_save, post_delete], sender=Region)
@receiver([post_save, post_delete], sender=RegionSuccession)
@receiver([post_save, post_delete], sender=Absence)
def mark_divisions(**kwargs: Any) -> None:
    DivisionMark.objects.renew()


@receiver([post_save, post_delete], sender=Region)
@receiver([post_save, post_delete], sender=RegionSuccession)
def follow_region(instance: Region | RegionSuccession, **kwargs: Any) -> None:
    """A renamed or moved division changes the facets of the articles that it showed or now shows."""
    if kwargs.get("raw"):
        return
    regions = (
        [instance.pk] if isinstance(instance, Region) else [instance.from_region_id, instance.to_region_id]
    )
    shown = Article.objects.filter(region__shown_by__region__in=regions)
    affected = set(shown.values_list("pk", flat=True))
    rebuild_scopes()
    affected.update(shown.all().values_list("pk", flat=True))
    outbox.note(affected)

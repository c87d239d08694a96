"""The articles that lie in the trash, as a list of their own in the admin."""

from django.utils.translation import gettext_lazy as _

from archive.models.article import Article


class TrashedArticle(Article):
    """An article in the trash. No table of its own: the status says where an article is."""

    class Meta:
        proxy = True
        verbose_name = _("回收站")
        verbose_name_plural = _("回收站")

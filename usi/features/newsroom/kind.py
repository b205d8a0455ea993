"""The article as a kind of publication."""

from django.utils.translation import gettext_lazy as _

from usi.spine.publications import corrections, kinds

ARTICLE = kinds.register(
    kinds.Kind(
        name="article",
        label=_("Article"),
        label_plural=_("Articles"),
        url_name="newsroom:page",
        edit_url_name="newsroom:edit",
        new_url_name="newsroom:new",
        activity_type="Article",
        pieces=corrections.pieces,
        needs_verified=True,
        section="news",
    )
)

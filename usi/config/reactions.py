"""What follows from what: verb of a journal entry → idempotent functions that take the entry. They run in the worker."""

_INDEX = ("usi.surfaces.search.actions.publication",)
_INDEX_ACTOR = ("usi.surfaces.search.actions.actor",)
_MARK = ("usi.surfaces.translation.actions.original_changed",)
_MARK_ACTOR = ("usi.surfaces.translation.actions.actor_changed",)
_AHEAD = ("usi.surfaces.translation.actions.moved",)
_ANSWER = ("usi.surfaces.translation.actions.correction_decided",)
_INDEX_ALL_SAID = ("usi.surfaces.search.actions.actor_and_words",)
_FOLLOW_AUTHOR = ("usi.spine.publications.actions.recounted", *_INDEX_ALL_SAID)
_MOVED = ("usi.features.campaigns.actions.tell_moved",)

REACTIONS: dict[str, tuple[str, ...]] = {
    "publication.published": (
        "usi.doors.website.node.share", "usi.features.campaigns.actions.tell_opened", "usi.surfaces.translation.actions.published", *_INDEX,
    ),
    "publication.in_review": _AHEAD,
    "publication.scheduled": _AHEAD,
    "publication.draft": _AHEAD,
    "publication.withdrawn": _INDEX,
    "publication.edited": (*_INDEX, *_MARK),
    "publication.placed": _INDEX,
    "publication.translated": (*_INDEX, "usi.surfaces.translation.actions.translation_changed"),
    "publication.moderation_clear": (*_INDEX, *_MARK),
    "publication.moderation_held": _INDEX,
    "publication.moderation_hidden": _INDEX,
    "campaign.aim_set": (*_INDEX, *_MARK),
    "publication.pieces_changed": (*_INDEX, *_MARK),
    "campaign.evidence_added": (*_INDEX, *_MARK),
    "campaign.extended": (*_INDEX, *_MARK),
    "campaign.ended": (*_INDEX, *_MARK),
    "campaign.model_letter_set": _MARK,
    "campaign.aim_translated": _INDEX,
    "campaign.action_added": (*_INDEX, *_MARK),
    "campaign.action_changed": _MOVED,
    "campaign.action_called_off": _MOVED,
    "campaign.action_called_on": _MOVED,
    "translation.correction_accepted": _ANSWER,
    "translation.correction_declined": _ANSWER,
    "translation.machine_refused": _INDEX_ALL_SAID,
    "actor.active": _FOLLOW_AUTHOR,
    "actor.suspended": _FOLLOW_AUTHOR,
    "actor.closed": _FOLLOW_AUTHOR,
    "actor.translated": (
        *_INDEX_ACTOR, "usi.spine.organisations.actions.translated", "usi.surfaces.translation.actions.description_translated",
    ),
    "organisation.created": _INDEX_ACTOR,
    "organisation.edited": (*_INDEX_ACTOR, *_MARK_ACTOR),
    "organisation.names_set": (*_INDEX_ACTOR, "usi.surfaces.translation.actions.own_texts_set"),
    "organisations.imported": ("usi.surfaces.search.actions.directory",),
    "taxonomy.installed": ("usi.surfaces.search.actions.subjects",),
    "person.described": _INDEX_ACTOR,
    "person.languages_set": _INDEX_ACTOR,
    "person.work_set": _INDEX_ACTOR,
    "person.audiences_set": _INDEX_ACTOR,
    "person.closed": (*_FOLLOW_AUTHOR, "usi.surfaces.translation.actions.person_closed"),
}

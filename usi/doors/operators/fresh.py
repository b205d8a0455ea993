"""Prepares an empty database in a third of the time: a model that is new is added to those before it, which stay as they are.

For each model that a migration creates, Django renders anew every model that is related to it, however far away; with as many models as a
node has, this takes longer than all statements together. Here only the new one is rendered; before anything but another new model uses
the models of that moment (a change of a model, code of a migration), all are rendered once from what the migrations say.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState, StateApps

# What is called before anything but a new model needs the models of that moment.
_USING = ("reload_model", "reload_models", "clear_delayed_apps_cache")


@contextmanager
def quickly() -> Iterator[None]:
    """Let the migrations of this block render new models alone. Meant for a database without tables, where most of them are new."""
    changes: dict[tuple[type, str], Any] = {(ProjectState, "add_model"): _add_model, (StateApps, "clone"): _clone}
    changes |= {(ProjectState, name): _whole_before(getattr(ProjectState, name)) for name in _USING}
    usual = {(owner, name): getattr(owner, name) for owner, name in changes}
    try:
        for (owner, name), changed in changes.items():
            setattr(owner, name, changed)
        yield
    finally:
        for (owner, name), before in usual.items():
            setattr(owner, name, before)


_usual_add, _usual_clone = ProjectState.add_model, StateApps.clone


def _add_model(state: Any, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    if key in state.models or "apps" not in vars(state):
        _usual_add(state, model)
        return
    state.models[key] = model
    if state._relations is not None:
        state.resolve_model_relations(key)
    state.apps.render_multiple([model])
    state.apps.partly = True


def _clone(apps: Any) -> Any:
    clone: Any = _usual_clone(apps)
    clone.partly = getattr(apps, "partly", False)
    return clone


def _whole_before(usual: Any) -> Any:
    def run(state: Any, *args: Any, **more: Any) -> Any:
        if getattr(vars(state).get("apps"), "partly", False):
            # They are rendered when they are asked for.
            del state.apps
        return usual(state, *args, **more)

    return run

"""Makes articles for tests, the way an editor does."""

from django.urls import reverse

from usi.spine.publications.models import Publication


def start(client, union, ours, title="Ο γερανός σταμάτησε", language="el"):
    """Send the form of a new article and return the draft."""
    answer = client.post(reverse("newsroom:new"), {"organisation": union.pk, "language": language, "title": title}, headers=ours)
    assert answer.status_code == 302, answer.content.decode()
    return Publication.objects.get(title=title)

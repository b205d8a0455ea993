"""Accounts, which sign in, and people, who are actors."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from usi.base import ids
from usi.spine.actors.models import Actor
from usi.spine.taxonomy.models import Theme


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None) -> Account:
        """Create an account by e-mail address."""
        account = self.model(email=self.normalize_email(email))
        account.set_password(password)
        account.save(force_insert=True)
        return account


class Account(AbstractBaseUser):
    """Who signs in. It is not an actor; it has one."""

    id = ids.IdField()
    email = models.EmailField(max_length=254)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """One account per address."""

        constraints = [models.UniqueConstraint(Lower("email"), name="account_email")]

    @property
    def is_staff(self) -> bool:
        """No account is staff in Django's sense: there is no admin site."""
        return False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """No Django permissions are used."""
        return False


class Audience(models.TextChoices):
    """Who may see a field of a profile, narrowest first."""

    ME = "me"
    ORGANISATIONS = "organisations"
    NETWORK = "network"
    PUBLIC = "public"


PROFILE_FIELDS = ("languages", "skills", "country", "sectors", "organisations", "picture", "summary")


class Person(models.Model):
    """A person: a name or pseudonym on the actor, and what they tell of themselves, each field for an audience of their choice."""

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="person")
    account = models.OneToOneField(Account, models.SET_NULL, null=True, blank=True, related_name="person")
    country = models.CharField(max_length=2, blank=True, default="")
    sectors = models.JSONField(default=list, help_text="ISIC Rev. 4 sections and divisions.")
    skills = models.JSONField(default=list)
    audiences = models.JSONField(default=dict, help_text="Field name to audience; a missing one is the narrowest.")
    is_moderator = models.BooleanField(default=False)
    welcomed = models.BooleanField(default=False, help_text="Whether the questions after sign-up were shown.")
    themes = models.ManyToManyField(Theme, blank=True, related_name="+")

    def audience_of(self, field: str) -> str:
        """Return who may see a field."""
        return str(self.audiences.get(field, Audience.ME))


class PersonLanguage(models.Model):
    """A language a person reads, in their order, and whether they translate from it into another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="languages")
    language = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    translates_into = models.JSONField(default=list, help_text="BCP 47 tags.")

    class Meta:
        """In the person's order, each once."""

        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["person", "language"], name="person_language")]

"""Mails of campaigns that do not arrive, by the occasions that their keys name."""

from __future__ import annotations

from usi.features.campaigns import actions
from usi.spine.mail import returns

returns.listen("campaigns.letter:", actions.letter_came_back)
returns.listen("campaigns.digest:", actions.digest_came_back)
returns.listen("campaigns.news:", actions.news_came_back)

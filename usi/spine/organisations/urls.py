"""Addresses of the directory and of each organisation. Handles have no hyphens, so that hyphens keep the other pages apart from them."""

from django.urls import path

from usi.spine.organisations.views import acting, directory, edit, join, page, people, requests, trust

app_name = "organisations"
urlpatterns = [
    path("organisations/", directory.directory, name="directory"),
    path("organisations/join/", join.join, name="join"),
    path("organisations/bring-in/", join.bring_in, name="bring_in"),
    path("organisations/act-as/", acting.act_as, name="act_as"),
    path("organisations/to-verify/", trust.vouch, name="vouch"),
    path("organisations/to-verify/<slug:handle>/", trust.vouch_for, name="vouch_for"),
    path("organisations/to-withdraw/<int:number>/", trust.withdraw, name="withdraw"),
    path("organisations/open-claims/", trust.claims, name="claims"),
    path("organisations/open-claims/<int:number>/", trust.decide_claim, name="decide_claim"),
    path("organisations/invitation-of/<str:token>/", people.accept, name="accept"),
    path("organisations/<slug:handle>/", page.page, name="page"),
    path("organisations/<slug:handle>/claim/", join.claim, name="claim"),
    path("organisations/<slug:handle>/ask/", requests.ask, name="ask"),
    path("organisations/<slug:handle>/ask/take-back/", requests.take_back, name="take_back_request"),
    path("organisations/<slug:handle>/edit/", edit.edit, {"section": "basics"}, name="edit"),
    path("organisations/<slug:handle>/edit/picture/remove/", edit.remove_picture, name="remove_picture"),
    path("organisations/<slug:handle>/edit/<slug:section>/", edit.edit, name="edit"),
    path("organisations/<slug:handle>/confirm/", edit.confirm, name="confirm"),
    path("organisations/<slug:handle>/affiliates/drop/", edit.drop, name="drop"),
    path("organisations/<slug:handle>/people/", people.people, name="people"),
    path("organisations/<slug:handle>/people/leave/", people.leave, name="leave"),
    path("organisations/<slug:handle>/people/<int:number>/role/", people.role, name="role"),
    path("organisations/<slug:handle>/people/<int:number>/remove/", people.remove, name="remove"),
    path("organisations/<slug:handle>/people/requests/<int:number>/", requests.answer, name="answer_request"),
    path("organisations/<slug:handle>/invite/", people.invite, name="invite"),
    path("organisations/<slug:handle>/invitations/<int:number>/withdraw/", people.withdraw_invitation, name="withdraw_invitation"),
]

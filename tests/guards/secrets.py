"""Where each kind of secret may be read, mailed and kept: a place that is missing here is a leak.

A place where a secret is no longer found is a line to take away.
"""

from django.conf import settings

from tests.factories.canaries import ADDRESS, ASKED, ASKING, CONTACT, HELD, INVITED, REGISTERED, REVIEWER

PROPOSAL = "ma-proposition/<int:pk>/<str:token>/"
STEPS = (
    *("", "accord/", "confirmer/", "etape/5/", "etape/<int:number>/"),
    *("merci/", "message/", "nouveau-lien/", "retirer/"),
)
OWN_REGISTRATION, OWN_CONTRIBUTION = "inscription/<int:pk>/<str:token>/", "intervention/<int:pk>/<str:token>/"
JOIN, JOIN_AS_HOST = "rejoindre/<int:pk>/<str:token>/", "rejoindre/intervention/<int:pk>/<str:token>/"
ROOM = "admin/ateliers/<int:pk>/salle/"
#: Kind → where whoever holds the private link reads it.
BY_LINK = {
    "proposal link": {PROPOSAL + more for more in STEPS},
    "report link": {"signaler-une-erreur/<int:pk>/<str:token>/"},
    "poll link": {"sondage/<int:pk>/<str:token>/"},
    "registration link": {OWN_REGISTRATION, JOIN, f"{OWN_REGISTRATION}agenda/"},
    "join link": {OWN_REGISTRATION, "agenda/prive/<str:token>/ateliers.ics"},
    "contributor link": {OWN_CONTRIBUTION, JOIN_AS_HOST},
    "contributor join link": {OWN_CONTRIBUTION},
    "join address": {JOIN, JOIN_AS_HOST},
    "join code": {JOIN, JOIN_AS_HOST},
    "join telephone": {JOIN, JOIN_AS_HOST},
    "host notes": {JOIN_AS_HOST},
    "review link": {"relecture/<str:token>/"},
    "verification link": {"verifier/<str:token>/"},
    "account link": {"compte/invitation/<str:token>/"},
    "needs": {OWN_REGISTRATION},
    "question": {OWN_REGISTRATION},
    "feedback": {"retour/<int:pk>/<str:token>/"},
    "feedback link": {"retour/<int:pk>/<str:token>/"},
    "telephone": {PROPOSAL, f"{PROPOSAL}message/", f"{PROPOSAL}fichier/<int:file_pk>/"},
}
#: Kind → where organisers and administrators read it.
BY_ORGANISERS = {
    "address of a member": {
        "admin/messages/",
        "admin/messages/results/",
        "admin/messages/inspect/<int:pk>/",
        "admin/propositions/inspect/<int:pk>/",
        "admin/signalements/inspect/<int:pk>/",
        "admin/users/",
        "admin/users/results/",
    },
    "address of an authority": {
        "admin/a-reverifier/",
        "admin/messages/",
        "admin/messages/results/",
        "admin/snippets/community/authority/edit/<int:pk>/",
    },
    "telephone": {
        "admin/propositions/fichiers/<int:pk>/",
        "admin/propositions/inspect/<int:pk>/",
        "admin/signalements/",
        "admin/signalements/inspect/<int:pk>/",
        "admin/signalements/results/",
    },
    "note": {"admin/propositions/inspect/<int:pk>/"},
    "proposed state": {"admin/suites/<int:pk>/"},
    "needs": {"admin/ateliers/<int:pk>/inscriptions/"},
    **{kind: {ROOM} for kind in ("join address", "join code", "join telephone", "host notes")},
    "question": {
        *("admin/ateliers/<int:pk>/inscriptions/", "admin/ateliers/<int:pk>/inscriptions.<slug:extension>"),
        *("admin/ateliers/<int:pk>/en-direct/", "admin/ateliers/<int:pk>/compte-rendu/"),
    },
    "question of the room": {"admin/ateliers/<int:pk>/en-direct/", "admin/ateliers/<int:pk>/compte-rendu/"},
    "notes of a workshop": {"admin/ateliers/<int:pk>/en-direct/", "admin/ateliers/<int:pk>/compte-rendu/"},
    "feedback": {"admin/ateliers/<int:pk>/compte-rendu/"},
}
#: Kind → whose mails tell it.
BY_MAIL = {
    "proposal link": {ADDRESS},
    "report link": {ADDRESS},
    "poll link": {ASKED},
    "registration link": {REGISTERED},
    "contributor link": {HELD},
    "review link": {REVIEWER},
    "verification link": {CONTACT},
    "invitation link": {INVITED},
    "account link": {ASKING},
    "sign-in code": {ADDRESS},
    # The words of a report, for those who answer it.
    "telephone": {settings.CONTACT_EMAIL},
}
#: Kind → tables and other places that keep it. Links are kept nowhere once their mail has left.
KEPT = {
    "sign-in code": {"sessions, decoded"},
    "address of a member": {
        "account_emailaddress",
        "casestudies_factreport",
        "casestudies_proposal",
        "community_member",
        "mail_outgoingmail",
        "sessions, decoded",
    },
    "address of an authority": {"casestudies_verificationrequest", "community_authority", "mail_outgoingmail"},
    "telephone": {
        "casestudies_factreport",
        "casestudies_proposalmessage",
        "casestudies_proposalnote",
        "mail_outgoingmail",
    },
    "needs": {"workshops_registration"},
    **{kind: {"workshops_meetinglink"} for kind in ("join address", "join code", "join telephone", "host notes")},
    "question": {"workshops_registration"},
    "question of the room": {"workshops_meetingquestion"},
    "notes of a workshop": {"workshops_meetingnote"},
    "feedback": {"workshops_feedback"},
    "note": {"casestudies_proposalnote"},
    "proposed state": {"casestudies_stateproposal"},
}

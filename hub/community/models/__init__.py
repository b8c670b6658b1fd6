"""Who: members, public authorities, invitations, and the security log of accounts."""

from hub.community.models.authority import Authority
from hub.community.models.invitation import Invitation
from hub.community.models.member import Member, email_key
from hub.community.models.security import SecurityEvent

__all__ = ["Authority", "Invitation", "Member", "SecurityEvent", "email_key"]

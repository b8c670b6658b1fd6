"""Who: members, public authorities, invitations, the security log of accounts, the book of erasures."""

from hub.community.models.authority import Authority
from hub.community.models.erasure import ErasureRecord
from hub.community.models.invitation import Invitation
from hub.community.models.member import Member, email_key
from hub.community.models.security import SecurityEvent

__all__ = ["Authority", "ErasureRecord", "Invitation", "Member", "SecurityEvent", "email_key"]

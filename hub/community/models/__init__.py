"""Who: members and public authorities."""

from hub.community.models.authority import Authority
from hub.community.models.member import Member, email_key

__all__ = ["Authority", "Member", "email_key"]
